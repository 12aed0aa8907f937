import { ENTRY, entry, targetOf } from '../entry.ts';
import { FLAG } from '../objects.ts';
import { type Primitive, primitive } from '../primitive.ts';

const SWAP = 'mm/swap_state.c; mm/swapfile.c';

/** Swap slots, the swap cache and the page cache. */
export const SWAP_AND_CACHE: readonly Primitive[] = [
  primitive('swp_entry_t folio_swap_entry(struct folio *)', {
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
        if (m.get(m.o.swap.cached, slot) !== 0 || m.get(m.o.swap.count, slot) !== 0) continue;
        m.set(m.o.swap.cached, slot, folio);
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
  primitive('void swap_free(swp_entry_t)', {
    says: 'Takes one entry of the slot off; the slot can be used again once none is left and the swap cache gave it up.',
    source: SWAP,
    aliases: ['free_swap_and_cache'],
    run: (m, slot = 0) => {
      const count = m.get(m.o.swap.count, targetOf(slot));
      if (count === 0) m.break('SWAP-SLOT');
      else m.set(m.o.swap.count, targetOf(slot), count - 1);
      return undefined;
    },
  }),
  primitive('struct page *swap_cache_page(swp_entry_t)', {
    says: 'Finds the page of a slot in the swap cache; NULL where it must be read from the device.',
    source: SWAP,
    run: (m, slot = 0) => m.get(m.o.swap.cached, targetOf(slot)),
  }),
  primitive('struct page *find_get_page(struct address_space *, pgoff_t)', {
    says: 'Finds a page in the page cache and takes a reference; NULL where there is a hole.',
    source: 'mm/filemap.c',
    aliases: ['filemap_get_page'],
    run: (m, mapping = 0, index = 0) => {
      const page = m.get(m.o.cache.page, (mapping - 1) * m.kernel.of.filePages + index + 1);
      if (page !== 0) m.set(m.o.page.refcount, page, m.get(m.o.page.refcount, page) + 1);
      return page;
    },
  }),
];
