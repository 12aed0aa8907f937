import type { Bug } from '../bug.ts';
import { CLEAR_PINNED } from '../worlds/clear-pinned.ts';

const change = (
  others: string,
) => `unsigned long change_pte_range(struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr,
		unsigned long end, pgprot_t newprot)
{
	unsigned long pages = 0;
	pte_t *pte, oldpte, ptent;
	struct page *page;
	spinlock_t *ptl;

	pte = pte_offset_map_lock(vma->vm_mm, pmd, addr, &ptl);
	do {
		oldpte = *pte;
		if (pte_present(oldpte)) {
			/* Avoid trapping faults against the zero or KSM pages. */
			page = vm_normal_page(vma, addr, oldpte);
			if (!page || PageKsm(page))
				continue;

			/* Also skip shared copy-on-write pages */
			if (is_cow_mapping(vma->vm_flags) && ${others})
				continue;

			oldpte = ptep_modify_prot_start(vma, addr, pte);
			ptent = pte_modify(oldpte, newprot);
			ptep_modify_prot_commit(vma, addr, pte, oldpte, ptent);
			pages++;
		}
	} while (pte++, addr += PAGE_SIZE, addr != end);
	pte_unmap_unlock(pte - 1, ptl);

	return pages;
}`;

/** A page that anybody besides the program uses is not made inaccessible: who maps it is not all that counts. */
export const C9: Bug = {
  id: 'C9',
  title: "mm: don't try to NUMA-migrate COW pages that have other uses",
  commit: '80d47f5de5e3',
  kernel: '5.16',
  property: 'PIN',
  world: CLEAR_PINNED,
  function: 'change_pte_range',
  before: change('page_mapcount(page) != 1'),
  after: change('page_count(page) != 1'),
  story: [
    'device: try_grab_folio',
    'the function: ptep_modify_prot_commit',
    'program: page_count',
    'program: set_pte_at',
  ],
};
