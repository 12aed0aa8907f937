import type { Bug } from '../bug.ts';
import { HUGE_FAULT } from '../worlds/huge-fault.ts';

const changePmdRange = (test: string) => `int pmd_none_or_clear_bad_unless_trans_huge(pmd_t *pmd)
{
	pmd_t pmdval = pmd_read_atomic(pmd);

	barrier();
	if (pmd_none(pmdval))
		return 1;
	if (pmd_trans_huge(pmdval))
		return 0;
	if (unlikely(pmd_bad(pmdval))) {
		pmd_clear_bad(pmd);
		return 1;
	}
	return 0;
}

void change_pmd_range(struct vm_area_struct *vma, unsigned long addr, unsigned long end)
{
	pmd_t *pmd = pmd_offset_of(vma->vm_mm, addr);
	spinlock_t *ptl;

${test}
	if (is_swap_pmd(*pmd) || pmd_trans_huge(*pmd)) {
		ptl = pmd_trans_huge_lock(pmd, vma);
		if (!ptl)
			return;
		pmdp_test_and_clear_young(vma, addr, pmd);
		spin_unlock(ptl);
	}
}`;

const TWICE = `	if (!is_swap_pmd(*pmd) && !pmd_trans_huge(*pmd) && !pmd_devmap(*pmd) && pmd_none_or_clear_bad(pmd))
		return;
`;

const ONCE = `	if (pmd_none_or_clear_bad_unless_trans_huge(pmd))
		return;
`;

/** Whether the entry is huge or bad is decided on one read of it. */
export const K5: Bug = {
  id: 'K5',
  title: 'mm, numa: fix bad pmd by atomically check for pmd_trans_huge when marking page tables prot_numa',
  commit: '8b272b3cbbb5',
  kernel: '5.5',
  property: 'KIND',
  world: HUGE_FAULT,
  function: 'change_pmd_range',
  before: changePmdRange(TWICE),
  after: changePmdRange(ONCE),
  story: ['walk: load pmd_t', 'walk: load pmd_t', 'fault: set_pmd_at', 'walk: load pmd_t', 'walk: pmd_clear_bad'],
};
