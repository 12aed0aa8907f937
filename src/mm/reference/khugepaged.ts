import type { ReferenceFunction } from '../vocabulary.ts';

/** @param asserted What is said of mmap_lock. */
const setHugePmd = (
  asserted: string,
) => `int set_huge_pmd(struct vm_area_struct *vma, unsigned long addr, pmd_t *pmdp, struct page *hpage)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl;

	${asserted}(vma->vm_mm);
	ptl = pmd_lock(mm, pmdp);
	if (pmd_none(*pmdp)) {
		get_page(hpage);
		page_add_file_rmap(hpage, vma, true);
		set_pmd_at(mm, addr, pmdp, mk_pmd(hpage, vma->vm_page_prot));
	}
	spin_unlock(ptl);
	return SCAN_SUCCEED;
}`;

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
    name: 'collapse_pte_mapped_thp',
    since: '6.3',
    until: '6.5',
    source: 'mm/khugepaged.c, 6.4; rewritten within 6.5-rc',
    text: `int collapse_pte_mapped_thp(struct mm_struct *mm, unsigned long addr,
			    bool install_pmd)
{
	unsigned long haddr = addr & HPAGE_PMD_MASK;
	struct vm_area_struct *vma = vma_lookup(mm, haddr);
	struct page *hpage;
	pte_t *start_pte, *pte;
	pmd_t *pmd;
	spinlock_t *ptl;
	int count = 0, result = SCAN_FAIL;
	int i;

	mmap_assert_write_locked(mm);

	/* Fast check before locking page if already PMD-mapped */
	result = find_pmd_or_thp_or_none(mm, haddr, &pmd);
	if (result == SCAN_PMD_MAPPED)
		return result;

	if (!vma || !vma->vm_file ||
	    !range_in_vma(vma, haddr, haddr + HPAGE_PMD_SIZE))
		return SCAN_VMA_CHECK;

	if (!hugepage_vma_check(vma, vma->vm_flags, false, false, false))
		return SCAN_VMA_CHECK;

	if (userfaultfd_wp(vma))
		return SCAN_PTE_UFFD_WP;

	hpage = find_lock_page(vma->vm_file->f_mapping,
			       linear_page_index(vma, haddr));
	if (!hpage)
		return SCAN_PAGE_NULL;

	if (!PageHead(hpage)) {
		result = SCAN_FAIL;
		goto drop_hpage;
	}

	if (compound_order(hpage) != HPAGE_PMD_ORDER) {
		result = SCAN_PAGE_COMPOUND;
		goto drop_hpage;
	}

	switch (result) {
	case SCAN_SUCCEED:
		break;
	case SCAN_PMD_NONE:
		goto maybe_install_pmd;
	default:
		result = SCAN_FAIL;
		goto drop_hpage;
	}

	/* Lock the vma before taking i_mmap and page table locks */
	vma_start_write(vma);

	/*
	 * We need to lock the mapping so that from here on, only GUP-fast and
	 * hardware page walks can access the parts of the page tables that
	 * we're operating on.
	 * See collapse_and_free_pmd().
	 */
	i_mmap_lock_write(vma->vm_file->f_mapping);

	/*
	 * This spinlock should be unnecessary: Nobody else should be accessing
	 * the page tables under spinlock protection here, only
	 * lockless_pages_from_mm() and the hardware page walker can access page
	 * tables while all the high-level locks are held in write mode.
	 */
	result = SCAN_FAIL;
	start_pte = pte_offset_map_lock(mm, pmd, haddr, &ptl);
	if (!start_pte)
		goto drop_immap;

	/* step 1: check all mapped PTEs are to the right huge page */
	for (i = 0, addr = haddr, pte = start_pte;
	     i < HPAGE_PMD_NR; i++, addr += PAGE_SIZE, pte++) {
		struct page *page;

		/* empty pte, skip */
		if (pte_none(*pte))
			continue;

		/* page swapped out, abort */
		if (!pte_present(*pte)) {
			result = SCAN_PTE_NON_PRESENT;
			goto abort;
		}

		page = vm_normal_page(vma, addr, *pte);
		if (WARN_ON_ONCE(page && is_zone_device_page(page)))
			page = NULL;
		/*
		 * Note that uprobe, debugger, or MAP_PRIVATE may change the
		 * page table, but the new page will not be a subpage of hpage.
		 */
		if (hpage + i != page)
			goto abort;
		count++;
	}

	/* step 2: adjust rmap */
	for (i = 0, addr = haddr, pte = start_pte;
	     i < HPAGE_PMD_NR; i++, addr += PAGE_SIZE, pte++) {
		struct page *page;

		if (pte_none(*pte))
			continue;
		page = vm_normal_page(vma, addr, *pte);
		if (WARN_ON_ONCE(page && is_zone_device_page(page)))
			goto abort;
		page_remove_rmap(page, vma, false);
	}

	pte_unmap_unlock(start_pte, ptl);

	/* step 3: set proper refcount and mm_counters. */
	if (count) {
		page_ref_sub(hpage, count);
		add_mm_counter(vma->vm_mm, mm_counter_file(hpage), -count);
	}

	/* step 4: remove pte entries */
	/* we make no change to anon, but protect concurrent anon page lookup */
	if (vma->anon_vma)
		anon_vma_lock_write(vma->anon_vma);

	collapse_and_free_pmd(mm, vma, haddr, pmd);

	if (vma->anon_vma)
		anon_vma_unlock_write(vma->anon_vma);
	i_mmap_unlock_write(vma->vm_file->f_mapping);

maybe_install_pmd:
	/* step 5: install pmd entry */
	result = install_pmd
			? set_huge_pmd(vma, haddr, pmd, hpage)
			: SCAN_SUCCEED;

drop_hpage:
	unlock_page(hpage);
	put_page(hpage);
	return result;

abort:
	pte_unmap_unlock(start_pte, ptl);
drop_immap:
	i_mmap_unlock_write(vma->vm_file->f_mapping);
	goto drop_hpage;
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
    until: '6.5',
    source: 'mm/khugepaged.c, 6.1: maps the huge page where the upper entry is empty; do_set_pmd in its place',
    text: setHugePmd('mmap_assert_write_locked'),
  },
  {
    name: 'set_huge_pmd',
    since: '6.6',
    source: 'mm/khugepaged.c, 6.6: mmap_lock for reading is enough (1043173eb5eb)',
    text: setHugePmd('mmap_assert_locked'),
  },
];
