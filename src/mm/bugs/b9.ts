import type { Bug } from '../bug.ts';
import { PROTECT_CPU } from '../worlds/protect.ts';

const clearRefs = (
  begin: string,
  finish: string,
  variables: string,
) => `void clear_soft_dirty(struct vm_area_struct *vma, unsigned long addr, pte_t *pte)
{
	pte_t ptent = *pte;

	if (pte_present(ptent)) {
		pte_t old_pte = ptep_modify_prot_start(vma, addr, pte);

		ptent = pte_wrprotect(old_pte);
		ptent = pte_clear_soft_dirty(ptent);
		ptep_modify_prot_commit(vma, addr, pte, old_pte, ptent);
	}
}

int clear_refs_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end, struct vm_area_struct *vma)
{
	pte_t *pte;
	spinlock_t *ptl;

	pte = pte_offset_map_lock(vma->vm_mm, pmd, addr, &ptl);
	for (; addr != end; pte++, addr += PAGE_SIZE)
		clear_soft_dirty(vma, addr, pte);
	pte_unmap_unlock(pte - 1, ptl);
	cond_resched();
	return 0;
}

void clear_refs_write(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	struct mmu_notifier_range range;
${variables}
	mmap_write_lock(mm);
${begin}	mmu_notifier_range_init(&range, MMU_NOTIFY_SOFT_DIRTY, 0, NULL, mm, start, end);
	mmu_notifier_invalidate_range_start(&range);
	clear_refs_pte_range(mm_find_pmd(mm, start), start, end, vma);
	mmu_notifier_invalidate_range_end(&range);
${finish}	mmap_write_unlock(mm);
}`;

/** The gather knew of no entry, so that it flushed nothing: the flush is made outright. */
export const B9: Bug = {
  id: 'B9',
  title: 'mm: proc: Invalidate TLB after clearing soft-dirty page state',
  commit: '912efa17e512',
  kernel: '5.10',
  property: 'TLB-REVOKE',
  world: PROTECT_CPU,
  function: 'clear_refs_write',
  before: clearRefs('\ttlb_gather_mmu(&tlb, mm);\n', '\ttlb_finish_mmu(&tlb);\n', '\tstruct mmu_gather tlb;\n'),
  after: clearRefs('\tinc_tlb_flush_pending(mm);\n', '\tflush_tlb_mm(mm);\n\tdec_tlb_flush_pending(mm);\n', ''),
  story: [
    'the function: inc_tlb_flush_pending',
    'CPU 1: fills its TLB with address 2',
    'the function: ptep_modify_prot_start',
    'the function: ptep_modify_prot_commit',
    'the function: dec_tlb_flush_pending',
    'the function: revoke_returned',
  ],
};
