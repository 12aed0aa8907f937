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
      'mm/vmscan.c: __remove_mapping, __folio_clear_locked and the free that follows: the references of the page cache and of reclaim itself must be the only ones left',
    text: `void remove_unmapped_page(struct page *page)
{
	if (page_count(page) != 2)
		return;
	put_page(page);
	unlock_page(page);
	put_page(page);
}`,
  },
];
