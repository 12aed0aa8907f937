import type { ReferenceFunction } from '../vocabulary.ts';

/** hugetlb, whose pages are one page long here and mapped by an entry of a lower table. */
export const HUGETLB_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'huge_pte_offset',
    source: 'mm/hugetlb.c: the entry for an address; NULL where no table leads to it',
    text: `pte_t *huge_pte_offset(struct mm_struct *mm, unsigned long addr, unsigned long sz)
{
	pmd_t *pmd = pmd_offset_of(mm, addr);
	pmd_t pmdval;

	if (!pmd)
		return NULL;
	pmdval = *pmd;
	if (pmd_none(pmdval))
		return NULL;
	return pte_in_table(pmd_pgtable(pmdval), addr);
}`,
  },
  {
    name: 'huge_pte_lockptr',
    source: 'include/linux/hugetlb.h, 6.11 (5f75cfbd6bb0): the lock of the table that the entry stands in',
    text: `spinlock_t *huge_pte_lockptr(struct hstate *h, struct mm_struct *mm, pte_t *pte)
{
	return ptep_lockptr(mm, pte);
}`,
  },
  {
    name: 'huge_pte_lock',
    source: 'include/linux/hugetlb.h',
    text: `spinlock_t *huge_pte_lock(struct hstate *h, struct mm_struct *mm, pte_t *pte)
{
	spinlock_t *ptl = huge_pte_lockptr(h, mm, pte);

	spin_lock(ptl);
	return ptl;
}`,
  },
  {
    name: 'unmap_hugepage_range',
    source: 'mm/hugetlb.c: __unmap_hugepage_range for one page; an entry that is not present is cleared as well',
    text: `void unmap_hugepage_range(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	struct mm_struct *mm = vma->vm_mm;
	struct page *page;
	spinlock_t *ptl;
	pte_t *ptep;
	pte_t pte;

	ptep = huge_pte_offset(mm, start, PAGE_SIZE);
	if (!ptep)
		return;
	ptl = huge_pte_lock(0, mm, ptep);
	pte = *ptep;
	if (!pte_present(pte)) {
		if (!pte_none(pte))
			pte_clear(mm, start, ptep);
		spin_unlock(ptl);
		return;
	}
	pte = ptep_clear_flush(vma, start, ptep);
	page = pte_page(pte);
	if (pte_dirty(pte))
		set_page_dirty(page);
	page_remove_rmap(page, vma, false);
	spin_unlock(ptl);
	put_page(page);
}`,
  },
  {
    name: 'hugetlb_unmap_file_folio',
    source: 'fs/hugetlbfs/inode.c, 6.1: every VMA that maps the offset',
    text: `void hugetlb_unmap_file_folio(struct hstate *h, struct address_space *mapping, struct folio *folio, pgoff_t index)
{
	struct rb_root_cached *root = &mapping->i_mmap;
	struct vm_area_struct *vma;
	unsigned long start;

	i_mmap_lock_write(mapping);
	vma_interval_tree_foreach(vma, root, index, index) {
		start = vma->vm_start + index - vma->vm_pgoff;
		unmap_hugepage_range(vma, start, start + PAGE_SIZE);
	}
	i_mmap_unlock_write(mapping);
}`,
  },
];
