import type { Example } from '../bug.ts';
import { HIDE_DONTNEED } from '../worlds/hide.ts';

const hide = (parts: { early: string; late: string }) => `void hide_page(struct vm_area_struct *vma, struct page *page,
		unsigned long address, pmd_t *pmd)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl;
	pte_t *pte;

	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (!pte_present(*pte))
		${parts.early}
	ptep_clear_flush(vma, address, pte);
	page_remove_rmap(page, vma, false);
out:
	${parts.late}
}`;

/** An early way out gives the page-table lock back like the late one, or keeps it. */
export const LOCK: Example = {
  kernel: '6.8',
  property: 'LOCK',
  world: HIDE_DONTNEED,
  function: 'hide_page',
  before: hide({ early: 'return;', late: 'pte_unmap_unlock(pte, ptl);' }),
  after: hide({ early: 'goto out;', late: 'pte_unmap_unlock(pte, ptl);' }),
};
