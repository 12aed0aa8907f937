import type { ReferenceFunction } from '../vocabulary.ts';

/** Unmapping through the reverse map. */
export const RMAP_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'unmap_and_free_page',
    source: 'mm/rmap.c: try_to_unmap_one, 6.1, for one file page at one address, and the put_page that frees it',
    text: `void unmap_and_free_page(struct page *page, struct vm_area_struct *vma, unsigned long address)
{
	struct mm_struct *mm = vma->vm_mm;
	pmd_t *pmd = mm_find_pmd(mm, address);
	pte_t *pte;
	spinlock_t *ptl;

	mn_invalidate_range_start(mm, address, address + PAGE_SIZE);
	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (pte) {
		ptep_clear_flush(vma, address, pte);
		page_remove_rmap(page, vma, false);
		pte_unmap_unlock(pte, ptl);
	}
	mn_invalidate_range_end(mm, address, address + PAGE_SIZE);
	put_page(page);
}`,
  },
  {
    name: 'try_to_unmap_one',
    until: '5.13',
    source: 'mm/rmap.c, 4.18, for one base page: the hint is looked at before migration and swap',
    text: `bool try_to_unmap_one(struct page *page, struct vm_area_struct *vma, unsigned long address, void *arg)
{
	struct mm_struct *mm = vma->vm_mm;
	struct page_vma_mapped_walk pvmw;
	struct page *subpage = page;
	pte_t pteval, swp_pte;
	swp_entry_t entry;
	unsigned int flags = (unsigned int)arg;

	mn_invalidate_range_start(mm, address, address + PAGE_SIZE);
	pvmw.pte = pte_offset_map_lock(mm, mm_find_pmd(mm, address), address, &pvmw.ptl);
	if (!pvmw.pte)
		goto out;
	if (!pte_present(*pvmw.pte)) {
		pte_unmap_unlock(pvmw.pte, pvmw.ptl);
		goto out;
	}

		/* Nuke the page table entry. */
			pteval = ptep_clear_flush(vma, address, pvmw.pte);

		/* Move the dirty bit to the page. Now the pte is gone. */
		if (pte_dirty(pteval))
			set_page_dirty(page);

		if (PageHWPoison(page) && !(flags & TTU_IGNORE_HWPOISON)) {
			goto discard;
		} else if (pte_unused(pteval)) {
			dec_mm_counter(mm, mm_counter(page));
		} else if (flags & (TTU_MIGRATION|TTU_SPLIT_FREEZE)) {
			entry = make_readable_migration_entry(subpage);
			swp_pte = swp_entry_to_pte(entry);
			if (pte_soft_dirty(pteval))
				swp_pte = pte_swp_mksoft_dirty(swp_pte);
			if (pte_uffd_wp(pteval))
				swp_pte = pte_swp_mkuffd_wp(swp_pte);
			set_pte_at(mm, address, pvmw.pte, swp_pte);
		} else if (PageAnon(page)) {
			entry = page_swap_entry(subpage);
			if (swap_duplicate(entry) < 0) {
				set_pte_at(mm, address, pvmw.pte, pteval);
				pte_unmap_unlock(pvmw.pte, pvmw.ptl);
				goto out;
			}
			dec_mm_counter(mm, MM_ANONPAGES);
			swp_pte = swp_entry_to_pte(entry);
			if (pte_soft_dirty(pteval))
				swp_pte = pte_swp_mksoft_dirty(swp_pte);
			if (pte_uffd_wp(pteval))
				swp_pte = pte_swp_mkuffd_wp(swp_pte);
			set_pte_at(mm, address, pvmw.pte, swp_pte);
		} else {
			dec_mm_counter(mm, mm_counter_file(page));
		}
discard:
		page_remove_rmap(subpage, vma, false);
		put_page(page);
	pte_unmap_unlock(pvmw.pte, pvmw.ptl);
out:
	mn_invalidate_range_end(mm, address, address + PAGE_SIZE);
	return true;
}`,
  },
  {
    name: 'rmap_walk_file',
    source: 'mm/rmap.c: rmap_walk_file and page_vma_mapped_walk, 6.0, for one page of a file: reads its entries',
    text: `void rmap_walk_file(struct address_space *mapping, pgoff_t pgoff)
{
	struct vm_area_struct *vma;

	i_mmap_lock_read(mapping);
	vma_interval_tree_foreach(vma, &mapping->i_mmap, pgoff, pgoff) {
		unsigned long address = vma->vm_start + ((pgoff - vma->vm_pgoff) << PAGE_SHIFT);
		pmd_t *pmd = mm_find_pmd(vma->vm_mm, address);
		spinlock_t *ptl;
		pte_t *pte;

		if (!pmd)
			continue;
		pte = pte_offset_map_lock(vma->vm_mm, pmd, address, &ptl);
		if (pte) {
			ptep_get(pte);
			pte_unmap_unlock(pte, ptl);
		}
	}
	i_mmap_unlock_read(mapping);
}`,
  },
  {
    name: 'remove_unmapped_page',
    source:
      'mm/vmscan.c: __remove_mapping and the free that follows: the references of the page cache and of reclaim itself must be the only ones left',
    text: `void remove_unmapped_page(struct page *page)
{
	if (page_count(page) != 2)
		return;
	put_page(page);
	put_page(page);
}`,
  },
];
