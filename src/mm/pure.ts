import { VM } from './constants.ts';
import { BIT, ENTRY, entry, has, isPresent, kindOf, targetOf } from './entry.ts';
import { ENTRY_ACCESSORS } from './entry-accessors.ts';
import type { Memory } from './kernel.ts';
import { MIGRATION_ENTRIES } from './migration-entries.ts';
import { FLAG } from './objects.ts';
import { PAGE_CACHE_VALUES } from './primitives/page-cache-lookups.ts';
import { FOLIO_VALUES } from './pure-folios.ts';
import { flag, type Pure, pure } from './pure-function.ts';
import { UPPER_LEVELS } from './upper-levels.ts';

const headOf = (m: Memory, page: number) => (page === 0 ? 0 : m.get(m.o.page.head, page));
const isTail = (m: Memory, page: number) => page !== 0 && headOf(m, page) !== page;
const isHead = (m: Memory, page: number) =>
  page < m.kernel.of.pages && !isTail(m, page) && headOf(m, page + 1) === page;

const isZeroPage = (m: Memory, page: number) => page !== 0 && (m.get(m.o.page.flags, page) & FLAG.zero) !== 0;

/** The zero page of a world that has one. */
function zeroPage(m: Memory): number {
  for (let page = 1; page <= m.kernel.of.pages; page++) if (isZeroPage(m, page)) return page;
  return 0;
}

/** The first page of the huge zero page of a world that has one. */
function hugeZeroPage(m: Memory): number {
  for (let page = 1; page < m.kernel.of.pages; page++) if (isZeroPage(m, page) && isHead(m, page)) return page;
  return 0;
}

/** PTE_MARKER_POISONED, which a marker has in the place of its target; one without it stands for uffd-wp. */
const POISONED = 2;

/** The one swap device whose slots the model has. Its swap_map begins here, so that a slot stands one further than its number. */
export const SWAP_DEVICE_OF_SLOTS = 1;

