import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { type Binding, SUBJECT, type Touched, type World } from '../world.ts';
import { ended } from './one-page.ts';
import { placeFolio, SMALL } from './setup.ts';

const OLD = 1;
const NEW = 3;
const MIGRATION = 1;
const ANON = FLAG.anon | FLAG.uptodate | FLAG.swapBacked;

const BINDINGS: readonly Binding[] = [
  { type: 'struct folio *', names: /new|dst/, value: NEW },
  { type: 'struct folio *', value: OLD },
  { type: 'struct page *', names: /new|dst/, value: NEW },
  { type: 'struct page *', value: OLD },
  { type: 'int', value: 0 },
];

/** The swap cache's address space, as folio_mapping names it. */
const SWAP_SPACE = 31;

/** The function puts a new folio where an old one stands. */
function movesToNewFolio({ primitives, parameters }: Touched): string | undefined {
  const folios = parameters.filter((type) => type === 'struct folio *').length === 2;
  return folios && primitives.has('xas_store_entry') ? 'it puts a new folio where an old one stands' : undefined;
}

/** A locked large folio of two pages, and the new one for it, locked as well. */
function placePair(m: Memory, flags: number, mapping: number): void {
  m.set(m.o.table.state, 1, 1);
  placeFolio(m, OLD, 2, { references: 2, mapping, flags, locker: MIGRATION });
  placeFolio(m, NEW, 2, { references: 1, flags: FLAG.uptodate, locker: MIGRATION });
}

/** Both pages of the old folio in the swap cache. */
function cache(m: Memory): void {
  for (const slot of [1, 2]) {
    m.set(m.o.swap.cached, slot, slot);
    m.set(m.o.swap.has_cache, slot, 1);
    m.set(m.o.page.private, slot, slot);
  }
}

const moved = {
  name: 'the new folio has the place',
  says: 'The new folio is where the old one was.',
  holds: (m: Memory) => m.get(m.o.swap.cached, 1) === NEW,
};

export const MIGRATE_SWAP_CACHE: World = {
  name: 'migrate-swap-cache',
  title: 'A huge page in the swap cache is migrated',
  about: `A huge page lies in the swap cache, an entry for each of its pages; each page names its slot in page->private. When the
folio is migrated the new pages take the places in the swap cache, and each must name its slot too: after a split every
page stands for itself, and swap-in and swap-out go by what it names.`,
  properties: ['SWAP-CACHE'],
  incidental: ['HEAD', 'REF', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 4, anonVmas: 1, swapSlots: 2 },
  initial: (m) => {
    placePair(m, ANON | FLAG.swapCache, 1);
    cache(m);
  },
  threads: [
    {
      name: 'migration',
      runs: [SUBJECT, { function: 'folio_unlock', args: [NEW] }, { function: 'folio_unlock', args: [OLD] }],
    },
  ],
  hardware: [],
  bindings: [{ type: 'struct address_space *', value: SWAP_SPACE }, ...BINDINGS],
  witnesses: [ended(MIGRATION), moved],
  suits: movesToNewFolio,
};

export const MIGRATE_SHMEM: World = {
  ...MIGRATE_SWAP_CACHE,
  name: 'migrate-shmem',
  title: 'A large shmem folio in the page cache is migrated',
  about: `A shmem folio is in the page cache or in the swap cache, never in both. The page cache has one entry for a large folio,
which covers all its offsets; the swap cache has one for each page. Which of the two it is decides how often the new folio
is stored. That a folio would go to swap (swapbacked) says nothing about where it is now.`,
  incidental: ['HEAD', 'REF', 'PAGE-CACHE', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 4, files: 1, filePages: 2, swapSlots: 0 },
  initial: (m) => {
    placePair(m, FLAG.uptodate | FLAG.swapBacked, 1);
    m.set(m.o.cache.page, 1, OLD);
  },
  bindings: [{ type: 'struct address_space *', value: 1 }, ...BINDINGS],
  witnesses: [ended(MIGRATION), { ...moved, holds: (m) => m.get(m.o.cache.page, 1) === NEW }],
};

export const MIGRATE_FREED_SWAP: World = {
  ...MIGRATE_SWAP_CACHE,
  name: 'migrate-freed-swap',
  title: 'A page leaves the swap cache just before it is migrated',
  about: `Before a page is migrated to a device its swap slot is freed where no entry refers to it any more: the page leaves the
swap cache. What was said of it before, that its mapping is the swap cache, no longer holds. With the old answer the new
folio is stored in a place of the swap cache that was never the page's.`,
  initial: (m) => {
    m.set(m.o.table.state, 1, 1);
    placeFolio(m, OLD, 1, { references: 2, mapping: 1, flags: ANON | FLAG.swapCache, locker: MIGRATION });
    placeFolio(m, 2, 1, { references: 1, mapping: 1, flags: ANON });
    placeFolio(m, NEW, 1, { references: 1, flags: FLAG.uptodate, locker: MIGRATION });
    m.set(m.o.swap.cached, 1, OLD);
    m.set(m.o.swap.has_cache, 1, 1);
    m.set(m.o.page.private, OLD, 1);
  },
  bindings: BINDINGS,
  witnesses: [
    ended(MIGRATION),
    {
      name: 'the page has left the swap cache',
      says: 'The page is no longer in the swap cache.',
      holds: (m) => (m.get(m.o.page.flags, OLD) & FLAG.swapCache) === 0,
    },
  ],
};
