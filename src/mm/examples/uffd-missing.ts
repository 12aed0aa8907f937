import type { Example } from '../bug.ts';
import { UNMAP_UFFD_MISSING } from '../worlds/unmap-uffd.ts';

const unmap = (
  mayDrop: string,
) => `void unmap_page(struct vm_area_struct *vma, struct page *page, unsigned long address,
		pmd_t *pmd)
{
	struct mm_struct *mm = vma->vm_mm;
	swp_entry_t entry = page_swap_entry(page);
	spinlock_t *ptl;
	pte_t pteval;
	pte_t *pte;

	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	pteval = ptep_clear_flush(vma, address, pte);
	if (!(${mayDrop})) {
		swap_duplicate(entry);
		set_pte_at(mm, address, pte, swp_entry_to_pte(entry));
	}
	page_remove_rmap(page, vma, false);
	put_page(page);
	pte_unmap_unlock(pte, ptl);
}`;

/** A page whose usage hint says "unused" is swapped out where userfaultfd watches the range, or dropped all the same. */
export const UFFD_MISSING: Example = {
  kernel: '4.18',
  property: 'UFFD-MISSING',
  world: UNMAP_UFFD_MISSING,
  function: 'unmap_page',
  before: unmap('pte_unused(pteval)'),
  after: unmap('pte_unused(pteval) && !userfaultfd_armed(vma)'),
};
