import type { Example } from '../bug.ts';
import { HIDE_DONTNEED } from '../worlds/hide.ts';

const hide = (between: string) => `void hide_page(struct vm_area_struct *vma, struct page *page,
		unsigned long address, pmd_t *pmd)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl;
	pte_t *pte;
	pte_t seen;

	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	seen = *pte;
	${between}
	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (pte_present(seen) && pte_same(*pte, seen)) {
		ptep_clear_flush(vma, address, pte);
		page_remove_rmap(page, vma, false);
	}
	pte_unmap_unlock(pte, ptl);
}`;

/** A page-table lock is given back before it is taken again, or taken twice. */
export const LIVE: Example = {
  kernel: '6.8',
  property: 'LIVE',
  world: HIDE_DONTNEED,
  function: 'hide_page',
  before: hide(''),
  after: hide('pte_unmap_unlock(pte, ptl);'),
};
