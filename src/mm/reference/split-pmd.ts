import type { ReferenceFunction } from '../vocabulary.ts';

/** Splitting huge entries, and the faults that compete with it. */
export const SPLIT_PMD_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: '__split_huge_pmd_locked',
    until: '5.17',
    source: 'mm/huge_memory.c, 5.7, of an anonymous page that is present; PageDoubleMap is left out',
    text: `void __split_huge_pmd_locked(struct vm_area_struct *vma, pmd_t *pmd, unsigned long haddr, bool freeze)
{
	struct mm_struct *mm = vma->vm_mm;
	struct page *page;
	pgtable_t pgtable;
	pmd_t old_pmd;
	unsigned long addr;
	pte_t entry;
	int i;

	old_pmd = pmdp_invalidate(vma, haddr, pmd);
	page = pmd_page(old_pmd);
	page_ref_add(page, HPAGE_PMD_NR - 1);

	/* Withdraw the table only after we mark the pmd entry invalid. */
	pgtable = pgtable_trans_huge_withdraw(mm, pmd);
	for (i = 0, addr = haddr; i < HPAGE_PMD_NR; i++, addr += PAGE_SIZE) {
		entry = mk_pte(page + i, vma->vm_page_prot);
		if (pmd_dirty(old_pmd))
			entry = pte_mkdirty(entry);
		set_pte_at(mm, addr, pte_in_table(pgtable, addr), entry);
		page_dup_rmap(page + i, false);
	}
	page_remove_rmap(page, true);
	smp_wmb(); /* make pte visible before pmd */
	pmd_populate(mm, pmd, pgtable);
}`,
  },
  {
    name: 'reuse_huge_page',
    since: '4.7',
    until: '5.7',
    source: 'mm/huge_memory.c: do_huge_pmd_wp_page, 5.7, as far as the page is reused; under the folio lock',
    text: `void reuse_huge_page(struct vm_area_struct *vma, pmd_t *pmd, unsigned long haddr)
{
	spinlock_t *ptl = pmd_lock(vma->vm_mm, pmd);
	pmd_t orig_pmd = *pmd;
	struct page *page = pmd_page(orig_pmd);

	if (!trylock_page(page)) {
		spin_unlock(ptl);
		return;
	}
	if (reuse_swap_page(page, NULL))
		set_pmd_at(vma->vm_mm, haddr, pmd, maybe_pmd_mkwrite(pmd_mkdirty(orig_pmd), vma));
	unlock_page(page);
	spin_unlock(ptl);
}`,
  },
];
