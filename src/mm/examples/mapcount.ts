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

/** A page is taken off the reverse map where its entry is cleared, or forgotten there. */
export const MAPCOUNT: Example = {
  kernel: '6.8',
  property: 'MAPCOUNT',
  world: HIDE_DONTNEED,
  function: 'hide_page',
  before: hide({ locked: 'ptep_clear_flush(vma, address, pte);', unlocked: '' }),
  after: hide({
    locked: 'ptep_clear_flush(vma, address, pte);\n\t\tpage_remove_rmap(page, vma, false);',
    unlocked: '',
  }),
};
