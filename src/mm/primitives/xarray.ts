import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { type Primitive, primitive } from '../primitive.ts';

/** The address space of the swap cache: no file has this id. */
const SWAP_SPACE = 31;

/** Stores a page of a new folio where the old one stood. */
function store(m: Memory, mapping: number, page: number, old: number): void {
  const slots = mapping === SWAP_SPACE ? m.o.swap.cached : m.o.cache.page;
  for (let slot = 1; slot <= slots.count; slot++) {
    if (m.get(slots, slot) !== old) continue;
    m.set(slots, slot, page);
    return;
  }
  m.break('SWAP-CACHE');
}

const MIGRATE = 'mm/migrate.c: folio_migrate_mapping';

/** The arrays in which page cache and swap cache keep their folios. */
export const XARRAYS: readonly Primitive[] = [
  primitive('struct address_space *folio_mapping(struct folio *)', {
    reads: true,
    says: 'Names the address space that holds the folio: the swap cache’s where it is in there, else its file; NULL for other anonymous folios.',
    source: 'mm/util.c',
    aliases: ['page_mapping'],
    run: (m, folio = 0) => {
      const flags = m.get(m.o.page.flags, folio);
      if ((flags & FLAG.swapCache) !== 0) return SWAP_SPACE;
      return (flags & FLAG.anon) !== 0 ? 0 : m.get(m.o.page.mapping, folio);
    },
  }),
  primitive('void xas_store_entry(struct address_space *, struct folio *, struct folio *, int)', {
    says: 'One round of the loop that puts a new folio in the old one’s place (xas_store, xas_next). The swap cache has an entry for each page; the page cache has one for the folio, and a second store makes a normal entry of a sibling. That, or a folio that is not there, breaks SWAP-CACHE.',
    needs: 'the folio locks of both',
    source: `${MIGRATE}; 60cf233b585c`,
    run: (m, mapping = 0, folio = 0, old = 0, at = 0) => {
      if (mapping !== SWAP_SPACE && at > 0) m.break('SWAP-CACHE');
      else store(m, mapping, folio + at, old + at);
      return undefined;
    },
  }),
  primitive('bool folio_test_swapbacked(struct folio *)', {
    reads: true,
    says: 'Reads whether the folio goes to swap when it is reclaimed.',
    source: 'include/linux/page-flags.h',
    aliases: ['PageSwapBacked'],
    run: (m, folio = 0) => ((m.get(m.o.page.flags, folio) & FLAG.swapBacked) !== 0 ? 1 : 0),
  }),
  primitive('void folio_set_swapbacked(struct folio *)', {
    says: 'Marks the folio as one that goes to swap.',
    source: 'include/linux/page-flags.h',
    aliases: ['__folio_set_swapbacked'],
    run: (m, folio = 0) => void m.set(m.o.page.flags, folio, m.get(m.o.page.flags, folio) | FLAG.swapBacked),
  }),
  primitive('void folio_set_swapcache(struct folio *)', {
    says: 'Marks the folio as one that the swap cache has.',
    source: 'include/linux/page-flags.h',
    run: (m, folio = 0) => void m.set(m.o.page.flags, folio, m.get(m.o.page.flags, folio) | FLAG.swapCache),
  }),
  primitive('void folio_clear_swapcache(struct folio *)', {
    says: 'Marks the folio as one that the swap cache has no longer.',
    source: 'include/linux/page-flags.h',
    run: (m, folio = 0) => void m.set(m.o.page.flags, folio, m.get(m.o.page.flags, folio) & ~FLAG.swapCache),
  }),
];
