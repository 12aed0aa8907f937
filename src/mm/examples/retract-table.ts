/**
 * A function that takes a page table out of its upper entry and gives it up after a grace period.
 *
 * @param look What it looks at under both locks.
 * @param told What it does before it gives the table up.
 * @param out What stands behind its end.
 */
export const retractTable = ({ look = '', told = '', out = '' }) => `void retract(struct vm_area_struct *vma,
		unsigned long addr, pmd_t *pmd)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *pml, *ptl;
	pmd_t old;
	pte_t *pte;

	pml = pmd_lock(mm, pmd);
	pte = pte_offset_map_lock(mm, pmd, addr, &ptl);
	${look}
	old = pmdp_huge_get_and_clear(mm, addr, pmd);
	flush_tlb_range(vma, addr, addr + HPAGE_PMD_SIZE);
	pte_unmap_unlock(pte, ptl);
	spin_unlock(pml);
	${told}
	pte_free_defer(mm, pmd_pgtable(old));
	${out}
}`;
