import type { Example } from '../bug.ts';
import { HIDE_DONTNEED } from '../worlds/hide.ts';

const hide = (parts: {
  locked: string;
  unlocked: string;
}) => `void hide_page(struct vm_area_struct *vma, struct page *page,
		unsigned long address, pmd_t *pmd)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl;
	pte_t *pte;

	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (pte_present(*pte)) {
		${parts.locked}
	}
	pte_unmap_unlock(pte, ptl);
	${parts.unlocked}
}`;

/** An entry is cleared under the lock of its table, or once that was given back. */
export const PTL: Example = {
  kernel: '6.8',
  property: 'PTL',
  world: HIDE_DONTNEED,
  function: 'hide_page',
  before: hide({
    locked: 'page_remove_rmap(page, vma, false);',
    unlocked: 'ptep_clear_flush(vma, address, pte);',
  }),
  after: hide({
    locked: 'ptep_clear_flush(vma, address, pte);\n\t\tpage_remove_rmap(page, vma, false);',
    unlocked: '',
  }),
};
