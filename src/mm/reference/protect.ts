import type { ReferenceFunction } from '../vocabulary.ts';

/** How entries change their protection, and how mremap moves them. */
export const PROTECT_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'change_pte_range',
    since: '6.1',
    source:
      'mm/mprotect.c, 6.12, of all kinds of entries: one that is present is hidden from the hardware while it is changed',
    text: `long change_pte_range(struct mmu_gather *tlb, struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr,
		      unsigned long end, pgprot_t newprot, unsigned long cp_flags)
{
	bool uffd_wp = cp_flags & MM_CP_UFFD_WP;
	bool uffd_wp_resolve = cp_flags & MM_CP_UFFD_WP_RESOLVE;
	pte_t *pte, oldpte, ptent;
	spinlock_t *ptl;
	long pages = 0;

	pte = pte_offset_map_lock(vma->vm_mm, pmd, addr, &ptl);
	if (!pte)
		return 0;
	flush_tlb_batched_pending(vma->vm_mm);
	arch_enter_lazy_mmu_mode();
	do {
		oldpte = *pte;
		if (pte_present(oldpte)) {
			oldpte = ptep_modify_prot_start(vma, addr, pte);
			ptent = pte_modify(oldpte, newprot);
			if (uffd_wp)
				ptent = pte_mkuffd_wp(ptent);
			else if (uffd_wp_resolve)
				ptent = pte_clear_uffd_wp(ptent);
			if ((cp_flags & MM_CP_TRY_CHANGE_WRITABLE) && !pte_write(ptent) &&
			    can_change_pte_writable(vma, addr, ptent))
				ptent = pte_mkwrite(ptent);
			ptep_modify_prot_commit(vma, addr, pte, oldpte, ptent);
			tlb_flush_pte_range(tlb, addr, PAGE_SIZE);
			pages++;
		} else if (pte_none(oldpte)) {
			if (uffd_wp && uffd_wp_markers(vma))
				set_pte_at(vma->vm_mm, addr, pte, make_pte_marker(PTE_MARKER_UFFD_WP));
		} else if (is_pte_marker(oldpte)) {
			if (uffd_wp_resolve && pte_marker_uffd_wp(oldpte))
				pte_clear(vma->vm_mm, addr, pte);
		} else {
			if (uffd_wp)
				set_pte_at(vma->vm_mm, addr, pte, pte_swp_mkuffd_wp(oldpte));
			else if (uffd_wp_resolve)
				set_pte_at(vma->vm_mm, addr, pte, pte_swp_clear_uffd_wp(oldpte));
		}
	} while (pte++, addr += PAGE_SIZE, addr != end);
	arch_leave_lazy_mmu_mode();
	pte_unmap_unlock(pte - 1, ptl);
	return pages;
}`,
  },
  {
    name: 'change_protection',
    since: '6.1',
    source: 'mm/mprotect.c: change_protection_range, 6.1, for a range in one table',
    text: `long change_protection(struct vm_area_struct *vma, unsigned long start, unsigned long end, pgprot_t newprot,
		       unsigned long cp_flags)
{
	struct mm_struct *mm = vma->vm_mm;
	struct mmu_gather tlb;
	long pages = 0;
	pmd_t *pmd;

	tlb_gather_mmu(&tlb, mm);
	pmd = pmd_offset_of(mm, start);
	if (!pmd_none_or_clear_bad(pmd))
		pages = change_pte_range(&tlb, vma, pmd, start, end, newprot, cp_flags);
	tlb_finish_mmu(&tlb);
	return pages;
}`,
  },
  {
    name: 'move_ptes',
    since: '4.20',
    source: 'mm/mremap.c, 6.1: both tables are locked until the old addresses are flushed',
    text: `void move_ptes(struct vm_area_struct *vma, pmd_t *old_pmd, unsigned long old_addr, unsigned long old_end,
	       struct vm_area_struct *new_vma, pmd_t *new_pmd, unsigned long new_addr, bool need_rmap_locks)
{
	struct mm_struct *mm = vma->vm_mm;
	pte_t *old_pte, *new_pte, pte;
	spinlock_t *old_ptl, *new_ptl;
	bool force_flush = false;
	unsigned long len = old_end - old_addr;

	old_pte = pte_offset_map_lock(mm, old_pmd, old_addr, &old_ptl);
	if (!old_pte)
		return;
	new_pte = pte_offset_map(new_pmd, new_addr);
	new_ptl = pte_lockptr(mm, new_pmd);
	if (new_ptl != old_ptl)
		spin_lock_nested(new_ptl, SINGLE_DEPTH_NESTING);
	flush_tlb_batched_pending(vma->vm_mm);
	arch_enter_lazy_mmu_mode();
	for (; old_addr < old_end; old_pte++, old_addr += PAGE_SIZE, new_pte++, new_addr += PAGE_SIZE) {
		if (pte_none(*old_pte))
			continue;
		pte = ptep_get_and_clear(mm, old_addr, old_pte);
		if (pte_present(pte))
			force_flush = true;
		set_pte_at(mm, new_addr, new_pte, pte);
	}
	arch_leave_lazy_mmu_mode();
	if (force_flush)
		flush_tlb_range(vma, old_end - len, old_end);
	if (new_ptl != old_ptl)
		spin_unlock(new_ptl);
	pte_unmap(new_pte - 1);
	pte_unmap_unlock(old_pte - 1, old_ptl);
}`,
  },
];
