import type { ReferenceFunction } from '../vocabulary.ts';

/** Reclaim and writeback of one page. */
export const RECLAIM_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'reclaim_anon_page',
    source:
      'mm/vmscan.c: shrink_folio_list; mm/rmap.c: try_to_unmap_one with TTU_BATCH_FLUSH, 6.1: a page of the swap cache at one address',
    text: `void reclaim_anon_page(struct page *page, struct vm_area_struct *vma, unsigned long address)
{
	struct mm_struct *mm = vma->vm_mm;
	swp_entry_t entry = page_swap_entry(page);
	pmd_t *pmd = mm_find_pmd(mm, address);
	pte_t *pte;
	pte_t pteval;
	spinlock_t *ptl;

	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (!pte)
		return;
	pteval = *pte;
	if (pte_present(pteval) && pte_page(pteval) == page) {
		pteval = ptep_get_and_clear(mm, address, pte);
		set_tlb_ubc_flush_pending(mm, pteval, address);
		swap_duplicate(entry);
		set_pte_at(mm, address, pte, swp_entry_to_pte(entry));
		page_remove_rmap(page, vma, false);
		pte_unmap_unlock(pte, ptl);
		try_to_unmap_flush();
		put_page(page);
		return;
	}
	pte_unmap_unlock(pte, ptl);
}`,
  },
  {
    name: 'page_mkclean_one',
    source: 'mm/rmap.c: takes the page-table lock even where the entry is none (PVMW_SYNC)',
    text: `int page_mkclean_one(struct page *page, struct vm_area_struct *vma, unsigned long address)
{
	struct mm_struct *mm = vma->vm_mm;
	pmd_t *pmd = mm_find_pmd(mm, address);
	int cleaned = 0;
	pte_t *pte;
	pte_t entry;
	spinlock_t *ptl;

	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (!pte)
		return 0;
	entry = *pte;
	if (pte_present(entry) && (pte_dirty(entry) || pte_write(entry))) {
		entry = ptep_clear_flush(vma, address, pte);
		entry = pte_wrprotect(entry);
		entry = pte_mkclean(entry);
		set_pte_at(mm, address, pte, entry);
		cleaned = 1;
	}
	pte_unmap_unlock(pte, ptl);
	return cleaned;
}`,
  },
  {
    name: 'write_back_page',
    source: 'mm/page-writeback.c: write_cache_pages, folio_clear_dirty_for_io, for a page at one address',
    text: `void write_back_page(struct page *page, struct vm_area_struct *vma, unsigned long address)
{
	lock_page(page);
	if (page_mkclean_one(page, vma, address))
		set_page_dirty(page);
	if (TestClearPageDirty(page))
		written_back(page);
	unlock_page(page);
}`,
  },
];
