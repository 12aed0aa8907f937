import type { Example } from '../bug.ts';
import { UNMAP_KVM } from '../worlds/unmap.ts';

const unmap = (put: string) => `bool unmap_page(struct vm_area_struct *vma, struct page *page,
		unsigned long address, pmd_t *pmd)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl;
	pte_t *pte;

	mn_invalidate_range_start(mm, address, address + PAGE_SIZE);
	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	ptep_clear_flush(vma, address, pte);
	page_remove_rmap(page, vma, false);
	pte_unmap_unlock(pte, ptl);
	mn_invalidate_range_end(mm, address, address + PAGE_SIZE);
	${put}
	return true;
}`;

/** The reference of an entry that is cleared is dropped, or lost. */
export const LEAK: Example = {
  kernel: '6.8',
  property: 'LEAK',
  world: UNMAP_KVM,
  function: 'unmap_page',
  before: unmap(''),
  after: unmap('put_page(page);'),
};
