import { VM } from '../constants.ts';
import { BIT, ENTRY, entry, kindOf } from '../entry.ts';
import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, ended, entryOf, ONE_PAGE, PAGE, PMD, PTE, TABLE, UPPER } from './one-page.ts';
import { placeFolio, placeTables, placeVma, SMALL } from './setup.ts';

const EXCLUSIVE = entry(ENTRY.deviceExclusive, PAGE, BIT.write);

/** The function locks the page that a fault found in an entry, without the lock of the table. */
function locksPage({ primitives, parameters }: Touched): string | undefined {
  const locks = primitives.has('folio_lock') || primitives.has('folio_trylock');
  const fault = parameters.includes('pte_t') && parameters.includes('struct page *');
  return locks && fault ? 'it locks a page that it has read from an entry' : undefined;
}

export const DEVICE_EXCLUSIVE_FREED: World = {
  name: 'device-exclusive-freed',
  title: 'A fault on a page that a device has to itself, while MADV_DONTNEED frees that page',
  about: `A device has taken an anonymous page for itself: the entry is not present and names the page. A CPU that touches the
address faults, reads the entry, and goes on without the page-table lock, since it must first wait for the page's own lock.
Nothing but the entry holds the page: once another thread takes the entry away, the page is freed. The fault needs a
reference before it waits, and one that is refused where there is none left.

  fault                             MADV_DONTNEED
  reads the entry
                                    clears the entry, frees the page
  locks a freed page`,
  properties: ['REF'],
  incidental: ['KIND', 'RMAP', 'MAPCOUNT', 'LEAK', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 1, anonVmas: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 1, flags: VM.VM_READ | VM.VM_WRITE, anonVma: 1 });
    const flags = FLAG.anon | FLAG.uptodate | FLAG.swapBacked;
    placeFolio(m, PAGE, 1, { references: 1, mapping: 1, flags, exclusive: true });
    m.set(m.o.entry.value, PTE, EXCLUSIVE);
  },
  threads: [
    { name: 'fault', runs: [SUBJECT] },
    { name: 'MADV_DONTNEED', runs: [{ function: 'zap_page_range_single', args: [1, ADDRESS, 1] }] },
  ],
  hardware: [],
  bindings: [
    { type: 'pte_t', value: EXCLUSIVE },
    { type: 'unsigned int', value: 0 },
    { type: 'pmd_t *', value: PMD },
    ...ONE_PAGE,
  ],
  witnesses: [
    ended(1),
    {
      name: 'the CPU has the page back',
      says: 'The entry maps the page again.',
      holds: (m) => kindOf(entryOf(m)) === ENTRY.leaf,
    },
    {
      name: 'the page is freed first',
      says: 'The page is freed while the fault is under way.',
      holds: (m) => m.get(m.o.page.allocated, PAGE) === 0 && m.get(m.o.thread.ended, 1) === 0,
    },
  ],
  suits: locksPage,
};
