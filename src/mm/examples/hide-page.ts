/**
 * A function that hides a page from its program, as compaction and MADV_FREE do.
 *
 * @param locked What it does to the entry under the lock of its table.
 * @param unlocked What it does once it has given the lock back.
 */
export const hidePage = (
  locked: string,
  unlocked = '',
) => `void hide_page(struct vm_area_struct *vma, struct page *page,
		unsigned long address, pmd_t *pmd)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl;
	pte_t *pte;

	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (pte_present(*pte)) {
		${locked}
	}
	pte_unmap_unlock(pte, ptl);
	${unlocked}
}`;

/** The function as it should be. */
export const HIDE_PAGE = hidePage('ptep_clear_flush(vma, address, pte);\n\t\tpage_remove_rmap(page, vma, false);');