/** Functions without effect and without a step. */
export const PURE: readonly Pure[] = [
  ...ENTRY_ACCESSORS,
  ...MIGRATION_ENTRIES,
  ...FOLIO_VALUES,
  ...UPPER_LEVELS,
  ...PAGE_CACHE_VALUES,
  pure('bool pud_none(pud_t)', (_m, value = 0) => flag(kindOf(value) === ENTRY.none)),
  pure('bool pud_present(pud_t)', (_m, value = 0) => flag(kindOf(value) !== ENTRY.none)),
  pure('bool pte_unused(pte_t)', (_m, value = 0) => flag(has(value, BIT.unused))),
  pure('bool pte_same(pte_t, pte_t)', (_m, a = 0, b = 0) => flag(a === b)),
  pure('bool pmd_same(pmd_t, pmd_t)', (_m, a = 0, b = 0) => flag(a === b)),
  pure('bool pmd_trans_huge(pmd_t)', (_m, value = 0) => flag(kindOf(value) === ENTRY.leaf)),
  pure('bool pmd_leaf(pmd_t)', (_m, value = 0) => flag(kindOf(value) === ENTRY.leaf)),
  pure('bool pmd_devmap(pmd_t)', () => 0),
  pure('bool pmd_bad(pmd_t)', (_m, value = 0) => flag(kindOf(value) !== ENTRY.table)),
  pure('bool pte_none_mostly(pte_t)', (_m, value = 0) =>
    flag(kindOf(value) === ENTRY.none || kindOf(value) === ENTRY.marker),
  ),
  pure('bool is_pte_marker(pte_t)', (_m, value = 0) => flag(kindOf(value) === ENTRY.marker)),
  /** Not so of a poisoned entry that PAGEMAP_SCAN has protected: what it has is the bit of swap entries. */
  pure('bool pte_marker_uffd_wp(pte_t)', (_m, value = 0) =>
    flag(kindOf(value) === ENTRY.marker && has(value, BIT.uffdWp) && (targetOf(value) & POISONED) === 0),
  ),
  pure('bool pte_swp_uffd_wp_any(pte_t)', (_m, value = 0) => flag(!isPresent(value) && has(value, BIT.uffdWp))),
  /** The special swap entry of 2021's series, before markers: the same thing under its first names. */
  pure('pte_t pte_swp_mkuffd_wp_special(struct vm_area_struct *)', () => entry(ENTRY.marker, 0, BIT.uffdWp)),
  pure('bool pte_swp_uffd_wp_special(pte_t)', (_m, value = 0) =>
    flag(kindOf(value) === ENTRY.marker && has(value, BIT.uffdWp)),
  ),
  pure('bool is_swap_special_pte(pte_t)', (_m, value = 0) => flag(kindOf(value) === ENTRY.marker)),
  pure('pte_t make_pte_marker(unsigned long)', (_m, marker = 0) =>
    entry(ENTRY.marker, marker & POISONED, (marker & POISONED) === 0 ? BIT.uffdWp : 0),
  ),
  pure('bool pte_marker_poisoned(pte_t)', (_m, value = 0) =>
    flag(kindOf(value) === ENTRY.marker && (targetOf(value) & POISONED) !== 0),
  ),
  pure(
    'struct mmu_gather_batch *batch_with_page(struct mmu_gather_batch *, struct page *)',
    (_m, batch = 0, page = 0) => batch | (1 << page),
  ),
  pure(
    'struct mmu_table_batch *batch_with_table(struct mmu_table_batch *, pgtable_t)',
    (_m, batch = 0, table = 0) => batch | (1 << table),
  ),
  pure('pgtable_t pmd_pgtable_page(pmd_t *)', (m, pmdp = 0) => (pmdp === 0 ? 0 : m.tableOf(pmdp))),
  pure('spinlock_t *pgtable_lockptr(pgtable_t)', (_m, table = 0) => table),
  pure('pmd_t mk_pmd(struct page *, pgprot_t)', (_m, page = 0, protection = 0) => entry(ENTRY.leaf, page, protection)),
  pure('pmd_t mk_huge_pmd(struct page *, pgprot_t)', (_m, page = 0, protection = 0) =>
    entry(ENTRY.leaf, page, protection),
  ),
  pure('pgtable_t pmd_pgtable(pmd_t)', (_m, value = 0) => targetOf(value)),
  pure('struct folio *pmd_folio(pmd_t)', (_m, value = 0) => targetOf(value)),
  pure('pte_t mk_pte(struct page *, pgprot_t)', (_m, page = 0, protection = 0) => entry(ENTRY.leaf, page, protection)),
  pure('spinlock_t *ptep_lockptr(struct mm_struct *, pte_t *)', (m, _mm = 0, ptep = 0) =>
    ptep === 0 ? 0 : m.tableOf(ptep),
  ),
  pure('unsigned long huge_page_size(struct hstate *)', () => 1),
  pure('unsigned long page_to_pfn(struct page *)', (_m, page = 0) => page),
  pure('struct page *pfn_to_page(unsigned long)', (_m, pfn = 0) => pfn),
  pure('pgoff_t swp_offset(swp_entry_t)', (_m, value = 0) => targetOf(value)),
  // Of the one swap device that slots belong to: include/linux/swap.h, include/linux/swapops.h.
  pure('struct swap_info_struct *get_swap_device(swp_entry_t)', () => SWAP_DEVICE_OF_SLOTS),
  pure('struct swap_info_struct *swp_swap_info(swp_entry_t)', () => SWAP_DEVICE_OF_SLOTS),
  pure('struct swap_info_struct *page_swap_info(struct page *)', () => SWAP_DEVICE_OF_SLOTS),
  pure('bool is_cow_mapping(unsigned long)', (_m, flags = 0) =>
    flag((flags & (VM.VM_SHARED | VM.VM_MAYWRITE)) === VM.VM_MAYWRITE),
  ),
  pure('bool is_zone_device_page(struct page *)', (m, page = 0) =>
    flag((m.get(m.o.page.flags, headOf(m, page)) & FLAG.device) !== 0),
  ),
  pure('bool is_zero_pfn(unsigned long)', (m, pfn = 0) => flag(isZeroPage(m, pfn))),
  pure('unsigned long my_zero_pfn(unsigned long)', (m) => zeroPage(m)),
  pure('struct page *huge_zero_page(void)', (m) => hugeZeroPage(m)),
  pure('pte_t pfn_pte(unsigned long, pgprot_t)', (_m, pfn = 0, protection = 0) => entry(ENTRY.leaf, pfn, protection)),
  pure('pte_t pte_mkspecial(pte_t)', (_m, value = 0) => value),
  // include/linux/pgtable.h: on machines whose hardware sets the accessed bit itself nothing is to be done.
  pure('pte_t pte_sw_mkyoung(pte_t)', (_m, value = 0) => value),
  pure('pte_t pte_advance_pfn(pte_t, unsigned long)', (_m, value = 0, pages = 0) =>
    entry(kindOf(value), targetOf(value) + pages, value & ~0xff),
  ),
  pure(
    'pte_t pte_modify(pte_t, pgprot_t)',
    (_m, value = 0, protection = 0) => (value & ~(BIT.write | BIT.invalid)) | (protection & (BIT.write | BIT.invalid)),
  ),
  pure(
    'pte_t huge_pte_modify(pte_t, pgprot_t)',
    (_m, value = 0, protection = 0) => (value & ~(BIT.write | BIT.invalid)) | (protection & (BIT.write | BIT.invalid)),
  ),
  pure('bool pmd_huge(pmd_t)', (_m, value = 0) => flag(kindOf(value) === ENTRY.leaf)),
  // mm/mmap.c: protection_map, without what a VMA is told of writes.
  pure('pgprot_t vm_get_page_prot(unsigned long)', (_m, flags = 0) => {
    const isSharedWritable = (flags & VM.VM_SHARED) !== 0 && (flags & VM.VM_WRITE) !== 0;
    const isAccessible = (flags & (VM.VM_READ | VM.VM_WRITE | VM.VM_EXEC)) !== 0;
    return (isSharedWritable ? BIT.write : 0) | (isAccessible ? 0 : BIT.invalid);
  }),
  pure('pte_t huge_pte_mkwrite(pte_t)', (_m, value = 0) => value | BIT.write),
  pure('bool huge_pte_none_mostly(pte_t)', (_m, value = 0) =>
    flag(kindOf(value) === ENTRY.none || kindOf(value) === ENTRY.marker),
  ),
  pure('pte_t pte_move_swp_offset(pte_t, long)', (_m, value = 0, slots = 0) =>
    entry(kindOf(value), targetOf(value) + slots, value & ~0xff),
  ),
  pure('pte_t pte_next_swp_offset(pte_t)', (_m, value = 0) => entry(kindOf(value), targetOf(value) + 1, value & ~0xff)),
  pure('pte_t huge_pte_mkdirty(pte_t)', (_m, value = 0) => value | BIT.dirty),
  pure(
    'pmd_t pmd_modify(pmd_t, pgprot_t)',
    (_m, value = 0, protection = 0) => (value & ~(BIT.write | BIT.invalid)) | (protection & (BIT.write | BIT.invalid)),
  ),
  pure('bool is_hugetlb_entry_migration(pte_t)', (_m, value = 0) => flag(kindOf(value) === ENTRY.migration)),
  pure('pmd_t maybe_pmd_mkwrite(pmd_t, struct vm_area_struct *)', (m, value = 0, vma = 0) =>
    (m.get(m.o.vma.flags, vma) & VM.VM_WRITE) !== 0 ? value | BIT.write : value,
  ),
  pure('pte_t __pte(unsigned long)', (_m, value = 0) => value),
  pure(
    'struct page *vm_normal_page(struct vm_area_struct *, unsigned long, pte_t)',
    (m, _vma = 0, _address = 0, value = 0) =>
      kindOf(value) === ENTRY.leaf && !isZeroPage(m, targetOf(value)) ? targetOf(value) : 0,
  ),
  pure('pte_t maybe_mkwrite(pte_t, struct vm_area_struct *)', (m, value = 0, vma = 0) =>
    (m.get(m.o.vma.flags, vma) & VM.VM_WRITE) !== 0 ? value | BIT.write : value,
  ),
  pure('struct page *compound_head(struct page *)', (m, page = 0) => headOf(m, page)),
  pure('struct folio *page_folio(struct page *)', (m, page = 0) => headOf(m, page)),
  pure('struct page *folio_page(struct folio *, unsigned long)', (_m, folio = 0, index = 0) => folio + index),
  pure('bool PageTail(struct page *)', (m, page = 0) => flag(isTail(m, page))),
  pure('bool PageHead(struct page *)', (m, page = 0) => flag(isHead(m, page))),
  pure('bool PageCompound(struct page *)', (m, page = 0) => flag(isTail(m, page) || isHead(m, page))),
  pure('bool PageTransCompound(struct page *)', (m, page = 0) => flag(isTail(m, page) || isHead(m, page))),
  pure('bool folio_test_large(struct folio *)', (m, folio = 0) => flag(isHead(m, folio))),
  pure('bool PageAnon(struct page *)', (m, page = 0) =>
    flag((m.get(m.o.page.flags, headOf(m, page)) & FLAG.anon) !== 0),
  ),
  pure('bool folio_test_anon(struct folio *)', (m, folio = 0) =>
    flag((m.get(m.o.page.flags, folio) & FLAG.anon) !== 0),
  ),
  pure('bool vma_is_anonymous(struct vm_area_struct *)', (m, vma = 0) => flag(m.get(m.o.vma.mapping, vma) === 0)),
  pure('bool vma_is_shmem(struct vm_area_struct *)', (m, vma = 0) => flag(m.get(m.o.vma.mapping, vma) !== 0)),
  pure(
    'pgoff_t linear_page_index(struct vm_area_struct *, unsigned long)',
    (m, vma = 0, address = 0) => address - m.get(m.o.vma.start, vma) + m.get(m.o.vma.pgoff, vma),
  ),
  pure('bool range_in_vma(struct vm_area_struct *, unsigned long, unsigned long)', (m, vma = 0, start = 0, end = 0) =>
    flag(m.get(m.o.vma.start, vma) <= start && m.get(m.o.vma.end, vma) >= end),
  ),
  pure('bool hugepage_vma_check(struct vm_area_struct *, unsigned long, bool, bool, bool)', (m, vma = 0) =>
    flag(m.get(m.o.vma.mapping, vma) !== 0),
  ),
  pure('unsigned long pmd_addr_end(unsigned long, unsigned long)', (m, address = 0, end = 0) =>
    Math.min(address - (address % m.kernel.of.entriesPerTable) + m.kernel.of.entriesPerTable, end),
  ),
  pure('bool vma_wants_writenotify(struct vm_area_struct *)', (m, vma = 0) =>
    flag(m.kernel.traits.uffdWpWantsNotify && (m.get(m.o.vma.flags, vma) & VM.VM_UFFD_WP) !== 0),
  ),
  pure('unsigned int compound_order(struct page *)', (m, page = 0) => flag(isHead(m, page))),
];
