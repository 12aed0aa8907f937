import { FLAG } from '../objects.ts';
import { type Binding, SUBJECT, type World } from '../world.ts';
import { ended } from './one-page.ts';
import { placeFolio, SMALL } from './setup.ts';

const OLD = 1;
const NEW = 2;
const MIGRATION = 1;
const SCANNER = 2;
const ANON_VMA = 2;

const BINDINGS: readonly Binding[] = [
  { type: 'struct folio *', names: /new|dst/, value: NEW },
  { type: 'struct folio *', value: OLD },
  { type: 'struct anon_vma *', value: ANON_VMA },
  { type: 'int', value: 1 },
];

export const MIGRATE_SCAN: World = {
  name: 'migrate-scan',
  title: 'A page that another is migrated to is looked at by somebody who comes by its number',
  about: `Between its two halves migration keeps a pointer to the anon_vma of the old page somewhere in the new one. Nobody maps the
new page and nobody finds it by any cache, but who goes through memory page by page (compaction, page owner) finds every
page by its number, and takes what stands in page->mapping for an address space, unless the lowest bit says otherwise.

  migration                                 scanner
  keeps the anon_vma in the new page
                                            reads its mapping: not anonymous, so a file
                                            takes the lock of a file that is none`,
  properties: ['ASSERT'],
  incidental: ['LOCK'],
  dimensions: { ...SMALL, pages: 2, anonVmas: ANON_VMA, files: 1, filePages: 1 },
  initial: (m) => {
    m.set(m.o.table.state, 1, 1);
    const anon = FLAG.anon | FLAG.uptodate | FLAG.swapBacked;
    placeFolio(m, OLD, 1, { references: 1, mapping: ANON_VMA, flags: anon, locker: MIGRATION });
    placeFolio(m, NEW, 1, { references: 1, flags: FLAG.uptodate, locker: MIGRATION });
  },
  threads: [
    { name: 'migration', runs: [SUBJECT] },
    { name: 'scanner', runs: [{ function: 'scan_pfn', args: [NEW] }] },
  ],
  hardware: [],
  bindings: BINDINGS,
  witnesses: [
    ended(MIGRATION),
    {
      name: 'the page is looked at after the first half',
      says: 'The scanner ends after migration does.',
      holds: (m) => m.get(m.o.thread.ended, MIGRATION) === 1 && m.get(m.o.thread.ended, SCANNER) === 1,
    },
  ],
  suits: ({ primitives, parameters }) =>
    parameters.includes('struct anon_vma *') &&
    parameters.includes('struct folio *') &&
    [...primitives].some((name) => name.startsWith('store folio.'))
      ? 'it keeps an anon_vma in a page that it is migrating to'
      : undefined,
};
