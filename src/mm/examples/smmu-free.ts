import type { Example } from '../bug.ts';
import { UNMAP_SVA } from '../worlds/unmap.ts';

const unmap = (notifier: {
  start: string;
  end: string;
}) => `bool unmap_page(struct vm_area_struct *vma, struct page *page,
		unsigned long address, pmd_t *pmd)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl;
	pte_t *pte;
	${notifier.start}
	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	ptep_clear_flush(vma, address, pte);
	page_remove_rmap(page, vma, false);
	put_page(page);
	pte_unmap_unlock(pte, ptl);
	${notifier.end}
	return true;
}`;

/** A page is unmapped and let go with a range told to the drivers that share the tables, or without. */
export const SMMU_FREE: Example = {
  kernel: '6.5',
  property: 'SMMU-FREE',
  world: UNMAP_SVA,
  function: 'unmap_page',
  before: unmap({ start: '', end: '' }),
  after: unmap({
    start: 'mn_invalidate_range_start(mm, address, address + PAGE_SIZE);',
    end: 'mn_invalidate_range_end(mm, address, address + PAGE_SIZE);',
  }),
};
