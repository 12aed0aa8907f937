import { VM } from '../constants.ts';
import { BIT, ENTRY, entry, kindOf, targetOf } from '../entry.ts';
import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, entryOf, ONE_PAGE, PAGE, PTE, TABLE, UPPER } from './one-page.ts';
import { placeFolio, placeFree, placeTables, placeVma, SMALL } from './setup.ts';

const SPLIT = 1;
const ZERO = 2;

/** The function maps another page where a migration entry stands. */
function remaps({ primitives, parameters }: Touched): string | undefined {
  const walks = parameters.includes('struct page_vma_mapped_walk *') || parameters.includes('pte_t *');
  return walks && primitives.has('set_pte_at') && !primitives.has('ptep_get_and_clear')
    ? 'it maps a page where it finds a migration entry'
    : undefined;
}

export const MAP_ZERO_UFFD_WP: World = {
  name: 'map-zero-uffd-wp',
  title: 'The zero page takes the place of an unused page that userfaultfd has write-protected',
  about: `A huge page is split; a page of it that holds nothing but zeroes is not mapped again: the shared zero page takes its
place. The migration entry that stands there carries what was known of the address, the uffd-wp bit among it, and the new
entry must carry it as well. Else the next write copies the zero page without asking userfaultfd.

  split                                  program
  entry := the zero page, no bit
                                         stores without an event`,
  properties: ['UFFD-WP'],
  incidental: ['KIND', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 3, anonVmas: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    const flags = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE | VM.VM_UFFD_WP;
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 1, flags, anonVma: 1 });
    const anon = FLAG.anon | FLAG.uptodate | FLAG.swapBacked;
    placeFolio(m, PAGE, 1, { references: 1, mapping: 1, flags: anon, locker: SPLIT });
    placeFolio(m, ZERO, 1, { references: 1, flags: FLAG.uptodate | FLAG.zero });
    placeFree(m, 3);
    m.set(m.o.entry.value, PTE, entry(ENTRY.migration, PAGE, BIT.uffdWp));
    m.set(m.o.place.protected, m.place(1, ADDRESS), 1);
  },
  threads: [
    {
      name: 'split',
      runs: [{ function: 'spin_lock', args: [TABLE] }, SUBJECT, { function: 'spin_unlock', args: [TABLE] }],
    },
    { name: 'program', runs: [{ function: 'user_store', args: [1, ADDRESS] }] },
  ],
  hardware: [],
  bindings: [
    { type: 'spinlock_t *', value: TABLE },
    { type: 'pte_t', names: /old/, value: entry(ENTRY.migration, PAGE, BIT.uffdWp) },
    { type: 'unsigned long', names: /idx/, value: 0 },
    ...ONE_PAGE,
  ],
  witnesses: [
    {
      name: 'the zero page is mapped',
      says: 'The entry maps the zero page.',
      holds: (m) => kindOf(entryOf(m)) === ENTRY.leaf && targetOf(entryOf(m)) === ZERO,
    },
    {
      name: 'an event is raised',
      says: 'The store raises a write-protect event.',
      holds: (m) => (m.get(m.o.place.events, m.place(1, ADDRESS)) & 2) !== 0,
    },
  ],
  suits: remaps,
};
