import type { ReferenceFunction } from '../vocabulary.ts';

/** The loop over the entries of a table as it was before markers: nothing remembers write protection. */
const ZAP_PTE_RANGE = `unsigned long zap_pte_range(struct mmu_gather *tlb, struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr, unsigned long end, struct zap_details *details)
{
	struct mm_struct *mm = tlb->mm;
	int force_flush = 0;
	spinlock_t *ptl;
	pte_t *start_pte;
	pte_t *pte;
	swp_entry_t entry;

	start_pte = pte_offset_map_lock(mm, pmd, addr, &ptl);
	pte = start_pte;
	flush_tlb_batched_pending(mm);
	do {
		pte_t ptent = *pte;
		if (pte_none(ptent))
			continue;

		if (pte_present(ptent)) {
			struct page *page;

			page = vm_normal_page(vma, addr, ptent);
			ptent = ptep_get_and_clear_full(mm, addr, pte,
							tlb->fullmm);
			tlb_remove_tlb_entry(tlb, pte, addr);
			if (unlikely(!page))
				continue;

			if (!PageAnon(page) && pte_dirty(ptent)) {
				force_flush = 1;
				set_page_dirty(page);
			}
			page_remove_rmap(page, vma, false);
			__tlb_remove_page(tlb, page);
			continue;
		}

		entry = pte_to_swp_entry(ptent);
		if (is_device_private_entry(entry) || is_device_exclusive_entry(entry)) {
			struct page *page = pfn_swap_entry_to_page(entry);

			pte_clear_not_present_full(mm, addr, pte, tlb->fullmm);
			if (is_device_private_entry(entry))
				page_remove_rmap(page, vma, false);

			put_page(page);
			continue;
		}

		if (!non_swap_entry(entry))
			if (unlikely(!free_swap_and_cache(entry)))
				print_bad_pte(vma, addr, ptent, NULL);
		pte_clear_not_present_full(mm, addr, pte, tlb->fullmm);
	} while (pte++, addr += PAGE_SIZE, addr != end);

	add_mm_rss_vec(mm, rss);
	if (force_flush)
		tlb_flush_mmu_tlbonly(tlb);
	pte_unmap_unlock(start_pte, ptl);
	if (force_flush)
		tlb_flush_mmu(tlb);
	return addr;
}`;

/** Taking a range out of an mm, as MADV_DONTNEED and munmap do. */
export const ZAP_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'pud_none_or_clear_bad',
    source: 'include/linux/pgtable.h: a bad entry is one that points to no table, which no pud of the model is',
    text: `int pud_none_or_clear_bad(pud_t *pud)
{
	return pud_none(*pud);
}`,
  },
  {
    name: 'pud_alloc',
    source: 'include/linux/mm.h: the tables above the upper ones are there in every world',
    text: `pud_t *pud_alloc(struct mm_struct *mm, p4d_t *p4d, unsigned long address)
{
	return pud_offset(p4d, address);
}`,
  },
  {
    name: 'pmd_alloc',
    source: 'include/linux/mm.h: the upper table where it is there; there is no memory for another',
    text: `pmd_t *pmd_alloc(struct mm_struct *mm, pud_t *pud, unsigned long address)
{
	return pmd_offset(pud, address);
}`,
  },
  {
    name: 'pmd_none_or_clear_bad',
    source: 'include/linux/pgtable.h: the entry is read twice; only for callers under whose eyes no huge page appears',
    text: `int pmd_none_or_clear_bad(pmd_t *pmd)
{
	if (pmd_none(*pmd))
		return 1;
	if (unlikely(pmd_bad(*pmd))) {
		pmd_clear_bad(pmd);
		return 1;
	}
	return 0;
}`,
  },
  {
    name: 'pmd_none_or_trans_huge_or_clear_bad',
    source: 'include/linux/pgtable.h, 6.1: one read of the entry decides',
    text: `int pmd_none_or_trans_huge_or_clear_bad(pmd_t *pmd)
{
	pmd_t pmdval = pmdp_get_lockless(pmd);

	if (pmd_none(pmdval) || pmd_trans_huge(pmdval))
		return 1;
	if (unlikely(pmd_bad(pmdval))) {
		pmd_clear_bad(pmd);
		return 1;
	}
	return 0;
}`,
  },
  {
    name: 'zap_pte_range',
    until: '5.18',
    source: 'mm/memory.c, 5.14: of all pages, those of files and those that the program has copied',
    text: ZAP_PTE_RANGE,
  },
  {
    name: 'zap_pte_range',
    since: '5.19',
    source: 'mm/memory.c, 6.1: the same, and on file mappings write protection stays as a marker (999dad824c39)',
    text: `void zap_pte_range(struct mmu_gather *tlb, struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr, unsigned long end, struct zap_details *details)
{
	zap_entries(tlb, vma, pmd, addr, end, true, false);
}`,
  },
  {
    name: 'zap_page_range_single',
    source: 'mm/memory.c, 6.1, for a range in one table',
    text: `void zap_page_range_single(struct vm_area_struct *vma, unsigned long address, unsigned long size)
{
	struct mm_struct *mm = vma->vm_mm;
	struct mmu_gather tlb;
	pmd_t *pmd;

	tlb_gather_mmu(&tlb, mm);
	mn_invalidate_range_start(mm, address, address + size);
	pmd = pmd_offset_of(mm, address);
	if (!pmd_none_or_trans_huge_or_clear_bad(pmd))
		zap_pte_range(&tlb, vma, pmd, address, address + size, NULL);
	mn_invalidate_range_end(mm, address, address + size);
	tlb_finish_mmu(&tlb);
}`,
  },
  {
    name: 'zap_huge_pmd',
    source: 'mm/huge_memory.c, for an anonymous huge page: the exit of a program that maps it',
    text: `void zap_huge_pmd(struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr)
{
	spinlock_t *ptl = pmd_trans_huge_lock(pmd, vma);
	struct page *page;
	pmd_t orig_pmd;

	if (!ptl)
		return;
	orig_pmd = pmdp_huge_get_and_clear(vma->vm_mm, addr, pmd);
	page = pmd_page(orig_pmd);
	page_remove_rmap(page, vma, true);
	spin_unlock(ptl);
	flush_tlb_range(vma, addr, addr + HPAGE_PMD_SIZE);
	put_page(page);
}`,
  },
  {
    name: 'zap_pmd_range',
    source: 'mm/memory.c, 6.1, for one upper entry that is huge or none: the first look takes no lock',
    text: `void zap_pmd_range(struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr)
{
	if (pmd_none(*pmd))
		return;
	zap_huge_pmd(vma, pmd, addr);
}`,
  },
  {
    name: 'unmap_mapping_vma',
    source: 'mm/memory.c: unmap_mapping_pages, unmap_mapping_range_tree, 5.13, for one page at one address',
    text: `void unmap_mapping_vma(struct address_space *mapping, struct vm_area_struct *vma, unsigned long address)
{
	i_mmap_lock_write(mapping);
	zap_page_range_single(vma, address, PAGE_SIZE);
	i_mmap_unlock_write(mapping);
}`,
  },
];
