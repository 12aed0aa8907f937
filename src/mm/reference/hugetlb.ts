import type { ReferenceFunction } from '../vocabulary.ts';

/** hugetlb's PMD tables are lower tables here, its PUD entries upper ones, and PUD_SIZE is PMD_SIZE. */
const SHARING = 'mm/hugetlb.c, 6.16, one level lower';

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
    name: 'huge_ptep_set_access_flags',
    source: 'include/asm-generic/hugetlb.h: as for any entry',
    text: `int huge_ptep_set_access_flags(struct vm_area_struct *vma, unsigned long address, pte_t *ptep, pte_t entry, int dirty)
{
	return ptep_set_access_flags(vma, address, ptep, entry, dirty);
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
  {
    name: 'vma_shareable',
    source: `${SHARING}: want_pmd_share`,
    text: `bool vma_shareable(struct vm_area_struct *vma, unsigned long addr)
{
	unsigned long start = addr & PMD_MASK;

	return (vma->vm_flags & VM_MAYSHARE) && range_in_vma(vma, start, start + PMD_SIZE);
}`,
  },
  {
    name: 'adjust_range_if_pmd_sharing_possible',
    source: `${SHARING}: a range is widened to the tables that it may have in common with others`,
    asks: ['*end <= v_start', '*start >= v_end'],
    text: `void adjust_range_if_pmd_sharing_possible(struct vm_area_struct *vma, unsigned long *start, unsigned long *end)
{
	unsigned long v_start = (vma->vm_start + PMD_SIZE - 1) & PMD_MASK;
	unsigned long v_end = vma->vm_end & PMD_MASK;

	if (!(vma->vm_flags & VM_MAYSHARE) || v_end <= v_start || *end <= v_start || *start >= v_end)
		return;
	if (*start > v_start)
		*start = *start & PMD_MASK;
	if (*end < v_end)
		*end = (*end + PMD_SIZE - 1) & PMD_MASK;
}`,
  },
  {
    name: 'page_table_shareable',
    source: SHARING,
    text: `unsigned long page_table_shareable(struct vm_area_struct *svma, struct vm_area_struct *vma, unsigned long addr,
				   pgoff_t idx)
{
	unsigned long saddr = svma->vm_start + idx - svma->vm_pgoff;
	unsigned long sbase = saddr & PMD_MASK;

	if ((addr & ~PMD_MASK) != (saddr & ~PMD_MASK) || !range_in_vma(svma, sbase, sbase + PMD_SIZE))
		return 0;
	return saddr;
}`,
  },
  {
    name: 'huge_pmd_share',
    source: `${SHARING}: the table of another mm that maps the same part of the file, where it has one`,
    text: `void huge_pmd_share(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr, pmd_t *pmd)
{
	struct address_space *mapping = vma->vm_file->f_mapping;
	pgoff_t idx = linear_page_index(vma, addr);
	struct vm_area_struct *svma;
	unsigned long saddr;
	pgtable_t table = NULL;
	pmd_t *spmd;

	i_mmap_lock_read(mapping);
	vma_interval_tree_foreach(svma, &mapping->i_mmap, idx, idx) {
		if (svma == vma)
			continue;
		saddr = page_table_shareable(svma, vma, addr, idx);
		if (!saddr)
			continue;
		spmd = pmd_offset_of(svma->vm_mm, saddr);
		if (!pmd_none(*spmd)) {
			table = pmd_pgtable(*spmd);
			ptdesc_pmd_pts_inc(table);
			break;
		}
	}
	if (table) {
		spin_lock(&mm->page_table_lock);
		if (pmd_none(*pmd))
			pmd_populate(mm, pmd, table);
		else
			ptdesc_pmd_pts_dec(table);
		spin_unlock(&mm->page_table_lock);
	}
	i_mmap_unlock_read(mapping);
}`,
  },
  {
    name: 'huge_pmd_unshare',
    source: `${SHARING}: not 0 where the mm has lost the table; the lock of the VMA is left out`,
    text: `int huge_pmd_unshare(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr, pte_t *ptep)
{
	pmd_t *pmd = pmd_offset_of(mm, addr);
	pgtable_t table = pmd_pgtable(*pmd);

	i_mmap_assert_write_locked(vma->vm_file->f_mapping);
	if (!ptdesc_pmd_pts_count(table))
		return 0;
	pmd_clear(pmd);
	ptdesc_pmd_pts_dec(table);
	return 1;
}`,
  },
  {
    name: 'unshare_locked',
    source: `${SHARING}: hugetlb_unshare_pmds, hugetlb_split, for the range of one table, with i_mmap_rwsem held`,
    text: `void unshare_locked(struct vm_area_struct *vma, unsigned long start)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl;
	pte_t *ptep;

	ptep = huge_pte_offset(mm, start, PAGE_SIZE);
	if (!ptep)
		return;
	ptl = huge_pte_lock(0, mm, ptep);
	huge_pmd_unshare(mm, vma, start, ptep);
	spin_unlock(ptl);
	flush_hugetlb_tlb_range(vma, start, start + PMD_SIZE);
}`,
  },
  {
    name: 'hugetlb_unshare_pmds',
    source: `${SHARING}, 6.2, for the range of one table`,
    text: `void hugetlb_unshare_pmds(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	mn_invalidate_range_start(vma->vm_mm, start, end);
	i_mmap_lock_write(vma->vm_file->f_mapping);
	unshare_locked(vma, start);
	i_mmap_unlock_write(vma->vm_file->f_mapping);
	mn_invalidate_range_end(vma->vm_mm, start, end);
}`,
  },
  {
    name: 'hugetlb_fault_share',
    since: '6.7',
    source: `${SHARING}: hugetlb_fault, huge_pte_alloc, under the lock of the VMA alone; the page is left out`,
    text: `void hugetlb_fault_share(struct vm_area_struct *vma, unsigned long address)
{
	struct mm_struct *mm = vma->vm_mm;
	pmd_t *pmd;

	if (!vma_start_read(vma))
		return;
	if (address < vma_end(vma)) {
		pmd = pmd_offset_of(mm, address);
		if (pmd_none(*pmd) && vma_shareable(vma, address))
			huge_pmd_share(mm, vma, address, pmd);
	}
	vma_end_read(vma);
}`,
  },
];
