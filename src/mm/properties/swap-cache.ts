import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import type { MmProperty } from '../property.ts';

/** What a folio in the swap cache is: marked so, and one that is written to swap. */
const FLAGS = FLAG.swapCache | FLAG.swapBacked;

/** Swap cache, page and slot agree where nobody holds the folio lock. */
function swapCacheAgrees(m: Memory): boolean {
  for (let slot = 1; slot <= m.kernel.of.swapSlots; slot++) {
    const page = m.get(m.o.swap.cached, slot);
    if (page === 0) continue;
    const head = m.get(m.o.page.head, page);
    if (m.get(m.o.page.locker, head) !== 0) continue;
    const flagged = (m.get(m.o.page.flags, head) & FLAGS) === FLAGS;
    if (!flagged || m.get(m.o.page.mapping, head) === 0 || m.get(m.o.page.private, page) !== slot) return false;
  }
  return true;
}

export const SWAP_CACHE: MmProperty = {
  name: 'SWAP-CACHE',
  says: 'A page that the swap cache has for a slot is flagged so, is swap-backed, has its mapping, and names that slot.',
  source: 'mm/swap_state.c: add_to_swap_cache, __delete_from_swap_cache',
  holds: swapCacheAgrees,
};
