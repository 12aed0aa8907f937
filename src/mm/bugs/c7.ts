import type { Bug } from '../bug.ts';
import { CLEAR_PINNED } from '../worlds/clear-pinned.ts';

const clear = (pinned: string) => `bool pte_is_pinned(struct vm_area_struct *vma, unsigned long addr, pte_t pte)
{
	struct page *page;

	if (!is_cow_mapping(vma->vm_flags))
		return false;
	page = vm_normal_page(vma, addr, pte);
	if (!page)
		return false;
	return page_maybe_dma_pinned(page);
}

void clear_soft_dirty(struct vm_area_struct *vma, unsigned long addr, pte_t *pte)
{
	pte_t ptent = *pte;

	if (pte_present(ptent)) {
		pte_t old_pte;

${pinned}		old_pte = ptep_modify_prot_start(vma, addr, pte);
		ptent = pte_wrprotect(old_pte);
		ptent = pte_clear_soft_dirty(ptent);
		ptep_modify_prot_commit(vma, addr, pte, old_pte, ptent);
	} else if (is_swap_pte(ptent)) {
		ptent = pte_swp_clear_soft_dirty(ptent);
		set_pte_at(vma->vm_mm, addr, pte, ptent);
	}
}

int clear_refs_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end, struct vm_area_struct *vma)
{
	pte_t *pte;
	spinlock_t *ptl;

	pte = pte_offset_map_lock(vma->vm_mm, pmd, addr, &ptl);
	for (; addr != end; pte++, addr += PAGE_SIZE)
		clear_soft_dirty(vma, addr, pte);
	pte_unmap_unlock(pte - 1, ptl);
	cond_resched();
	return 0;
}`;

/** The entries of pinned pages are left alone. */
export const C7: Bug = {
  id: 'C7',
  title: "mm: don't play games with pinned pages in clear_page_refs",
  commit: '9348b73c2e1b',
  kernel: '5.10',
  property: 'PIN',
  world: CLEAR_PINNED,
  function: 'clear_refs_pte_range',
  before: clear(''),
  after: clear('		if (pte_is_pinned(vma, addr, ptent))\n			return;\n'),
  story: [
    'device: try_grab_folio',
    'the function: ptep_modify_prot_commit',
    'program: page_count',
    'program: set_pte_at',
  ],
};
