import { cacheCell } from '../cache-cell.ts';
import { ENTRY, entry, targetOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { type Primitive, primitive } from '../primitive.ts';

const SWAP = 'mm/swap_state.c; mm/swapfile.c';

/** The page that the page cache holds at an offset; 0 for a hole. */
function cached(m: Memory, mapping: number, index: number): number {
  return m.get(m.o.cache.page, cacheCell(m, mapping, index));
}

/** Swap slots, the swap cache and the page cache. */
export const SWAP_AND_CACHE: readonly Primitive[] = [
  primitive('swp_entry_t folio_swap_entry(struct folio *)', {
    reads: true,
    says: 'Reads the slot that the swap cache holds for an anonymous folio; zero where it is not in the swap cache.',
    source: SWAP,
    aliases: ['page_swap_entry'],
    run: (m, folio = 0) => {
      for (let slot = 1; slot <= m.kernel.of.swapSlots; slot++) {
        if (m.get(m.o.swap.cached, slot) === folio) return entry(ENTRY.swap, slot);
      }
      return 0;
    },
  }),
  primitive('bool folio_test_swapcache(struct folio *)', {
    reads: true,
    says: 'Reads whether the folio is in the swap cache.',
    source: SWAP,
    aliases: ['PageSwapCache'],
    run: (m, folio = 0) => ((m.get(m.o.page.flags, folio) & FLAG.swapCache) !== 0 ? 1 : 0),
  }),
  primitive('bool add_to_swap(struct folio *)', {
    says: 'Gives a locked anonymous folio a free slot and puts it into the swap cache; says whether there was one.',
    needs: 'the folio lock',
    source: SWAP,
    run: (m, folio = 0) => {
      for (let slot = 1; slot <= m.kernel.of.swapSlots; slot++) {
        const used = [m.o.swap.cached, m.o.swap.count, m.o.swap.has_cache].some((field) => m.get(field, slot) !== 0);
        if (used) continue;
        m.set(m.o.swap.cached, slot, folio);
        m.set(m.o.swap.has_cache, slot, 1);
        m.set(m.o.page.private, folio, slot);
        m.set(m.o.page.flags, folio, m.get(m.o.page.flags, folio) | FLAG.swapCache | FLAG.dirty);
        m.set(m.o.page.refcount, folio, m.get(m.o.page.refcount, folio) + 1);
        return 1;
      }
      return 0;
    },
  }),
  primitive('int swap_duplicate(swp_entry_t)', {
    says: 'Counts one more entry that refers to the slot; 0 is success.',
    source: SWAP,
    run: (m, slot = 0) => {
      m.set(m.o.swap.count, targetOf(slot), m.get(m.o.swap.count, targetOf(slot)) + 1);
      return 0;
    },
  }),
  primitive('struct page *swap_cache_page(swp_entry_t)', {
    reads: true,
    says: 'Finds the page of a slot in the swap cache; NULL where it must be read from the device.',
    source: SWAP,
    run: (m, slot = 0) => m.get(m.o.swap.cached, targetOf(slot)),
  }),
  primitive('struct page *find_lock_page(struct address_space *, pgoff_t)', {
    says: 'Finds a page in the page cache, takes a reference and its lock; NULL where there is a hole. Waits for the lock.',
    source: 'mm/filemap.c: pagecache_get_page with FGP_LOCK, which looks at the page’s mapping again under the lock',
    aliases: ['find_lock_entry'],
    enabled: (m, mapping = 0, index = 0) => {
      const page = cached(m, mapping, index);
      return page === 0 || m.get(m.o.page.locker, page) === 0;
    },
    run: (m, mapping = 0, index = 0) => {
      const page = cached(m, mapping, index);
      if (page === 0) return 0;
      m.set(m.o.page.refcount, page, m.get(m.o.page.refcount, page) + 1);
      m.set(m.o.page.locker, page, m.thread);
      return page;
    },
  }),
  primitive('struct page *find_trylock_page(struct address_space *, pgoff_t)', {
    says: 'As find_lock_page, but NULL where the page is locked.',
    source: 'mm/filemap.c: filemap_map_pages, next_uptodate_page: trylock_page, then page->mapping',
    run: (m, mapping = 0, index = 0) => {
      const page = cached(m, mapping, index);
      if (page === 0 || m.get(m.o.page.locker, page) !== 0) return 0;
      m.set(m.o.page.refcount, page, m.get(m.o.page.refcount, page) + 1);
      m.set(m.o.page.locker, page, m.thread);
      return page;
    },
  }),
  primitive('void delete_from_page_cache(struct address_space *, struct page *, pgoff_t)', {
    says: 'Takes a page out of the page cache. One that is still mapped breaks TRUNC.',
    needs: 'the folio lock',
    source: 'mm/filemap.c: filemap_unaccount_folio, BUG: Bad page cache',
    run: (m, mapping = 0, page = 0, index = 0) => {
      if (m.get(m.o.page.mapcount, page) > 0) m.break('TRUNC');
      m.set(m.o.cache.page, cacheCell(m, mapping, index), 0);
      m.set(m.o.page.mapping, page, 0);
      m.set(m.o.page.refcount, page, m.get(m.o.page.refcount, page) - 1);
      return undefined;
    },
  }),
  primitive('void shmem_falloc_begin(struct address_space *, pgoff_t, pgoff_t)', {
    says: 'Opens the window of a hole punch: faults on the range wait from now on (inode->i_private).',
    source: 'mm/shmem.c: shmem_fallocate; f00cdc6df7d7',
    run: (m, mapping = 0, first = 0, pages = 0) => {
      m.set(m.o.file.falloc, mapping, first + 1);
      m.set(m.o.file.falloc_length, mapping, pages);
      return undefined;
    },
  }),
  primitive('void shmem_falloc_end(struct address_space *)', {
    says: 'Closes the window of a hole punch and wakes the faults that wait.',
    source: 'mm/shmem.c: shmem_fallocate',
    run: (m, mapping = 0) => {
      m.set(m.o.file.falloc, mapping, 0);
      m.set(m.o.file.falloc_length, mapping, 0);
      return undefined;
    },
  }),
  primitive('void shmem_falloc_wait(struct address_space *, pgoff_t)', {
    says: 'A fault waits while a hole punch covers its page. A test, not a lock: nothing keeps the punch from starting next.',
    source: 'mm/shmem.c: shmem_fault',
    enabled: (m, mapping = 0, index = 0) => {
      const first = m.get(m.o.file.falloc, mapping);
      return first === 0 || index + 1 < first || index + 1 >= first + m.get(m.o.file.falloc_length, mapping);
    },
    run: () => undefined,
  }),
  primitive('struct page *find_get_page(struct address_space *, pgoff_t)', {
    says: 'Finds a page in the page cache and takes a reference; NULL where there is a hole.',
    source: 'mm/filemap.c',
    aliases: ['filemap_get_page'],
    run: (m, mapping = 0, index = 0) => {
      const page = cached(m, mapping, index);
      if (page !== 0) m.set(m.o.page.refcount, page, m.get(m.o.page.refcount, page) + 1);
      return page;
    },
  }),
];
