import { VM } from '../constants.ts';
import { BIT, ENTRY, has, kindOf } from '../entry.ts';
import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, entryOf, migrating, ONE_PAGE, PAGE, TABLE, UPPER } from './one-page.ts';
import { mapPage, placeFolio, placeFree, placeTables, placeVma, SMALL } from './setup.ts';

const MIGRATION = 1;
const FLAGS = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE | VM.VM_UFFD_WP;

/** The function unmaps a page that it is given and leaves another entry in its place, of a page it does not swap out. */
function unmapsForMigration({ primitives, parameters }: Touched): string | undefined {
  const given = parameters.includes('struct folio *') || parameters.includes('struct page *');
  const replaces = primitives.has('ptep_get_and_clear') && primitives.has('set_pte_at') && primitives.has('put_page');
  return given && replaces && !primitives.has('swap_duplicate')
    ? 'it puts a migration entry in place of a page that it is given'
    : undefined;
}

export const MIGRATE_UFFD_WP_SHARED: World = {
  name: 'migrate-uffd-wp-shared',
  title: 'A write-protected page of a shared mapping is migrated',
  about: `userfaultfd has write-protected a page of a shared writable shmem mapping. Migration carries the uffd-wp bit over in the
migration entry. What maps the page again starts from vm_page_prot, which lets writes through in such a mapping: unless the
bit takes the write bit away (6.2), or vm_page_prot has none for a registered range (6.2), the entry has both, and a store
goes through without its event.

  migration                            program
  entry := migration, uffd-wp
  entry := the page, write, uffd-wp
                                       stores without an event`,
  properties: ['UFFD-WP'],
  incidental: ['KIND', 'REF', 'RMAP', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 1, files: 1, filePages: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 1, flags: FLAGS | VM.VM_SHARED, file: 1 });
    placeFolio(m, PAGE, 1, { references: 3, mapping: 1, flags: FLAG.uptodate, locker: MIGRATION });
    m.set(m.o.cache.page, 1, PAGE);
    mapPage(m, TABLE, ADDRESS, PAGE, BIT.uffdWp);
    m.set(m.o.place.protected, m.place(1, ADDRESS), 1);
  },
  threads: [
    {
      name: 'migration',
      runs: [
        SUBJECT,
        { function: 'remove_migration_pte', args: [PAGE, 1, ADDRESS, PAGE] },
        { function: 'folio_unlock', args: [PAGE] },
      ],
    },
    { name: 'program', runs: [{ function: 'user_store', args: [1, ADDRESS] }] },
  ],
  hardware: [],
  bindings: ONE_PAGE,
  witnesses: [
    migrating,
    {
      name: 'the bit is kept',
      says: 'Migration ends and the entry has the uffd-wp bit.',
      holds: (m) =>
        m.get(m.o.thread.ended, MIGRATION) === 1 && kindOf(entryOf(m)) === ENTRY.leaf && has(entryOf(m), BIT.uffdWp),
    },
  ],
  suits: unmapsForMigration,
};

export const MIGRATE_UFFD_WP_PRIVATE: World = {
  ...MIGRATE_UFFD_WP_SHARED,
  name: 'migrate-uffd-wp-private',
  title: 'A write-protected anonymous page is migrated',
  about: `As migrate-uffd-wp-shared, in a private mapping: vm_page_prot never has the write bit there, so that the bit which the
migration entry carries is all that is needed.`,
  dimensions: { ...SMALL, pages: 2, anonVmas: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 1, flags: FLAGS, anonVma: 1 });
    const flags = FLAG.anon | FLAG.uptodate | FLAG.swapBacked;
    placeFolio(m, PAGE, 1, { references: 2, mapping: 1, flags, locker: MIGRATION });
    mapPage(m, TABLE, ADDRESS, PAGE, BIT.uffdWp);
    m.set(m.o.place.protected, m.place(1, ADDRESS), 1);
    placeFree(m, 2);
  },
};
