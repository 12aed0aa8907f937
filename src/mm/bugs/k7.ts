import type { Bug } from '../bug.ts';
import { HUGE_DISCARD } from '../worlds/huge-discard.ts';

const free = (hide: string) => `bool madvise_free_huge_pmd(struct mmu_gather *tlb, struct vm_area_struct *vma,
		pmd_t *pmd, unsigned long addr, unsigned long next)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl;
	pmd_t orig_pmd;
	bool ret = false;

	ptl = pmd_trans_huge_lock(pmd, vma);
	if (!ptl)
		goto out_unlocked;
	orig_pmd = *pmd;
	if (pmd_young(orig_pmd) || pmd_dirty(orig_pmd)) {
${hide}
		orig_pmd = pmd_mkold(orig_pmd);
		orig_pmd = pmd_mkclean(orig_pmd);

		set_pmd_at(mm, addr, pmd, orig_pmd);
	}
	ret = true;
	spin_unlock(ptl);
out_unlocked:
	return ret;
}`;

/** A huge entry that is made old and clean is kept from the hardware meanwhile, and is never none. */
export const K7: Bug = {
  id: 'K7',
  title: 'thp: fix MADV_DONTNEED vs. MADV_FREE race',
  commit: '58ceeb6bec86',
  kernel: '4.10',
  property: 'TRANSIENT-NONE',
  world: HUGE_DISCARD,
  function: 'madvise_free_huge_pmd',
  before: free('\t\torig_pmd = pmdp_huge_get_and_clear(mm, addr, pmd);'),
  after: free('\t\tpmdp_invalidate(vma, addr, pmd);'),
  story: [
    'the function: pmdp_huge_get_and_clear',
    'MADV_DONTNEED: load pmd_t',
    'the function: set_pmd_at',
    'MADV_DONTNEED: discard_returned',
  ],
};
