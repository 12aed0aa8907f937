import type { Bug } from '../bug.ts';
import { RELOCK_BATCHED } from '../worlds/relock.ts';

const coldOrPageout = (
  relocked: string,
) => `int madvise_cold_or_pageout_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	struct mm_struct *mm = walk->mm;
	struct vm_area_struct *vma = walk->vma;
	pte_t *start_pte, *pte, ptent;
	spinlock_t *ptl;
	struct folio *folio;

	start_pte = pte = pte_offset_map_lock(mm, pmd, addr, &ptl);
	if (!start_pte)
		return 0;
	flush_tlb_batched_pending(mm);
	arch_enter_lazy_mmu_mode();
	for (; addr < end; pte++, addr += PAGE_SIZE) {
		ptent = ptep_get(pte);

		if (pte_none(ptent) || !pte_present(ptent))
			continue;
		folio = page_folio(vm_normal_page(vma, addr, ptent));

		/* Split a large folio that is only mapped here, and look at the address again. */
		if (folio_test_large(folio)) {
			if (!folio_trylock(folio))
				break;
			folio_get(folio);
			arch_leave_lazy_mmu_mode();
			pte_unmap_unlock(start_pte, ptl);
			start_pte = NULL;
			if (split_folio(folio)) {
				folio_unlock(folio);
				folio_put(folio);
				break;
			}
			folio_unlock(folio);
			folio_put(folio);
			start_pte = pte = pte_offset_map_lock(mm, pmd, addr, &ptl);
			if (!start_pte)
				break;
${relocked}			arch_enter_lazy_mmu_mode();
			pte--;
			addr -= PAGE_SIZE;
			continue;
		}
		ptep_test_and_clear_young(vma, addr, pte);
	}

	if (start_pte) {
		arch_leave_lazy_mmu_mode();
		pte_unmap_unlock(start_pte, ptl);
	}
	return 0;
}`;

/** After each relock madvise acts on flushes that reclaim has put off. */
export const B3: Bug = {
  id: 'B3',
  title: 'mm: close theoretical race where stale TLB entries could linger',
  commit: '383c4613c67c',
  kernel: '6.12',
  property: 'TLB-REVOKE',
  world: RELOCK_BATCHED,
  function: 'madvise_cold_or_pageout_pte_range',
  before: coldOrPageout(''),
  after: coldOrPageout('\t\t\tflush_tlb_batched_pending(mm);\n'),
  story: [
    'madvise: flush_tlb_batched_pending',
    'madvise: spin_unlock',
    'reclaim: ptep_get_and_clear',
    'reclaim: spin_unlock',
    'madvise: spin_lock',
    'madvise: revoke_returned',
  ],
};
