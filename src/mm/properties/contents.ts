import { pageAt } from '../access.ts';
import { ENTRY, kindOf, targetOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import type { MmProperty } from '../property.ts';

/** The places whose content is kept track of, with what the program must read there. */
function* trackedPlaces(
  m: Memory,
): Generator<{ readonly mm: number; readonly address: number; readonly content: number }> {
  const { mms, addresses } = m.kernel.of;
  for (let mm = 1; mm <= mms; mm++) {
    for (let address = 0; address < addresses; address++) {
      const content = m.get(m.o.place.content, m.place(mm, address));
      if (content !== 0) yield { mm, address, content };
    }
  }
}

/** What the program reads by its own translation is what it must read. */
function readsOwnContent(m: Memory): boolean {
  for (const { mm, address, content } of trackedPlaces(m)) {
    const leaf = m.walk(mm, address);
    if (kindOf(leaf) === ENTRY.leaf && m.get(m.o.page.content, pageAt(m, leaf, address)) !== content) return false;
  }
  return true;
}

/** The value of the entry for an address in its lower table; 0 where there is none. */
function lowerEntry(m: Memory, mm: number, address: number): number {
  const upper = m.upperEntry(mm, address);
  const value = upper === 0 ? 0 : m.get(m.o.entry.value, upper);
  return kindOf(value) === ENTRY.table ? m.get(m.o.entry.value, m.entryIn(targetOf(value), address)) : 0;
}

/** What stands in the slot of a swap entry, or in the swap cache for it, is what the program must read. */
function slotsHoldContent(m: Memory): boolean {
  for (const { mm, address, content } of trackedPlaces(m)) {
    const value = lowerEntry(m, mm, address);
    if (kindOf(value) !== ENTRY.swap) continue;
    const cached = m.get(m.o.swap.cached, targetOf(value));
    const held = cached === 0 ? m.get(m.o.swap.content, targetOf(value)) : m.get(m.o.page.content, cached);
    if (held !== content) return false;
  }
  return true;
}

/** Swap cache, page and slot agree where nobody holds the folio lock. */
function swapCacheAgrees(m: Memory): boolean {
  for (let slot = 1; slot <= m.kernel.of.swapSlots; slot++) {
    const page = m.get(m.o.swap.cached, slot);
    if (page === 0) continue;
    const head = m.get(m.o.page.head, page);
    if (m.get(m.o.page.locker, head) !== 0) continue;
    const flagged = (m.get(m.o.page.flags, head) & FLAG.swapCache) !== 0;
    if (!flagged || m.get(m.o.page.private, page) !== slot) return false;
  }
  return true;
}

/** No leaf maps a page of a file that has left the page cache. */
function nothingMapsWhatIsGone(m: Memory): boolean {
  for (let id = 1; id <= m.o.entry.value.count; id++) {
    const value = m.get(m.o.entry.value, id);
    if (kindOf(value) !== ENTRY.leaf || targetOf(value) === 0) continue;
    const head = m.get(m.o.page.head, targetOf(value));
    const flags = m.get(m.o.page.flags, head);
    const ofFile = (flags & (FLAG.anon | FLAG.zero)) === 0;
    if (ofFile && m.get(m.o.page.mapping, head) === 0 && m.get(m.o.page.mapcount, targetOf(value)) > 0) return false;
  }
  return true;
}

/** What pages, slots and caches hold, and who may still reach it. */
export const CONTENT_PROPERTIES: readonly MmProperty[] = [
  {
    name: 'COW',
    says: 'What a program reads in private memory is what it stored there last or has by fork, and no store of another mm reaches a page that it reads.',
    source: 'fork(2); mmap(2): MAP_PRIVATE; 17839856fd58; mm/memory.c: comment at do_wp_page',
    holds: readsOwnContent,
  },
  {
    name: 'SWAP-SLOT',
    says: 'A swap slot, or the swap cache for it, holds what was swapped out to it for as long as an entry refers to it, and no reference is dropped that nobody holds.',
    source: 'mm/swapfile.c: swap_info_get; 13ddaf26be32',
    holds: (m) => slotsHoldContent(m) && (m.kernel.of.swapSlots === 0 || readsOwnContent(m)),
  },
  {
    name: 'SWAP-CACHE',
    says: 'A page that the swap cache has for a slot is flagged so and names that slot.',
    source: 'mm/swap_state.c: add_to_swap_cache, __delete_from_swap_cache',
    holds: swapCacheAgrees,
  },
  {
    name: 'TRUNC',
    says: 'A page that is taken out of the page cache is mapped nowhere.',
    source: 'mm/filemap.c: filemap_unaccount_folio; mm/truncate.c',
    holds: nothingMapsWhatIsGone,
  },
  {
    name: 'KIND',
    says: 'An accessor for present entries is not used on another entry, nor one for swap entries on a present one.',
    source: 'include/linux/swapops.h; include/linux/pgtable.h; mm/debug_vm_pgtable.c',
    holds: undefined,
  },
];
