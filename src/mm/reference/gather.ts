import type { ReferenceFunction } from '../vocabulary.ts';

const GENERIC = 'include/asm-generic/tlb.h, 6.1';
const GATHER = 'mm/mmu_gather.c, 6.1';

const X86 = 'arch/x86/mm/tlb.c, 6.1';

/** mmu_gather: entries are taken out first, the TLBs are flushed next, pages and tables are freed last. */
export const GATHER_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: '__tlb_gather_mmu',
    source: GATHER,
    text: `void __tlb_gather_mmu(struct mmu_gather *tlb, struct mm_struct *mm, bool fullmm)
{
	tlb->mm = mm;
	tlb->fullmm = fullmm;
	tlb->active = NULL;
	tlb->batch = NULL;
	__tlb_reset_range(tlb);
	inc_tlb_flush_pending(tlb->mm);
}`,
  },
  {
    name: 'tlb_gather_mmu',
    source: GATHER,
    text: `void tlb_gather_mmu(struct mmu_gather *tlb, struct mm_struct *mm)
{
	__tlb_gather_mmu(tlb, mm, false);
}`,
  },
  {
    name: 'tlb_gather_mmu_fullmm',
    source: GATHER,
    text: `void tlb_gather_mmu_fullmm(struct mmu_gather *tlb, struct mm_struct *mm)
{
	__tlb_gather_mmu(tlb, mm, true);
}`,
  },
  {
    name: '__tlb_reset_range',
    source: GENERIC,
    text: `void __tlb_reset_range(struct mmu_gather *tlb)
{
	if (tlb->fullmm) {
		tlb->start = tlb->end = ~0;
	} else {
		tlb->start = TASK_SIZE;
		tlb->end = 0;
	}
	tlb->freed_tables = 0;
	tlb->cleared_ptes = 0;
}`,
  },
  {
    name: '__tlb_adjust_range',
    source: GENERIC,
    text: `void __tlb_adjust_range(struct mmu_gather *tlb, unsigned long address, unsigned int range_size)
{
	if (address < tlb->start)
		tlb->start = address;
	if (address + range_size > tlb->end)
		tlb->end = address + range_size;
}`,
  },
  {
    name: 'tlb_flush_pte_range',
    source: GENERIC,
    text: `void tlb_flush_pte_range(struct mmu_gather *tlb, unsigned long address, unsigned long size)
{
	__tlb_adjust_range(tlb, address, size);
	tlb->cleared_ptes = 1;
}`,
  },
  {
    name: 'tlb_remove_tlb_entry',
    source: GENERIC,
    text: `void tlb_remove_tlb_entry(struct mmu_gather *tlb, pte_t *ptep, unsigned long address)
{
	tlb_flush_pte_range(tlb, address, PAGE_SIZE);
}`,
  },
  {
    name: 'tlb_remove_pmd_tlb_entry',
    source: GENERIC,
    text: `void tlb_remove_pmd_tlb_entry(struct mmu_gather *tlb, pmd_t *pmdp, unsigned long address)
{
	tlb_flush_pte_range(tlb, address, HPAGE_PMD_SIZE);
}`,
  },
  {
    name: '__tlb_remove_page',
    source: `${GATHER}: says whether the batch is full, which it never is here`,
    text: `bool __tlb_remove_page(struct mmu_gather *tlb, struct page *page)
{
	tlb->active = batch_with_page(tlb->active, page);
	return false;
}`,
  },
  {
    name: 'tlb_remove_page',
    source: GENERIC,
    text: `void tlb_remove_page(struct mmu_gather *tlb, struct page *page)
{
	tlb->active = batch_with_page(tlb->active, page);
}`,
  },
  {
    name: 'tlb_remove_table',
    source: GATHER,
    text: `void tlb_remove_table(struct mmu_gather *tlb, pgtable_t table)
{
	tlb->batch = batch_with_table(tlb->batch, table);
}`,
  },
  {
    name: 'pte_free_tlb',
    source: `${GENERIC}; arch/x86/mm/pgtable.c: ___pte_free_tlb`,
    text: `void pte_free_tlb(struct mmu_gather *tlb, pgtable_t token, unsigned long address)
{
	__tlb_adjust_range(tlb, address, PAGE_SIZE);
	tlb->freed_tables = 1;
	tlb_remove_table(tlb, token);
}`,
  },
  {
    name: 'pmd_free_tlb',
    source: `${GENERIC}; arch/x86/mm/pgtable.c: ___pmd_free_tlb`,
    text: `void pmd_free_tlb(struct mmu_gather *tlb, pmd_t *pmdp, unsigned long address)
{
	__tlb_adjust_range(tlb, address, PAGE_SIZE);
	tlb->freed_tables = 1;
	tlb_remove_table(tlb, pmd_pgtable_page(pmdp));
}`,
  },
  {
    name: 'flush_tlb_multi',
    source: `${X86}: an IPI to the CPUs of the mask, each of which drops the range`,
    text: `void flush_tlb_multi(const struct cpumask *cpumask, const struct flush_tlb_info *info)
{
	flush_tlb_func(info->mm, info->start, info->end, info->freed_tables);
}`,
  },
  {
    name: 'tlb_end_vma',
    until: '5.18',
    source: 'include/asm-generic/tlb.h: what was gathered of a VMA is flushed before the next one',
    text: `void tlb_end_vma(struct mmu_gather *tlb, struct vm_area_struct *vma)
{
	if (!tlb->fullmm)
		tlb_flush_mmu_tlbonly(tlb);
}`,
  },
  {
    name: 'tlb_end_vma',
    since: '5.19',
    source: 'include/asm-generic/tlb.h: x86 gathers over several VMAs (CONFIG_MMU_GATHER_MERGE_VMAS)',
    text: `void tlb_end_vma(struct mmu_gather *tlb, struct vm_area_struct *vma)
{
}`,
  },
  {
    name: 'tlb_flush',
    source: 'arch/x86/include/asm/tlb.h',
    text: `void tlb_flush(struct mmu_gather *tlb)
{
	unsigned long start = 0UL;
	unsigned long end = TLB_FLUSH_ALL;

	if (!tlb->fullmm) {
		start = tlb->start;
		end = tlb->end;
	}
	flush_tlb_mm_range(tlb->mm, start, end, PAGE_SHIFT, tlb->freed_tables);
}`,
  },
  {
    name: 'tlb_flush_mmu_tlbonly',
    source: `${GENERIC}: nothing to flush where no entry and no table was taken out`,
    text: `void tlb_flush_mmu_tlbonly(struct mmu_gather *tlb)
{
	if (!(tlb->freed_tables || tlb->cleared_ptes))
		return;
	tlb_flush(tlb);
	__tlb_reset_range(tlb);
}`,
  },
  {
    name: 'tlb_flush_mmu_free',
    source: GATHER,
    text: `void tlb_flush_mmu_free(struct mmu_gather *tlb)
{
	if (tlb->batch) {
		tlb_remove_table_free(tlb->batch);
		tlb->batch = NULL;
	}
	if (tlb->active) {
		free_pages_and_swap_cache(tlb->active);
		tlb->active = NULL;
	}
}`,
  },
  {
    name: 'tlb_flush_mmu',
    source: GATHER,
    text: `void tlb_flush_mmu(struct mmu_gather *tlb)
{
	tlb_flush_mmu_tlbonly(tlb);
	tlb_flush_mmu_free(tlb);
}`,
  },
  {
    name: 'tlb_finish_mmu',
    source: `${GATHER}: where others gather too, what they took out is flushed as well`,
    text: `void tlb_finish_mmu(struct mmu_gather *tlb)
{
	if (mm_tlb_flush_nested(tlb->mm)) {
		tlb->fullmm = 1;
		__tlb_reset_range(tlb);
		tlb->freed_tables = 1;
	}
	tlb_flush_mmu(tlb);
	dec_tlb_flush_pending(tlb->mm);
}`,
  },
];
