import type { Example } from '../bug.ts';
import { MOVE_SWAP_SOFT_DIRTY } from '../worlds/uffd-move.ts';

const move = (take: string) => `void move_swap_pte(struct mm_struct *mm, unsigned long dst_addr, unsigned long src_addr,
		pte_t *dst_pte, pte_t *src_pte, spinlock_t *dst_ptl, spinlock_t *src_ptl)
{
	pte_t moved;

	spin_lock(dst_ptl);
	spin_lock_nested(src_ptl, SINGLE_DEPTH_NESTING);
	moved = ${take};
	set_pte_at(mm, dst_addr, dst_pte, pte_swp_mksoft_dirty(moved));
	spin_unlock(src_ptl);
	spin_unlock(dst_ptl);
}`;

/** A swap entry is moved to another address, or stands at both afterwards. */
export const SWAP_COUNT: Example = {
  kernel: '6.12',
  property: 'SWAP-COUNT',
  world: MOVE_SWAP_SOFT_DIRTY,
  function: 'move_swap_pte',
  before: move('ptep_get(src_pte)'),
  after: move('ptep_get_and_clear(mm, src_addr, src_pte)'),
};
