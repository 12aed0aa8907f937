import type { ReferenceFunction } from '../vocabulary.ts';

/** What khugepaged calls around the retraction of page tables. */
export const KHUGEPAGED_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'find_pmd_or_thp_or_none',
    since: '6.1',
    source: 'mm/khugepaged.c, 6.1',
    text: `int find_pmd_or_thp_or_none(struct mm_struct *mm, unsigned long address, pmd_t **pmd)
{
	pmd_t pmde;

	*pmd = mm_find_pmd(mm, address);
	if (!*pmd)
		return SCAN_PMD_NULL;
	pmde = pmdp_get_lockless(*pmd);
	if (pmd_none(pmde))
		return SCAN_PMD_NONE;
	if (pmd_trans_huge(pmde))
		return SCAN_PMD_MAPPED;
	if (pmd_bad(pmde))
		return SCAN_PMD_NULL;
	return SCAN_SUCCEED;
}`,
  },
  {
    name: 'retract_page_tables',
    since: '6.6',
    source: 'mm/khugepaged.c, 6.6: no mmap_lock; what keeps the table is looked at again under its lock',
    text: `void retract_page_tables(struct address_space *mapping, pgoff_t pgoff)
{
	struct vm_area_struct *vma;

	i_mmap_lock_read(mapping);
	vma_interval_tree_foreach(vma, &mapping->i_mmap, pgoff, pgoff) {
		struct mmu_notifier_range range;
		struct mm_struct *mm;
		unsigned long addr;
		pmd_t *pmd, pgt_pmd;
		spinlock_t *pml;
		spinlock_t *ptl;
		bool skipped_uffd = false;

		if (READ_ONCE(vma->anon_vma))
			continue;
		addr = vma->vm_start + ((pgoff - vma->vm_pgoff) << PAGE_SHIFT);
		if (addr & ~HPAGE_PMD_MASK || vma->vm_end < addr + HPAGE_PMD_SIZE)
			continue;
		mm = vma->vm_mm;
		if (find_pmd_or_thp_or_none(mm, addr, &pmd) != SCAN_SUCCEED)
			continue;
		if (hpage_collapse_test_exit(mm))
			continue;
		if (userfaultfd_wp(vma))
			continue;

		mmu_notifier_range_init(&range, MMU_NOTIFY_CLEAR, 0, mm, addr, addr + HPAGE_PMD_SIZE);
		mmu_notifier_invalidate_range_start(&range);
		pml = pmd_lock(mm, pmd);
		ptl = pte_lockptr(mm, pmd);
		if (ptl != pml)
			spin_lock_nested(ptl, SINGLE_DEPTH_NESTING);
		if (unlikely(vma->anon_vma || userfaultfd_wp(vma)))
			skipped_uffd = true;
		else
			pgt_pmd = pmdp_collapse_flush(vma, addr, pmd);
		if (ptl != pml)
			spin_unlock(ptl);
		spin_unlock(pml);
		mmu_notifier_invalidate_range_end(&range);
		if (!skipped_uffd) {
			mm_dec_nr_ptes(mm);
			pte_free_defer(mm, pmd_pgtable(pgt_pmd));
		}
	}
	i_mmap_unlock_read(mapping);
}`,
  },
  {
    name: 'collapse_and_free_pmd',
    since: '6.3',
    until: '6.5',
    source:
      'mm/khugepaged.c, 6.4; gone within 6.5-rc; the notifiers are of f268f6cf875f (6.1-rc), the IPI of 2ba99c5e0881',
    text: `void collapse_and_free_pmd(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr, pmd_t *pmdp)
{
	pmd_t pmd;
	struct mmu_notifier_range range;

	mmu_notifier_range_init(&range, MMU_NOTIFY_CLEAR, 0, mm, addr, addr + HPAGE_PMD_SIZE);
	mmu_notifier_invalidate_range_start(&range);
	pmd = pmdp_collapse_flush(vma, addr, pmdp);
	tlb_remove_table_sync_one();
	mmu_notifier_invalidate_range_end(&range);
	mm_dec_nr_ptes(mm);
	pte_free(mm, pmd_pgtable(pmd));
}`,
  },
  {
    name: 'hpage_collapse_test_exit',
    source: 'mm/khugepaged.c: khugepaged_test_exit, 5.9; renamed in 6.1',
    text: `bool hpage_collapse_test_exit(struct mm_struct *mm)
{
	return !mm->mm_users;
}`,
  },
  {
    name: 'khugepaged_test_exit',
    source: 'mm/khugepaged.c, 5.9',
    text: `bool khugepaged_test_exit(struct mm_struct *mm)
{
	return !mm->mm_users;
}`,
  },
  {
    name: 'set_huge_pmd',
    since: '6.1',
    source: 'mm/khugepaged.c, 6.1: maps the huge page where the upper entry is empty',
    text: `int set_huge_pmd(struct vm_area_struct *vma, unsigned long addr, pmd_t *pmdp, struct page *hpage)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl = pmd_lock(mm, pmdp);

	if (pmd_none(*pmdp)) {
		get_page(hpage);
		page_add_file_rmap(hpage, vma, true);
		set_pmd_at(mm, addr, pmdp, mk_pmd(hpage, vma->vm_page_prot));
	}
	spin_unlock(ptl);
	return SCAN_SUCCEED;
}`,
  },
];
