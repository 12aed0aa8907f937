import type { ReferenceFunction } from '../vocabulary.ts';

/** Swapping a page out as a whole. */
export const SWAP_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'swap_out_page',
    source:
      'mm/vmscan.c: shrink_folio_list: isolate, add_to_swap, try_to_unmap, pageout, __remove_mapping; one page at one address',
    text: `void swap_out_page(struct vm_area_struct *vma, unsigned long address)
{
	struct mm_struct *mm = vma->vm_mm;
	pmd_t *pmd = mm_find_pmd(mm, address);
	struct page *page;
	swp_entry_t entry;
	spinlock_t *ptl;
	pte_t *pte;
	pte_t pteval, swp_pte;

	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	pteval = *pte;
	if (!pte_present(pteval)) {
		pte_unmap_unlock(pte, ptl);
		return;
	}
	page = pte_page(pteval);
	get_page(page);
	pte_unmap_unlock(pte, ptl);
	lock_page(page);
	if (!add_to_swap(page_folio(page)))
		goto out;
	entry = page_swap_entry(page);
	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	ptep_clear_flush(vma, address, pte);
	swap_duplicate(entry);
	swp_pte = swp_entry_to_pte(entry);
	if (PageAnonExclusive(page))
		swp_pte = pte_swp_mkexclusive(swp_pte);
	set_pte_at(mm, address, pte, swp_pte);
	page_remove_rmap(page, vma, false);
	pte_unmap_unlock(pte, ptl);
	put_page(page);
	swap_writepage(page, NULL);
	delete_from_swap_cache(page_folio(page));
out:
	unlock_page(page);
	put_page(page);
}`,
  },
  {
    name: 'swap_in_cached',
    source: 'mm/memory.c: do_swap_page of a page that the swap cache has; another one is left out',
    text: `void swap_in_cached(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address)
{
	pmd_t *pmd = mm_find_pmd(mm, address);
	struct page *page;
	spinlock_t *ptl;
	pte_t *ptep;
	pte_t pte;

	ptep = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (!ptep)
		return;
	pte = *ptep;
	if (is_swap_pte(pte)) {
		page = swap_cache_page(pte_to_swp_entry(pte));
		if (page) {
			get_page(page);
			folio_add_anon_rmap_pte(page_folio(page), page, vma);
			set_pte_at(mm, address, ptep, mk_pte(page, vma->vm_page_prot));
		}
	}
	pte_unmap_unlock(ptep, ptl);
}`,
  },
];
