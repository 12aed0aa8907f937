import type { Bug } from '../bug.ts';
import { AGE_HUGE } from '../worlds/writeback.ts';

const cold = (
  variables: string,
  aging: string,
) => `int madvise_cold_or_pageout_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	struct vm_area_struct *vma = walk->vma;
	spinlock_t *ptl;
${variables}
	ptl = pmd_trans_huge_lock(pmd, vma);
	if (!ptl)
		return 0;
${aging}	spin_unlock(ptl);
	return 0;
}`;

/** The accessed bit of a huge entry is cleared in one atomic step. */
export const K9: Bug = {
  id: 'K9',
  title: 'mm/madvise: atomically clear the young bit on THP MADV_COLD',
  commit: undefined,
  kernel: '6.12',
  property: 'DIRTY',
  world: AGE_HUGE,
  function: 'madvise_cold_or_pageout_pte_range',
  before: cold(
    '\tpmd_t orig_pmd;\n',
    `	orig_pmd = *pmd;
	if (pmd_young(orig_pmd)) {
		pmdp_invalidate(vma, addr, pmd);
		orig_pmd = pmd_mkold(orig_pmd);
		set_pmd_at(vma->vm_mm, addr, pmd, orig_pmd);
	}
`,
  ),
  after: cold('', '\tpmdp_test_and_clear_young(vma, addr, pmd);\n'),
  story: [
    'madvise: pmd_lock',
    'madvise: load pmd_t',
    'CPU 1: stores to address 2',
    'madvise: pmdp_establish',
    'madvise: set_pmd_at',
    'madvise: spin_unlock',
  ],
};
