import type { Memory } from '../kernel.ts';
import { type Primitive, primitive } from '../primitive.ts';
import { drop } from './folios.ts';
import { freeUnusedSwapCache } from './swap-slots.ts';
import { freeAfterGracePeriod } from './tables.ts';

const SWAP_CACHE = 'mm/swap_state.c: free_swap_cache, free_page_and_swap_cache, 6.12';

/** The ids in a batch: a bit each. */
function* idsIn(batch: number): Generator<number> {
  for (let id = 1; id < 31; id++) if ((batch & (1 << id)) !== 0) yield id;
}

/**
 * What mmu_gather collects and gives up. The object itself is a structure on its thread's stack (reference/gather.ts);
 * its batches are values: a bit for each page or table.
 */
export const GATHER: readonly Primitive[] = [
  primitive('void free_pages_and_swap_cache(struct mmu_gather_batch *)', {
    says: 'Drops the reference to each page of a batch; one that the swap cache alone has, with no entry of its slot left, goes.',
    source: 'mm/mmu_gather.c: tlb_batch_pages_flush; mm/swap_state.c: free_swap_cache',
    run: (m: Memory, batch = 0) => {
      for (const page of idsIn(batch)) {
        freeUnusedSwapCache(m, m.get(m.o.page.head, page));
        drop(m, page);
      }
      return undefined;
    },
  }),
  primitive('void free_swap_cache(struct folio *)', {
    says: 'Takes a folio out of the swap cache that nobody maps or locks and whose slot no entry refers to.',
    source: SWAP_CACHE,
    run: (m: Memory, folio = 0) => void freeUnusedSwapCache(m, m.get(m.o.page.head, folio)),
  }),
  primitive('void free_page_and_swap_cache(struct page *)', {
    says: 'As free_swap_cache, and drops a reference.',
    source: SWAP_CACHE,
    aliases: ['free_folio_and_swap_cache'],
    run: (m: Memory, page = 0) => {
      freeUnusedSwapCache(m, m.get(m.o.page.head, page));
      drop(m, page);
      return undefined;
    },
  }),
  primitive('void tlb_remove_table_free(struct mmu_table_batch *)', {
    says: 'Frees each table of a batch after a grace period.',
    source: 'mm/mmu_gather.c: CONFIG_MMU_GATHER_RCU_TABLE_FREE',
    run: (m: Memory, batch = 0) => {
      for (const table of idsIn(batch)) freeAfterGracePeriod(m, table);
      return undefined;
    },
  }),
];
