import type { Example } from '../bug.ts';
import { RETRACT_SVA } from '../worlds/retract.ts';

const retract = (told: string) => `void retract(struct vm_area_struct *vma,
		unsigned long addr, pmd_t *pmd)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *pml, *ptl;
	pmd_t old;
	pte_t *pte;

	pml = pmd_lock(mm, pmd);
	pte = pte_offset_map_lock(mm, pmd, addr, &ptl);
	old = pmdp_huge_get_and_clear(mm, addr, pmd);
	flush_tlb_range(vma, addr, addr + HPAGE_PMD_SIZE);
	pte_unmap_unlock(pte, ptl);
	spin_unlock(pml);
	${told}
	pte_free_defer(mm, pmd_pgtable(old));
}`;

/** A table is given up after the drivers that share the tables were told, or without a word to them. */
export const SMMU_TABLE: Example = {
  kernel: '6.5',
  property: 'SMMU-TABLE',
  world: RETRACT_SVA,
  function: 'retract',
  before: retract(''),
  after: retract('mmu_notifier_invalidate_range(mm, addr, addr + HPAGE_PMD_SIZE);'),
};
