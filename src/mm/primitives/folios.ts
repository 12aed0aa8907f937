import { ENTRY, kindOf, targetOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import type { Field } from '../layout.ts';
import { FLAG } from '../objects.ts';
import { type Primitive, primitive } from '../primitive.ts';

const head = (m: Memory, page: number) => (page === 0 ? 0 : m.get(m.o.page.head, page));

/** A field of the head that a caller asked of a tail breaks HEAD. */
function mustBeHead(m: Memory, page: number): void {
  if (page !== 0 && head(m, page) !== page) m.break('HEAD');
}

/** A device goes on to use a page of the folio. */
function isUsedByDevice(m: Memory, folio: number): boolean {
  for (let pin = 1; pin <= m.kernel.of.pins; pin++) {
    if (m.get(m.o.pin.page, pin) !== 0 && head(m, m.get(m.o.pin.page, pin)) === folio) return true;
  }
  return false;
}

/** Drops one reference; at zero the pages go back to the allocator. A pin that is left breaks REF, as do the own folio lock and the name of huge zero page. */
export function drop(m: Memory, page: number): void {
  const folio = head(m, page);
  const count = m.get(m.o.page.refcount, folio);
  if (count === 0) {
    m.break('REF');
    return;
  }
  m.set(m.o.page.refcount, folio, count - 1);
  if (count > 1) return;
  if (m.get(m.o.page.pins, folio) > 0 || isUsedByDevice(m, folio)) m.break('REF');
  if (m.thread !== 0 && m.get(m.o.page.locker, folio) === m.thread) m.break('REF');
  if (m.kernel.of.hugeZero > 0 && m.get(m.o.hugeZero.page, 1) === folio) m.break('REF');
  for (let id = folio; id <= m.kernel.of.pages && head(m, id) === folio; id++) {
    if (m.get(m.o.page.mapcount, id) > 0) m.break('REF');
    m.set(m.o.page.allocated, id, 0);
    m.set(m.o.page.head, id, id);
  }
}

/** All mappings of a folio: of every page of it, and of the whole. */
export function totalMapcount(m: Memory, page: number): number {
  const folio = head(m, page);
  let total = m.get(m.o.page.entire, folio);
  for (let id = folio; id <= m.kernel.of.pages && head(m, id) === folio; id++) total += m.get(m.o.page.mapcount, id);
  return total;
}

/** What sanity_check_pinned_pages asks: an anonymous page that is pinned, or the head for a huge mapping, is exclusive. */
function mustBeExclusive(m: Memory, page: number): void {
  const folio = head(m, page);
  if ((m.get(m.o.page.flags, folio) & FLAG.anon) === 0) return;
  if (m.get(m.o.page.exclusive, folio) === 1 || m.get(m.o.page.exclusive, page) === 1) return;
  m.break('ASSERT');
  if (folio < m.kernel.of.pages && head(m, folio + 1) === folio) m.break('HEAD');
}

/** The page of the leaf at an address, be it one that lets nobody in (PROT_NONE); 0 for none. */
function mappedAt(m: Memory, mm: number, address: number): number {
  const upperEntry = m.upperEntry(mm, address);
  const upper = upperEntry === 0 ? 0 : m.get(m.o.entry.value, upperEntry);
  const leaf = kindOf(upper) === ENTRY.table ? m.get(m.o.entry.value, m.entryIn(targetOf(upper), address)) : upper;
  return kindOf(leaf) === ENTRY.leaf ? targetOf(leaf) : 0;
}

/** How many mms have a page of a folio in their tables. */
function mmsThatMap(m: Memory, folio: number): number {
  let mms = 0;
  for (let mm = 1; mm <= m.kernel.of.mms; mm++) {
    for (let address = 0; address < m.kernel.of.addresses; address++) {
      if (head(m, mappedAt(m, mm, address)) !== folio) continue;
      mms++;
      break;
    }
  }
  return mms;
}

/** The oldest anon_vma that a VMA is in: every VMA that came from its one by fork is in it too. */
function rootOf(m: Memory, vma: number): number {
  let root = m.get(m.o.vma.anon_vma, vma);
  for (let anonVma = 1; anonVma <= m.kernel.of.anonVmas; anonVma++) {
    const [vmas, known] = [m.get(m.o.anonVma.vmas, anonVma), m.get(m.o.anonVma.vmas, root)];
    if ((vmas & (1 << (vma - 1))) !== 0 && vmas !== known && (vmas & known) === known) root = anonVma;
  }
  return root;
}

/** What allocates a folio of the order that it is asked for: forms.ts says that of one page alone it is this step. */
const ALLOCATORS = [
  'vma_alloc_folio',
  'vma_alloc_zeroed_movable_folio',
  'folio_alloc',
  'folio_alloc_mpol',
  '__folio_alloc',
  '__folio_alloc_node',
  'filemap_alloc_folio',
  'alloc_page',
];

/** From here on the count, which has eight bits in the model, reads negative. */
const NEGATIVE = 0x80;

const REFS = 'include/linux/mm.h; Documentation/core-api/pin_user_pages.rst';
const RMAP = 'mm/rmap.c; Documentation/mm/transhuge.rst';

/** References, pins and reverse mapping of folios. */
export const FOLIOS: readonly Primitive[] = [
  primitive('struct page *alloc_page_vma(struct vm_area_struct *)', {
    says: 'Allocates the lowest free page with one reference; NULL where none is free. One that the direct map leaves out breaks REF.',
    source: 'mm/mempolicy.c: vma_alloc_folio',
    aliases: ALLOCATORS,
    run: (m) => {
      for (let page = 1; page <= m.kernel.of.pages; page++) {
        if (m.get(m.o.page.allocated, page) !== 0 || head(m, page) !== page) continue;
        if (m.get(m.o.page.no_direct_map, page) === 1) m.break('REF');
        m.set(m.o.page.allocated, page, 1);
        m.set(m.o.page.refcount, page, 1);
        for (const field of [
          'mapcount',
          'entire',
          'pins',
          'mapping',
          'flags',
          'exclusive',
          'content',
          'unsaved',
          'private',
        ] as const) {
          m.set(m.o.page[field], page, 0);
        }
        return page;
      }
      return 0;
    },
  }),
  primitive('void get_page(struct page *)', {
    says: 'Takes a reference; breaks REF where there was none left, or where so many are taken that the count reads negative.',
    source: `${REFS}: page_ref_zero_or_close_to_overflow; the count has eight bits here`,
    aliases: ['folio_get'],
    run: (m, page = 0) => {
      const folio = head(m, page);
      const count = m.get(m.o.page.refcount, folio);
      if (count === 0 || count >= NEGATIVE) m.break('REF');
      m.set(m.o.page.refcount, folio, count + 1);
      return undefined;
    },
  }),
  primitive('bool folio_try_get(struct folio *)', {
    says: 'Takes a reference unless there is none left, and says whether it did.',
    source: REFS,
    aliases: ['get_page_unless_zero', 'try_get_folio'],
    run: (m, page = 0) => {
      const folio = head(m, page);
      const count = m.get(m.o.page.refcount, folio);
      if (count > 0) m.set(m.o.page.refcount, folio, count + 1);
      return count > 0 ? 1 : 0;
    },
  }),
  primitive('bool try_get_page(struct page *)', {
    says: 'Takes a reference unless there is none left or the count reads negative, and says whether it did.',
    source: 'include/linux/mm.h, 5.1 (88b1a17dfc3e)',
    run: (m, page = 0) => {
      const folio = head(m, page);
      const count = m.get(m.o.page.refcount, folio);
      if (count === 0 || count >= NEGATIVE) return 0;
      m.set(m.o.page.refcount, folio, count + 1);
      return 1;
    },
  }),
  primitive('void folio_ref_add(struct folio *, int)', {
    says: 'Takes several references.',
    source: 'include/linux/page_ref.h',
    aliases: ['page_ref_add'],
    run: (m, folio = 0, count = 0) =>
      void m.set(m.o.page.refcount, head(m, folio), m.get(m.o.page.refcount, head(m, folio)) + count),
  }),
  primitive('void put_page(struct page *)', {
    says: 'Drops a reference; the last one frees the folio. Breaks REF where it is still mapped or pinned then.',
    source: REFS,
    aliases: ['folio_put'],
    run: (m, page = 0) => void drop(m, page),
  }),
  primitive('void folio_put_refs(struct folio *, int)', {
    says: 'Drops several references at once; the last one frees the folio.',
    source: REFS,
    run: (m, folio = 0, count = 0) => {
      for (let dropped = 0; dropped < count; dropped++) drop(m, folio);
      return undefined;
    },
  }),
  primitive('void page_ref_sub(struct page *, int)', {
    says: 'Drops several references, of which none is the last; breaks REF where there are not so many.',
    source: 'include/linux/page_ref.h',
    aliases: ['folio_ref_sub'],
    run: (m, page = 0, count = 0) => {
      const folio = head(m, page);
      const left = m.get(m.o.page.refcount, folio) - count;
      if (left < 1) m.break('REF');
      else m.set(m.o.page.refcount, folio, left);
      return undefined;
    },
  }),
  primitive('int page_count(struct page *)', {
    reads: true,
    says: 'Reads the number of references of the folio.',
    source: REFS,
    aliases: ['folio_ref_count'],
    run: (m, page = 0) => m.get(m.o.page.refcount, head(m, page)),
  }),
  primitive('int page_mapcount(struct page *)', {
    reads: true,
    says: 'Reads how often this page is mapped: by ptes, and by huge entries of its folio.',
    source: RMAP,
    run: (m, page = 0) => m.get(m.o.page.mapcount, page) + m.get(m.o.page.entire, head(m, page)),
  }),
  primitive('int compound_mapcount(struct page *)', {
    reads: true,
    says: 'Reads how many huge entries map the folio.',
    source: RMAP,
    aliases: ['folio_entire_mapcount'],
    run: (m, page = 0) => m.get(m.o.page.entire, head(m, page)),
  }),
  primitive('int total_mapcount(struct page *)', {
    reads: true,
    says: 'Reads how often any page of the folio is mapped.',
    source: RMAP,
    aliases: ['folio_mapcount'],
    run: (m, page = 0) => totalMapcount(m, page),
  }),
  primitive('bool folio_mapped(struct folio *)', {
    reads: true,
    says: 'Says whether any page of the folio is mapped.',
    source: RMAP,
    aliases: ['page_mapped'],
    run: (m, page = 0) => (totalMapcount(m, page) > 0 ? 1 : 0),
  }),
  primitive('bool folio_maybe_mapped_shared(struct folio *)', {
    reads: true,
    says: 'Asks whether more than one mm maps any page of the folio.',
    source: 'include/linux/mm.h, 6.15: folio_maybe_mapped_shared; with two mms what it says is exact',
    run: (m, folio = 0) => (mmsThatMap(m, folio) > 1 ? 1 : 0),
  }),
  primitive('void page_add_new_anon_rmap(struct page *, struct vm_area_struct *, unsigned long)', {
    says: 'Makes a new anonymous page known to rmap: mapping is the anon_vma of the VMA, mapped once, exclusive from 5.19. A huge page is mapped as a whole.',
    needs: 'the ptl of its entry',
    source: RMAP,
    aliases: ['folio_add_new_anon_rmap'],
    run: (m, page = 0, vma = 0, address = 0) => {
      const large = page < m.kernel.of.pages && head(m, page + 1) === page;
      m.set(m.o.page.mapping, page, m.get(m.o.vma.anon_vma, vma));
      m.set(m.o.page.flags, page, m.get(m.o.page.flags, page) | FLAG.anon | FLAG.swapBacked);
      m.set(m.o.page.index, page, address);
      m.set(large ? m.o.page.entire : m.o.page.mapcount, page, 1);
      m.set(m.o.page.exclusive, page, 1);
      return undefined;
    },
  }),
  primitive('void __folio_set_anon(struct folio *, struct vm_area_struct *, unsigned long, bool)', {
    says: 'Makes a page anonymous that no entry maps yet: mapping is the anon_vma of the VMA, or, of a page that others may map too, the oldest one that they have in common.',
    needs: 'the folio lock',
    source: 'mm/rmap.c: __folio_set_anon: "we must use the _oldest_ possible anon_vma for the page mapping"',
    run: (m, page = 0, vma = 0, address = 0, exclusive = 0) => {
      m.set(m.o.page.mapping, page, exclusive === 0 ? rootOf(m, vma) : m.get(m.o.vma.anon_vma, vma));
      m.set(m.o.page.flags, page, m.get(m.o.page.flags, page) | FLAG.anon);
      m.set(m.o.page.index, page, address);
      return undefined;
    },
  }),
  primitive('void page_add_file_rmap(struct page *, struct vm_area_struct *, bool)', {
    says: 'Counts a new mapping of a file page, or of the whole folio where the last argument is true.',
    needs: 'the ptl of its entry',
    source: RMAP,
    run: (m, page = 0, _vma = 0, whole = 0) => {
      const count = whole === 0 ? m.o.page.mapcount : m.o.page.entire;
      m.set(count, page, m.get(count, page) + 1);
      return undefined;
    },
  }),
  primitive('void folio_add_file_rmap_pte(struct folio *, struct page *, struct vm_area_struct *)', {
    says: 'Counts a new mapping of a page of a file folio.',
    needs: 'the ptl of its entry',
    source: RMAP,
    aliases: ['folio_add_anon_rmap_pte'],
    run: (m, _folio = 0, page = 0) => void m.set(m.o.page.mapcount, page, m.get(m.o.page.mapcount, page) + 1),
  }),
  primitive('void page_dup_rmap(struct page *, bool)', {
    says: 'Counts one more mapping of the page, or of the whole folio where the last argument is true.',
    needs: 'the ptl of the entry that it is copied from',
    source: 'mm/rmap.c; include/linux/rmap.h: __page_dup_rmap',
    run: (m, page = 0, whole = 0) => {
      const count = whole === 0 ? m.o.page.mapcount : m.o.page.entire;
      m.set(count, page, m.get(count, page) + 1);
      return undefined;
    },
  }),
  primitive('void page_remove_rmap(struct page *, struct vm_area_struct *, bool)', {
    says: 'Takes one mapping of the page off, or one of the whole folio where the last argument is true; breaks RMAP where it has none. Until 5.17 there is no VMA among the arguments.',
    needs: 'the ptl of its entry',
    source: RMAP,
    run: (m, page = 0, second = 0, third) =>
      void unmap(m, page, (third ?? second) === 0 ? m.o.page.mapcount : m.o.page.entire),
  }),
  primitive('void folio_remove_rmap_pmd(struct folio *, struct page *, struct vm_area_struct *)', {
    says: 'Takes one mapping of the whole folio off; breaks RMAP where it has none.',
    needs: 'the pmd lock of its entry',
    source: RMAP,
    run: (m, folio = 0) => void unmap(m, folio, m.o.page.entire),
  }),
  primitive('void folio_remove_rmap_pte(struct folio *, struct page *, struct vm_area_struct *)', {
    says: 'Takes one mapping of a page of the folio off; breaks RMAP where it has none.',
    needs: 'the ptl of its entry',
    source: RMAP,
    run: (m, _folio = 0, page = 0) => void unmap(m, page, m.o.page.mapcount),
  }),
  primitive('void page_move_anon_rmap(struct page *, struct vm_area_struct *)', {
    says: 'Points page->mapping to the anon_vma of the VMA. The field is the head’s: on a tail it breaks HEAD. Breaks ASSERT where nobody has locked the folio.',
    needs: 'the folio lock and the ptl of its entry',
    source: 'mm/rmap.c: page_move_anon_rmap; verdicts of 2016: page[1].mapping is compound_mapcount there',
    aliases: ['folio_move_anon_rmap'],
    run: (m, page = 0, vma = 0) => {
      mustBeHead(m, page);
      if (m.get(m.o.page.locker, head(m, page)) === 0) m.break('ASSERT');
      m.set(m.o.page.mapping, page, m.get(m.o.vma.anon_vma, vma));
      return undefined;
    },
  }),
  primitive('bool PageAnonExclusive(struct page *)', {
    reads: true,
    says: 'Reads whether the anonymous page has one owner; per page, not per folio.',
    source: 'include/linux/page-flags.h, 5.19',
    run: (m, page = 0) => m.get(m.o.page.exclusive, page),
  }),
  primitive('void ClearPageAnonExclusive(struct page *)', {
    says: 'Marks the anonymous page as possibly shared.',
    needs: 'the ptl of its entry',
    source: 'include/linux/page-flags.h, 5.19',
    run: (m, page = 0) => void m.set(m.o.page.exclusive, page, 0),
  }),
  primitive('void SetPageAnonExclusive(struct page *)', {
    says: 'Marks the anonymous page as having one owner.',
    needs: 'the ptl of its entry',
    source: 'include/linux/page-flags.h, 5.19',
    run: (m, page = 0) => void m.set(m.o.page.exclusive, page, 1),
  }),
  primitive('void folio_mark_dirty(struct folio *)', {
    says: 'Marks the folio dirty: its content must be written back before it can be dropped.',
    source: 'mm/page-writeback.c',
    aliases: ['set_page_dirty'],
    run: (m, page = 0) => {
      const folio = head(m, page);
      m.set(m.o.page.flags, folio, m.get(m.o.page.flags, folio) | FLAG.dirty);
      return undefined;
    },
  }),
  primitive('bool try_grab_folio(struct page *)', {
    says: 'Takes a FOLL_PIN reference unless there is no reference left, and says whether it did.',
    source: 'mm/gup.c; Documentation/core-api/pin_user_pages.rst',
    aliases: ['try_grab_page'],
    run: (m, page = 0) => {
      const folio = head(m, page);
      const count = m.get(m.o.page.refcount, folio);
      if (count === 0) return 0;
      m.set(m.o.page.refcount, folio, count + 1);
      m.set(m.o.page.pins, folio, m.get(m.o.page.pins, folio) + 1);
      return 1;
    },
  }),
  primitive('void unpin_user_page(struct page *)', {
    says: 'Drops a FOLL_PIN reference; breaks REF where there is none. From 5.19 the page that was pinned must be exclusive where it is anonymous: else ASSERT, and of a large folio HEAD, since then another page of it was pinned.',
    source: 'mm/gup.c: unpin_user_page, sanity_check_pinned_pages, gup_put_folio',
    run: (m, page = 0) => {
      if (m.kernel.traits.anonExclusive) mustBeExclusive(m, page);
      const folio = head(m, page);
      const pins = m.get(m.o.page.pins, folio);
      if (pins === 0) m.break('REF');
      else m.set(m.o.page.pins, folio, pins - 1);
      drop(m, page);
      return undefined;
    },
  }),
  primitive('void unpin_user_folio(struct folio *, unsigned long)', {
    says: 'Drops FOLL_PIN references of a folio, whichever of its pages were pinned; breaks REF where there are not so many.',
    source: 'mm/gup.c: unpin_user_folio, 6.12',
    run: (m, folio = 0, count = 0) => {
      const pins = m.get(m.o.page.pins, folio);
      if (pins < count) m.break('REF');
      m.set(m.o.page.pins, folio, Math.max(0, pins - count));
      for (let left = count; left > 0; left--) drop(m, folio);
      return undefined;
    },
  }),
  primitive('void device_uses(struct mm_struct *, unsigned long, struct page *)', {
    says: 'A device goes on to use a page that was pinned at an address (the ghost that PIN looks at).',
    source: 'Documentation/core-api/pin_user_pages.rst: CASE 2, RDMA',
    run: (m, mm = 0, address = 0, page = 0) => {
      for (let pin = 1; pin <= m.kernel.of.pins; pin++) {
        if (m.get(m.o.pin.page, pin) !== 0) continue;
        m.set(m.o.pin.page, pin, page);
        m.set(m.o.pin.mm, pin, mm);
        m.set(m.o.pin.address, pin, address);
        break;
      }
      return undefined;
    },
  }),
  primitive('bool folio_maybe_dma_pinned(struct folio *)', {
    reads: true,
    says: 'Says whether the folio may have FOLL_PIN references.',
    source: 'include/linux/mm.h, 5.6',
    aliases: ['page_maybe_dma_pinned'],
    run: (m, page = 0) => (m.get(m.o.page.pins, head(m, page)) > 0 ? 1 : 0),
  }),
];

function unmap(m: Memory, page: number, mappings: Field): void {
  const count = m.get(mappings, page);
  if (count === 0) m.break('RMAP');
  else m.set(mappings, page, count - 1);
}
