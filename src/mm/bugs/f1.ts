import type { Bug } from '../bug.ts';
import { MREMAP_UFFD_WP } from '../worlds/mremap-uffd.ts';

const movePtes = (parts: {
  ask: string;
  set: string;
}) => `int move_ptes(struct vm_area_struct *vma, pmd_t *old_pmd, unsigned long old_addr, unsigned long old_end,
	      struct vm_area_struct *new_vma, pmd_t *new_pmd, unsigned long new_addr, bool need_rmap_locks)
{
${parts.ask}	struct mm_struct *mm = vma->vm_mm;
	pte_t *old_pte, *new_pte, pte;
	spinlock_t *old_ptl, *new_ptl;
	bool force_flush = false;
	unsigned long len = old_end - old_addr;

	old_pte = pte_offset_map_lock(mm, old_pmd, old_addr, &old_ptl);
	if (!old_pte)
		return -EAGAIN;
	new_pte = pte_offset_map_nolock(mm, new_pmd, new_addr, &new_ptl);
	if (!new_pte) {
		pte_unmap_unlock(old_pte, old_ptl);
		return -EAGAIN;
	}
	if (new_ptl != old_ptl)
		spin_lock_nested(new_ptl, SINGLE_DEPTH_NESTING);
	flush_tlb_batched_pending(vma->vm_mm);
	arch_enter_lazy_mmu_mode();

	for (; old_addr < old_end; old_pte++, old_addr += PAGE_SIZE, new_pte++, new_addr += PAGE_SIZE) {
		if (pte_none(ptep_get(old_pte)))
			continue;

		pte = ptep_get_and_clear(mm, old_addr, old_pte);
		if (pte_present(pte))
			force_flush = true;
${parts.set}
	}

	arch_leave_lazy_mmu_mode();
	if (force_flush)
		flush_tlb_range(vma, old_end - len, old_end);
	if (new_ptl != old_ptl)
		spin_unlock(new_ptl);
	pte_unmap(new_pte - 1);
	pte_unmap_unlock(old_pte - 1, old_ptl);
	return 0;
}`;

/** The bit goes where the registration goes: a VMA that is not registered gets entries without it. */
export const F1: Bug = {
  id: 'F1',
  title: 'mm: clear uffd-wp PTE/PMD state on mremap()',
  commit: '0cef0bb836e3',
  kernel: '6.13',
  property: 'UFFD-WP',
  world: MREMAP_UFFD_WP,
  function: 'move_ptes',
  before: movePtes({ ask: '', set: '		set_pte_at(mm, new_addr, new_pte, pte);' }),
  after: movePtes({
    ask: '	bool need_clear_uffd_wp = vma_has_uffd_without_event_remap(vma);\n',
    set: `		if (need_clear_uffd_wp && pte_marker_uffd_wp(pte))
			pte_clear(mm, new_addr, new_pte);
		else {
			if (need_clear_uffd_wp) {
				if (pte_present(pte))
					pte = pte_clear_uffd_wp(pte);
				else if (is_swap_pte(pte))
					pte = pte_swp_clear_uffd_wp(pte);
			}
			set_pte_at(mm, new_addr, new_pte, pte);
		}`,
  }),
  story: ['program: ptep_get_and_clear', 'program: set_pte_at', 'program: ptep_modify_prot_commit'],
};
