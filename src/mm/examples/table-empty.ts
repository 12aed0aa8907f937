import type { Example } from '../bug.ts';
import { RETRACT_UFFD_COPY } from '../worlds/retract.ts';

const retract = (parts: { look: string; out: string }) => `void retract(struct vm_area_struct *vma,
		unsigned long addr, pmd_t *pmd)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *pml, *ptl;
	pmd_t old;
	pte_t *pte;

	pml = pmd_lock(mm, pmd);
	pte = pte_offset_map_lock(mm, pmd, addr, &ptl);
	${parts.look}
	old = pmdp_huge_get_and_clear(mm, addr, pmd);
	flush_tlb_range(vma, addr, addr + HPAGE_PMD_SIZE);
	pte_unmap_unlock(pte, ptl);
	spin_unlock(pml);
	pte_free_defer(mm, pmd_pgtable(old));
	${parts.out}
}`;

/** A table is taken out under both locks, after a look whether it is empty, or without. */
export const TABLE_EMPTY: Example = {
  kernel: '6.8',
  property: 'TABLE-EMPTY',
  world: RETRACT_UFFD_COPY,
  function: 'retract',
  before: retract({ look: '', out: '' }),
  after: retract({
    look: 'if (!pte_none(*pte))\n\t\tgoto out;',
    out: 'return;\nout:\n\tpte_unmap_unlock(pte, ptl);\n\tspin_unlock(pml);',
  }),
};
