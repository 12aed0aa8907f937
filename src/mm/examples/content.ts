import type { Example } from '../bug.ts';
import { PROTECT_CPU } from '../worlds/protect.ts';

const protect = (commit: string) => `void protect(struct vm_area_struct *vma, unsigned long address, pmd_t *pmd)
{
	spinlock_t *ptl;
	pte_t *pte;
	pte_t old;

	pte = pte_offset_map_lock(vma->vm_mm, pmd, address, &ptl);
	old = ptep_modify_prot_start(vma, address, pte);
	${commit}
	flush_tlb_range(vma, address, address + PAGE_SIZE);
	pte_unmap_unlock(pte, ptl);
}`;

/** An entry that is taken out to be changed is put back, or forgotten. */
export const CONTENT: Example = {
  kernel: '6.8',
  property: 'CONTENT',
  world: PROTECT_CPU,
  function: 'protect',
  before: protect(''),
  after: protect('ptep_modify_prot_commit(vma, address, pte, old, pte_wrprotect(old));'),
};
