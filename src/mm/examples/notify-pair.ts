import type { Example } from '../bug.ts';
import { FREE_TABLE_KVM } from '../worlds/free-table.ts';

const retract = (end: string) => `void retract(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr,
		pmd_t *pmd)
{
	spinlock_t *pml;
	pmd_t old;

	mn_invalidate_range_start(mm, addr, addr + HPAGE_PMD_SIZE);
	pml = pmd_lock(mm, pmd);
	old = pmdp_huge_get_and_clear(mm, addr, pmd);
	flush_tlb_range(vma, addr, addr + HPAGE_PMD_SIZE);
	spin_unlock(pml);
	${end}
	pte_free(mm, pmd_pgtable(old));
}`;

/** A range that is opened for KVM is closed on every way out, or stays open on one. */
export const NOTIFY_PAIR: Example = {
  kernel: '6.5',
  property: 'NOTIFY-PAIR',
  world: FREE_TABLE_KVM,
  function: 'retract',
  before: retract(''),
  after: retract('mn_invalidate_range_end(mm, addr, addr + HPAGE_PMD_SIZE);'),
};
