import { ENTRY, kindOf, targetOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { lowerEntry, readsOwnContent, trackedPlaces } from '../private-content.ts';
import type { MmProperty } from '../property.ts';

/** What stands in the slot of a swap entry, or in the swap cache for it, is what the program must read; a locked page may yet be filled from its slot. */
function slotsHoldContent(m: Memory): boolean {
  for (const { mm, address, content } of trackedPlaces(m)) {
    const value = lowerEntry(m, mm, address);
    if (kindOf(value) !== ENTRY.swap) continue;
    const slot = targetOf(value);
    const cached = m.get(m.o.swap.cached, slot);
    const isLocked = cached !== 0 && m.get(m.o.page.locker, m.get(m.o.page.head, cached)) !== 0;
    const inPage = cached !== 0 && m.get(m.o.page.content, cached) === content;
    const inSlot = (cached === 0 || isLocked) && m.get(m.o.swap.content, slot) === content;
    if (!inPage && !inSlot) return false;
  }
  return true;
}

export const SWAP_SLOT: MmProperty = {
  name: 'SWAP-SLOT',
  says: 'A swap slot, or the swap cache for it, holds what was swapped out to it for as long as an entry refers to it, and no reference is dropped that nobody holds.',
  source: 'mm/swapfile.c: swap_info_get; 13ddaf26be32',
  holds: (m) => slotsHoldContent(m) && (m.kernel.of.swapSlots === 0 || readsOwnContent(m)),
};
