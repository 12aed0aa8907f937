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

/** An entry is cleared, and the CPUs are told of it, or never. */
export const STALE: Example = {
  kernel: '6.8',
  property: 'STALE',
  world: HIDE_DONTNEED,
  function: 'hide_page',
  before: hide({
    locked: 'ptep_get_and_clear(mm, address, pte);\n\t\tpage_remove_rmap(page, vma, false);',
    unlocked: '',
  }),
  after: hide({
    locked: 'ptep_clear_flush(vma, address, pte);\n\t\tpage_remove_rmap(page, vma, false);',
    unlocked: '',
  }),
};
