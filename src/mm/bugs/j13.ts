import type { Bug } from '../bug.ts';
import { HUGETLB_GUP } from '../worlds/hugetlb-gup.ts';

const unmap = (lockptr: string) => `spinlock_t *huge_pte_lockptr(struct hstate *h, struct mm_struct *mm, pte_t *pte)
{
${lockptr}
}

void unmap_hugepage_range(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	struct mm_struct *mm = vma->vm_mm;
	struct hstate *h = hstate_vma(vma);
	struct page *page;
	spinlock_t *ptl;
	pte_t *ptep;
	pte_t pte;

	ptep = huge_pte_offset(mm, start, huge_page_size(h));
	if (!ptep)
		return;
	ptl = huge_pte_lock(h, mm, ptep);
	pte = huge_ptep_get(mm, start, ptep);
	if (huge_pte_none(pte)) {
		spin_unlock(ptl);
		return;
	}
	pte = huge_ptep_get_and_clear(mm, start, ptep, huge_page_size(h));
	flush_tlb_range(vma, start, end);
	page = pte_page(pte);
	if (huge_pte_dirty(pte))
		set_page_dirty(page);
	page_remove_rmap(page, vma, false);
	spin_unlock(ptl);
	put_page(page);
}`;

/**
 * hugetlb takes the lock that the common walk of page tables takes, for pages smaller than a PMD that of the PTE table.
 * What comes of the wrong lock is REF: GUP takes a reference to a page that was let go. PTL, which has hugetlb alone in
 * its trace, is broken as well.
 */
export const J13: Bug = {
  id: 'J13',
  title: 'mm/hugetlb: fix hugetlb vs. core-mm PT locking',
  commit: '5f75cfbd6bb0',
  kernel: '6.10',
  property: 'REF',
  world: HUGETLB_GUP,
  function: 'unmap_hugepage_range',
  before: unmap('\treturn &mm->page_table_lock;'),
  after: unmap('\treturn ptep_lockptr(mm, pte);'),
  story: [
    'GUP: spin_lock',
    'GUP: load pte_t',
    'hugetlb: huge_ptep_get_and_clear',
    'hugetlb: put_page',
    'GUP: get_page',
  ],
};
