import type { ReferenceFunction } from '../vocabulary.ts';

/** Changing the rights of a range, and moving it. */
export const MPROTECT_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'can_change_pte_writable',
    since: '6.2',
    source: 'mm/mprotect.c, 6.2: of a private mapping an exclusive anonymous page',
    text: `bool can_change_pte_writable(struct vm_area_struct *vma, unsigned long addr, pte_t pte)
{
	struct page *page;

	if (pte_uffd_wp(pte) && userfaultfd_wp(vma))
		return false;
	page = vm_normal_page(vma, addr, pte);
	return page && PageAnon(page) && PageAnonExclusive(page);
}`,
  },
  {
    name: 'mprotect_writable',
    source: 'mm/mprotect.c: change_pte_range with MM_CP_TRY_CHANGE_WRITABLE, 6.2, at one address',
    text: `void mprotect_writable(struct vm_area_struct *vma, unsigned long addr)
{
	struct mm_struct *mm = vma->vm_mm;
	pmd_t *pmd = mm_find_pmd(mm, addr);
	spinlock_t *ptl;
	pte_t *pte;
	pte_t oldpte, ptent;

	pte = pte_offset_map_lock(mm, pmd, addr, &ptl);
	if (!pte)
		return;
	if (pte_present(*pte)) {
		oldpte = ptep_modify_prot_start(vma, addr, pte);
		ptent = oldpte;
		if (!pte_write(ptent) && can_change_pte_writable(vma, addr, ptent))
			ptent = pte_mkwrite(ptent);
		ptep_modify_prot_commit(vma, addr, pte, oldpte, ptent);
	}
	pte_unmap_unlock(pte, ptl);
}`,
  },
];
