import { VM } from '../constants.ts';
import { BIT, ENTRY, has, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, entryOf, migrating, ONE_PAGE, PAGE, TABLE, UPPER } from './one-page.ts';
import { mapPage, placeFolio, placeTables, placeVma, SMALL } from './setup.ts';

/** The function puts entries in place of the pages of a range that it locks. */
function collectsPages({ primitives, parameters }: Touched): string | undefined {
  const replaces = primitives.has('ptep_get_and_clear') && primitives.has('set_pte_at');
  const ranges = parameters.includes('pmd_t *') && parameters.includes('unsigned long');
  return replaces && ranges && primitives.has('folio_trylock') && !parameters.includes('pte_t')
    ? 'it locks the pages of a range and puts other entries in their place'
    : undefined;
}

export const COLLECT_DIRTY: World = {
  name: 'collect-dirty',
  title: 'A page that the program writes to is collected for migration, which then fails',
  about: `The dirty bit of an entry is the only sign that the program has written to the page until somebody carries it over to
the folio. Migration to a device takes the entry of a page away and puts a migration entry in its place. If the dirty bit
is dropped on the way and the migration fails, the page is mapped again, clean: reclaim drops it and the store is lost.

  program                  migration
  stores: entry dirty
                           clears the entry, entry := migration
                           fails: entry := the page, clean
  the store is known to nobody`,
  properties: ['DIRTY'],
  incidental: ['REF', 'RMAP', 'KIND', 'MAPCOUNT', 'STALE', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 1, anonVmas: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: VM.VM_READ | VM.VM_WRITE, anonVma: 1 });
    placeFolio(m, PAGE, 1, {
      references: 1,
      mapping: 1,
      flags: FLAG.anon | FLAG.uptodate | FLAG.swapBacked,
      exclusive: true,
    });
    mapPage(m, TABLE, ADDRESS, PAGE, BIT.write);
  },
  threads: [
    {
      name: 'migration',
      runs: [
        SUBJECT,
        { function: 'remove_migration_pte', args: [PAGE, 1, ADDRESS, PAGE] },
        { function: 'folio_unlock', args: [PAGE] },
        { function: 'folio_put', args: [PAGE] },
      ],
    },
    { name: 'program', runs: [{ function: 'user_store', args: [1, ADDRESS] }] },
  ],
  hardware: [],
  bindings: ONE_PAGE,
  witnesses: [
    migrating,
    {
      name: 'the dirty bit is taken away with the entry',
      says: 'The page is under migration after the program has stored to it.',
      holds: (m: Memory) => m.get(m.o.page.unsaved, PAGE) === 1 && kindOf(entryOf(m)) === ENTRY.migration,
    },
    {
      name: 'the page is mapped again',
      says: 'Migration ends and the page is mapped with a clean entry.',
      holds: (m) =>
        m.get(m.o.thread.ended, 1) === 1 && kindOf(entryOf(m)) === ENTRY.leaf && !has(entryOf(m), BIT.dirty),
    },
  ],
  suits: collectsPages,
};
