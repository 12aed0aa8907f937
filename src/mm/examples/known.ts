import type { Example } from '../bug.ts';
import { HIDE_DONTNEED } from '../worlds/hide.ts';

const hide = (
  call: string,
) => `void hide_page(struct vm_area_struct *vma, struct page *page, unsigned long address, pmd_t *pmd)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl;
	pte_t *pte;

	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (pte_present(*pte)) {
		${call}
		page_remove_rmap(page, vma, false);
	}
	pte_unmap_unlock(pte, ptl);
}`;

/** An entry is cleared by a function of the kernel, or handed to one that nobody has heard of. */
export const KNOWN: Example = {
  kernel: '6.8',
  property: 'KNOWN',
  world: HIDE_DONTNEED,
  function: 'hide_page',
  before: hide('clear_entry_somehow(vma, address, pte);'),
  after: hide('ptep_clear_flush(vma, address, pte);'),
};
