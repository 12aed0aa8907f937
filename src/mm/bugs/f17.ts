import type { Bug } from '../bug.ts';
import { MOVE_SWAP_SOFT_DIRTY } from '../worlds/uffd-move.ts';

const move = (
  dirty: string,
) => `int move_swap_pte(struct mm_struct *mm, unsigned long dst_addr, unsigned long src_addr, pte_t *dst_pte, pte_t *src_pte,
		  pte_t orig_dst_pte, pte_t orig_src_pte, pmd_t *dst_pmd, pmd_t dst_pmdval, spinlock_t *dst_ptl,
		  spinlock_t *src_ptl)
{
	if (!pte_swp_exclusive(orig_src_pte))
		return -EBUSY;

	double_pt_lock(dst_ptl, src_ptl);

	if (!is_pte_pages_stable(dst_pte, src_pte, orig_dst_pte, orig_src_pte, dst_pmd, dst_pmdval)) {
		double_pt_unlock(dst_ptl, src_ptl);
		return -EAGAIN;
	}

	orig_src_pte = ptep_get_and_clear(mm, src_addr, src_pte);
${dirty}	set_pte_at(mm, dst_addr, dst_pte, orig_src_pte);
	double_pt_unlock(dst_ptl, src_ptl);

	return 0;
}`;

/** A swap entry that is moved is marked soft-dirty, as a present one is. */
export const F17: Bug = {
  id: 'F17',
  title: 'mm: userfaultfd: correct dirty flags set for both present and swap pte',
  commit: undefined,
  kernel: '6.14',
  property: 'SOFT-DIRTY',
  world: MOVE_SWAP_SOFT_DIRTY,
  function: 'move_swap_pte',
  before: move(''),
  after: move('	orig_src_pte = pte_swp_mksoft_dirty(orig_src_pte);\n'),
  story: ['UFFDIO_MOVE: ptep_get_and_clear', 'UFFDIO_MOVE: set_pte_at', 'UFFDIO_MOVE: uffd_installed'],
};
