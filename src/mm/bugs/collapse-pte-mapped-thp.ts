/**
 * mm/khugepaged.c: collapse_pte_mapped_thp, 5.8 to 6.0: a table whose entries all map one huge page is given up.
 *
 * @param address What pmdp_collapse_flush is told to flush from.
 * @param rmapLock Whether i_mmap_rwsem is held for writing around it.
 */
export const collapsePteMappedThp = (
  address: string,
  rmapLock: boolean,
) => `void collapse_pte_mapped_thp(struct mm_struct *mm, unsigned long addr)
{
	unsigned long haddr = addr & HPAGE_PMD_MASK;
	struct vm_area_struct *vma = find_vma(mm, haddr);
	struct page *hpage, *page;
	pte_t *start_pte, *pte;
	pmd_t *pmd, _pmd;
	spinlock_t *ptl;
	int count = 0;
	int i;

	mmap_assert_write_locked(mm);
	if (!vma || !vma->vm_file)
		return;
	hpage = find_get_page(vma->vm_file->f_mapping, vma->vm_pgoff + haddr - vma->vm_start);
	if (!hpage)
		return;
	pmd = mm_find_pmd(mm, haddr);
	if (!pmd)
		goto drop_hpage;
${rmapLock ? '\ti_mmap_lock_write(vma->vm_file->f_mapping);\n' : ''}	start_pte = pte_offset_map_lock(mm, pmd, haddr, &ptl);

	/* step 1: check all mapped PTEs are to the right huge page */
	for (i = 0, addr = haddr, pte = start_pte; i < HPAGE_PMD_NR; i++, addr += PAGE_SIZE, pte++) {
		if (pte_none(*pte))
			continue;
		if (!pte_present(*pte))
			goto abort;
		page = vm_normal_page(vma, addr, *pte);
		if (hpage + i != page)
			goto abort;
		count++;
	}

	/* step 2: adjust rmap */
	for (i = 0, addr = haddr, pte = start_pte; i < HPAGE_PMD_NR; i++, addr += PAGE_SIZE, pte++) {
		if (pte_none(*pte))
			continue;
		page = vm_normal_page(vma, addr, *pte);
		page_remove_rmap(page, vma, false);
	}
	pte_unmap_unlock(start_pte, ptl);

	/* step 3: collapse pmd */
	ptl = pmd_lock(vma->vm_mm, pmd);
	_pmd = pmdp_collapse_flush(vma, ${address}, pmd);
	spin_unlock(ptl);
	mm_dec_nr_ptes(mm);
	pte_free(mm, pmd_pgtable(_pmd));
${rmapLock ? '\ti_mmap_unlock_write(vma->vm_file->f_mapping);\n' : ''}drop_hpage:
	put_page(hpage);
	return;
abort:
	pte_unmap_unlock(start_pte, ptl);
${rmapLock ? '\ti_mmap_unlock_write(vma->vm_file->f_mapping);\n' : ''}	goto drop_hpage;
}`;
