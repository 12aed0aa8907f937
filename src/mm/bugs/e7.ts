import type { Bug } from '../bug.ts';
import { MOVE_SWAP_ABA } from '../worlds/uffd-move.ts';

const move = (
  check: string,
) => `int move_swap_pte(struct mm_struct *mm, struct vm_area_struct *dst_vma, unsigned long dst_addr,
		  unsigned long src_addr, pte_t *dst_pte, pte_t *src_pte, pte_t orig_dst_pte, pte_t orig_src_pte,
		  pmd_t *dst_pmd, pmd_t dst_pmdval, spinlock_t *dst_ptl, spinlock_t *src_ptl, struct folio *src_folio,
		  swp_entry_t entry)
{
	double_pt_lock(dst_ptl, src_ptl);

	if (!is_pte_pages_stable(dst_pte, src_pte, orig_dst_pte, orig_src_pte, dst_pmd, dst_pmdval)) {
		double_pt_unlock(dst_ptl, src_ptl);
		return -EAGAIN;
	}

${check}
	orig_src_pte = ptep_get_and_clear(mm, src_addr, src_pte);
	orig_src_pte = pte_swp_mksoft_dirty(orig_src_pte);
	set_pte_at(mm, dst_addr, dst_pte, orig_src_pte);
	double_pt_unlock(dst_ptl, src_ptl);

	return 0;
}

int move_pages_pte(struct mm_struct *mm, pmd_t *dst_pmd, pmd_t dst_pmdval, struct vm_area_struct *dst_vma,
		   struct vm_area_struct *src_vma, unsigned long dst_addr, unsigned long src_addr, pte_t *dst_pte,
		   pte_t *src_pte, pte_t orig_dst_pte, pte_t orig_src_pte, spinlock_t *dst_ptl, spinlock_t *src_ptl)
{
	struct folio *src_folio;
	swp_entry_t entry;

	entry = pte_to_swp_entry(orig_src_pte);
	if (!pte_swp_exclusive(orig_src_pte))
		return -EBUSY;

	/*
	 * Check the swap cache: a page there has to move along. Here the fault is left to be tried again, since what
	 * matters is that nothing was found.
	 */
	src_folio = swap_cache_get_folio(entry, src_vma, src_addr);
	if (src_folio) {
		folio_put(src_folio);
		return -EAGAIN;
	}
	return move_swap_pte(mm, dst_vma, dst_addr, src_addr, dst_pte, src_pte, orig_dst_pte, orig_src_pte, dst_pmd,
			     dst_pmdval, dst_ptl, src_ptl, src_folio, entry);
}`;

/** Where the lookup found nothing, the slot must still be without a page once the page-table locks are held. */
export const E7: Bug = {
  id: 'E7',
  title: 'mm: userfaultfd: fix race of userfaultfd_move and swap cache',
  commit: '0ea148a79912',
  kernel: '6.15',
  property: 'RMAP',
  world: MOVE_SWAP_ABA,
  function: 'move_pages_pte',
  before: move(''),
  after: move(`	/*
	 * Check if the swap entry is cached after acquiring the src_pte lock. Otherwise, we might miss a newly loaded swap
	 * cache folio.
	 */
	if (swap_slot_has_cache(entry)) {
		double_pt_unlock(dst_ptl, src_ptl);
		return -EAGAIN;
	}
`),
  story: [
    'UFFDIO_MOVE: swap_cache_get_folio',
    'another thread: swap_free',
    'another thread: cpu_store',
    'another thread: add_to_swap',
    'another thread: set_pte_at',
    'UFFDIO_MOVE: ptep_get_and_clear',
    'UFFDIO_MOVE: swap_cache_page',
    'UFFDIO_MOVE: set_pte_at',
  ],
};
