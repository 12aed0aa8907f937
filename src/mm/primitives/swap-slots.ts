import { ENTRY, entry, targetOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { type Primitive, primitive } from '../primitive.ts';
import { SWAP_DEVICE_OF_SLOTS } from '../pure.ts';
import { drop, totalMapcount } from './folios.ts';

const SWAPFILE = 'mm/swapfile.c: __swap_duplicate';
const CACHE = 'mm/swap_state.c';

/** SWAP_HAS_CACHE of include/linux/swap.h. */
const HAS_CACHE = 0x40;

/** An entry of a slot goes; breaks SWAP-SLOT where there was none. */
function release(m: Memory, slot: number): void {
  const count = m.get(m.o.swap.count, slot);
  if (count === 0) m.break('SWAP-SLOT');
  else m.set(m.o.swap.count, slot, count - 1);
}

/** The page of the swap cache goes too where no entry refers to its slot and nobody maps or locks it. */
export function freeUnusedSwapCache(m: Memory, folio: number): void {
  const slot = m.get(m.o.page.private, folio);
  const cached = (m.get(m.o.page.flags, folio) & FLAG.swapCache) !== 0;
  const used = slot === 0 || m.get(m.o.swap.count, slot) > 0 || m.get(m.o.page.locker, folio) !== 0;
  if (cached && !used && totalMapcount(m, folio) === 0) uncache(m, folio);
}

/** Takes a page out of the swap cache with the reference that it had there; its slot may be used again. */
function uncache(m: Memory, folio: number): void {
  for (let slot = 1; slot <= m.kernel.of.swapSlots; slot++) {
    const page = m.get(m.o.swap.cached, slot);
    if (page === 0 || m.get(m.o.page.head, page) !== folio) continue;
    m.set(m.o.swap.cached, slot, 0);
    m.set(m.o.swap.has_cache, slot, 0);
    m.set(m.o.page.private, page, 0);
  }
  m.set(m.o.page.flags, folio, m.get(m.o.page.flags, folio) & ~FLAG.swapCache);
  drop(m, folio);
}

/** Swap slots: their content on the device, and who keeps them. */
export const SWAP_SLOTS: readonly Primitive[] = [
  primitive('int swapcache_prepare(swp_entry_t)', {
    says: 'Keeps a slot for who is about to read it; fails where somebody else keeps it or no entry refers to it. 0 is success.',
    source: `${SWAPFILE}; used without the swap cache from 6.8 (13ddaf26be32)`,
    run: (m, value = 0) => {
      const slot = targetOf(value);
      if (m.get(m.o.swap.count, slot) === 0) return 2;
      if (m.get(m.o.swap.has_cache, slot) === 1) return 17;
      m.set(m.o.swap.has_cache, slot, 1);
      return 0;
    },
  }),
  primitive('void swap_free(swp_entry_t)', {
    says: 'Takes one entry of the slot off; the slot can be used again once none is left and the swap cache gave it up.',
    source: 'mm/swapfile.c',
    aliases: ['swap_free_nr'],
    run: (m, value = 0) => void release(m, targetOf(value)),
  }),
  primitive('void free_swap_and_cache(swp_entry_t)', {
    says: 'As swap_free; with the last entry a page that only the swap cache has goes too, unless somebody locks it.',
    source: 'mm/swapfile.c: free_swap_and_cache_nr, __try_to_reclaim_swap',
    aliases: ['free_swap_and_cache_nr'],
    run: (m, value = 0) => {
      release(m, targetOf(value));
      const page = m.get(m.o.swap.cached, targetOf(value));
      if (page !== 0) freeUnusedSwapCache(m, m.get(m.o.page.head, page));
      return undefined;
    },
  }),
  primitive('void add_to_swap_cache(struct folio *, swp_entry_t)', {
    says: 'Puts a new page into the swap cache for a slot that its caller keeps, with a reference of the cache’s own, and locks it no longer than it takes.',
    source: CACHE,
    run: (m, folio = 0, value = 0) => {
      m.set(m.o.swap.cached, targetOf(value), folio);
      m.set(m.o.page.private, folio, targetOf(value));
      m.set(m.o.page.flags, folio, m.get(m.o.page.flags, folio) | FLAG.swapCache | FLAG.swapBacked);
      m.set(m.o.page.refcount, folio, m.get(m.o.page.refcount, folio) + 1);
      return undefined;
    },
  }),
  primitive('bool swap_slot_has_cache(swp_entry_t)', {
    reads: true,
    says: 'Reads whether the slot is kept for the swap cache: SWAP_HAS_CACHE in si->swap_map.',
    source: 'mm/userfaultfd.c: move_swap_pte: READ_ONCE(si->swap_map[swp_offset(entry)]) & SWAP_HAS_CACHE, 6.16',
    run: (m, value = 0) => m.get(m.o.swap.has_cache, targetOf(value)),
  }),
  {
    ...primitive('unsigned int load(struct swap_map_entry *)', {
      reads: true,
      says: 'Reads how many entries refer to a slot, and whether it is kept for the swap cache.',
      source: 'include/linux/swap.h: swap_map',
      run: (m, at = 0) => {
        const slot = at - SWAP_DEVICE_OF_SLOTS;
        return m.get(m.o.swap.count, slot) | (m.get(m.o.swap.has_cache, slot) === 1 ? HAS_CACHE : 0);
      },
    }),
    name: 'load struct swap_map_entry',
  },
  {
    ...primitive('void store(struct swap_map_entry *, unsigned int)', {
      says: 'Writes how many entries refer to a slot, and whether it is kept for the swap cache.',
      needs: 'the lock of the swap device or of the cluster',
      source: 'include/linux/swap.h: swap_map',
      run: (m, at = 0, value = 0) => {
        m.set(m.o.swap.count, at - SWAP_DEVICE_OF_SLOTS, value & ~HAS_CACHE);
        m.set(m.o.swap.has_cache, at - SWAP_DEVICE_OF_SLOTS, (value & HAS_CACHE) === 0 ? 0 : 1);
        return undefined;
      },
    }),
    name: 'store struct swap_map_entry',
  },
  primitive('void swapcache_clear(struct swap_info_struct *, swp_entry_t)', {
    says: 'Gives a slot back that swapcache_prepare kept.',
    source: `${SWAPFILE}, 6.8`,
    run: (m, _device = 0, value = 0) => void m.set(m.o.swap.has_cache, targetOf(value), 0),
  }),
  primitive('void swap_readpage(struct page *, bool, struct swap_iocb **)', {
    says: 'Fills a page with what its slot holds; the slot is named by page->private.',
    source: 'mm/page_io.c',
    aliases: ['swap_read_folio'],
    run: (m, page = 0) => void m.set(m.o.page.content, page, m.get(m.o.swap.content, m.get(m.o.page.private, page))),
  }),
  primitive('int swap_writepage(struct page *, struct writeback_control *)', {
    says: 'Writes a page of the swap cache to its slot.',
    needs: 'the folio lock',
    source: 'mm/page_io.c',
    run: (m, page = 0) => {
      m.set(m.o.swap.content, m.get(m.o.page.private, page), m.get(m.o.page.content, page));
      m.set(m.o.page.flags, page, m.get(m.o.page.flags, page) & ~FLAG.dirty);
      m.set(m.o.page.unsaved, page, 0);
      return 0;
    },
  }),
  primitive('void delete_from_swap_cache(struct folio *)', {
    says: 'Takes a page out of the swap cache; without an entry that refers to it the slot can be used again at once.',
    needs: 'the folio lock',
    source: CACHE,
    run: (m, folio = 0) => void uncache(m, folio),
  }),
  primitive('bool folio_free_swap(struct folio *)', {
    says: 'Takes a page out of the swap cache where no entry refers to its slot, and says whether it did: the page must be written again then.',
    needs: 'the folio lock',
    source: 'mm/swapfile.c',
    aliases: ['try_to_free_swap'],
    run: (m, folio = 0) => {
      const slot = m.get(m.o.page.private, folio);
      const cached = (m.get(m.o.page.flags, folio) & FLAG.swapCache) !== 0;
      if (!cached || slot === 0 || m.get(m.o.swap.count, slot) > 0) return 0;
      uncache(m, folio);
      m.set(m.o.page.flags, folio, m.get(m.o.page.flags, folio) | FLAG.dirty);
      return 1;
    },
  }),
  primitive('struct folio *swap_cache_get_folio(swp_entry_t, struct vm_area_struct *, unsigned long)', {
    says: 'Finds the page of a slot in the swap cache and takes a reference; NULL where it must be read from the device.',
    source: CACHE,
    aliases: ['lookup_swap_cache'],
    run: (m, value = 0) => {
      const page = m.get(m.o.swap.cached, targetOf(value));
      if (page !== 0)
        m.set(m.o.page.refcount, m.get(m.o.page.head, page), m.get(m.o.page.refcount, m.get(m.o.page.head, page)) + 1);
      return page;
    },
  }),
  primitive('unsigned long page_private(struct page *)', {
    reads: true,
    says: 'Reads page->private: of a page in the swap cache the slot that holds it.',
    source: 'include/linux/mm.h',
    run: (m, page = 0) => entryOf(m.get(m.o.page.private, page)),
  }),
  primitive('void set_page_private(struct page *, unsigned long)', {
    says: 'Writes page->private.',
    source: 'include/linux/mm.h',
    run: (m, page = 0, value = 0) => void m.set(m.o.page.private, page, targetOf(value)),
  }),
];

/** A slot as the swap entry that page->private holds. */
function entryOf(slot: number): number {
  return slot === 0 ? 0 : entry(ENTRY.swap, slot);
}
