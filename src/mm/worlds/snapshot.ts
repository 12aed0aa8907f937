import { VM } from '../constants.ts';
import { BIT, has } from '../entry.ts';
import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, ended, entryOf, ONE_PAGE, PAGE, TABLE, UPPER } from './one-page.ts';
import { mapPage, placeFolio, placeTables, placeVma, SMALL } from './setup.ts';

const FUNCTION = 1;

/** The function changes an entry in its place that it has read before. */
function changesInPlace({ primitives, parameters }: Touched): string | undefined {
  const changes = primitives.has('ptep_modify_prot_commit') || primitives.has('pmdp_establish');
  return changes && parameters.includes('unsigned long') ? 'it changes the bits of entries in their place' : undefined;
}

export const CHANGE_DIRTY: World = {
  name: 'change-dirty',
  title: 'The bits of an entry are changed while a program writes through it',
  about: `The hardware sets the dirty bit of a writable entry at any time: no lock keeps it out. Whoever changes other bits of the
entry must not write back what it read before: the dirty bit may have come in between, and with it goes the only sign that
the page was written to. The entry is taken out first (ptep_modify_prot_start), which gives what it was at that moment.

  the function                     program
  reads the entry: clean
                                   stores: entry dirty
  writes the entry: clean
  the store is known to nobody`,
  properties: ['DIRTY'],
  incidental: ['KIND', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 1, files: 1, filePages: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    const flags = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE | VM.VM_SHARED | VM.VM_UFFD_WP;
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 1, flags, file: 1 });
    placeFolio(m, PAGE, 1, { references: 2, mapping: 1, flags: FLAG.uptodate });
    m.set(m.o.cache.page, 1, PAGE);
    mapPage(m, TABLE, ADDRESS, PAGE, BIT.write);
  },
  threads: [
    { name: 'the function', runs: [SUBJECT] },
    { name: 'program', runs: [{ function: 'cpu_store', args: [1, ADDRESS] }] },
  ],
  hardware: [],
  bindings: ONE_PAGE,
  witnesses: [
    ended(FUNCTION),
    {
      name: 'the store comes before the change',
      says: 'The page was stored to and its entry is no longer writable.',
      holds: (m) => m.get(m.o.page.unsaved, PAGE) === 1 && !has(entryOf(m), BIT.write),
    },
  ],
  suits: changesInPlace,
};
