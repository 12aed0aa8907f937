import { VM } from '../constants.ts';
import { ENTRY, entry, kindOf } from '../entry.ts';
import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, ended, entryOf, ONE_PAGE, PAGE, PTE, TABLE, UPPER } from './one-page.ts';
import { placeFolio, placeTables, placeVma, SMALL } from './setup.ts';

/** The function unmaps pages, whatever kind of entry maps them. */
function unmapsEntries({ primitives, parameters }: Touched): string | undefined {
  const replaces = primitives.has('ptep_get_and_clear') && primitives.has('set_pte_at') && primitives.has('put_page');
  return replaces && !parameters.includes('pte_t')
    ? 'it puts other entries in place of those that it finds'
    : undefined;
}

export const UNMAP_DEVICE_ENTRY: World = {
  name: 'unmap-device-entry',
  title: 'A page in the memory of a device is unmapped for migration',
  about: `The page lies in the memory of a device, where the CPU cannot reach it: its entry is not present, but stands for the
page all the same, and the page counts as mapped. Code that unmaps pages meets such entries beside present ones. What is
read from a present entry, its page frame number or its dirty bit, is not to be found in one of these.`,
  properties: ['KIND', 'ASSERT'],
  incidental: ['REF', 'RMAP', 'MAPCOUNT', 'LOCK'],
  dimensions: { ...SMALL, pages: 1, anonVmas: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 1, flags: VM.VM_READ | VM.VM_WRITE, anonVma: 1 });
    const flags = FLAG.anon | FLAG.uptodate | FLAG.swapBacked | FLAG.device;
    placeFolio(m, PAGE, 1, { references: 2, mapping: 1, flags });
    m.set(m.o.page.mapcount, PAGE, 1);
    m.set(m.o.entry.value, PTE, entry(ENTRY.device, PAGE));
  },
  threads: [{ name: 'migration', runs: [SUBJECT] }],
  hardware: [],
  bindings: ONE_PAGE,
  witnesses: [
    ended(1),
    {
      name: 'the page is under migration',
      says: 'The entry of the page is a migration entry.',
      holds: (m) => kindOf(entryOf(m)) === ENTRY.migration,
    },
  ],
  suits: unmapsEntries,
};
