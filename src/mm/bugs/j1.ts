import type { Bug } from '../bug.ts';
import { RETRACT_GUP_FAST } from '../worlds/retract.ts';

const collapse = (
  flushed: string,
) => `void collapse_and_free_pmd(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr, pmd_t *pmdp)
{
	spinlock_t *ptl;
	pmd_t pmd;

	mmap_assert_write_locked(mm);
	ptl = pmd_lock(vma->vm_mm, pmdp);
	pmd = pmdp_collapse_flush(vma, addr, pmdp);
${flushed}	spin_unlock(ptl);
	mm_dec_nr_ptes(mm);
	pte_free(mm, pmd_pgtable(pmd));
}`;

/** An IPI to all CPUs waits for GUP-fast before the table is freed. */
export const J1: Bug = {
  id: 'J1',
  title: 'mm/khugepaged: fix GUP-fast interaction by sending IPI',
  commit: '2ba99c5e0881',
  kernel: '6.0',
  property: 'TABLE-LOCKLESS',
  world: RETRACT_GUP_FAST,
  function: 'collapse_and_free_pmd',
  before: collapse(''),
  after: collapse('\ttlb_remove_table_sync_one();\n'),
  story: [
    'GUP-fast: local_irq_disable',
    'GUP-fast: pmdp_get_lockless',
    'khugepaged: pmdp_huge_get_and_clear',
    'khugepaged: pte_free',
    'GUP-fast: ptep_get_lockless',
  ],
};
