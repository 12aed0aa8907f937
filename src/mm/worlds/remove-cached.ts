import { VM } from '../constants.ts';
import { BIT } from '../entry.ts';
import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, ended, migrating, ONE_PAGE, PAGE, TABLE, UPPER } from './one-page.ts';
import { mapPage, placeFolio, placeTables, placeVma, SMALL } from './setup.ts';

/** The function takes a page that it is given out of the page cache. */
function removesFromCache({ primitives, parameters }: Touched): string | undefined {
  const given = parameters.includes('struct folio *') || parameters.includes('struct page *');
  return given && primitives.has('filemap_remove_folio') ? 'it takes a page out of the page cache' : undefined;
}

export const REMOVE_MIGRATING: World = {
  name: 'remove-migrating',
  title: 'A file page is taken out of the page cache while its migration fails',
  about: `A file page is mapped once. While it is under migration its entry is a migration entry, and the page counts as not
mapped; if the migration fails, the entry maps the page again. Migration holds the folio lock all the while. Whoever takes
the page out of the page cache must see that it is not mapped under the folio lock: seen before, it says nothing.

  migration                            the function
  folio lock, entry := migration
                                       is it mapped? no
                                       waits for the folio lock
  entry := the page, unlocks
                                       takes it out of the page cache: it is mapped`,
  properties: ['TRUNC'],
  incidental: ['REF', 'RMAP', 'MAPCOUNT', 'LEAK', 'PAGE-CACHE', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 1, files: 1, filePages: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED, file: 1 });
    placeFolio(m, PAGE, 1, { references: 4, mapping: 1, flags: FLAG.uptodate });
    mapPage(m, TABLE, ADDRESS, PAGE, BIT.write);
    m.set(m.o.cache.page, 1, PAGE);
  },
  threads: [
    { name: 'truncation', runs: [SUBJECT] },
    { name: 'migration', runs: [{ function: 'migration_that_fails', args: [PAGE, 1, ADDRESS] }] },
  ],
  hardware: [],
  bindings: [{ type: 'bool', value: 1 }, ...ONE_PAGE],
  witnesses: [
    migrating,
    ended(1),
    {
      name: 'the page has left the page cache',
      says: 'The page is taken out of the page cache.',
      holds: (m) => m.get(m.o.cache.page, 1) === 0,
    },
  ],
  suits: removesFromCache,
};
