import type { Bug } from '../bug.ts';
import { SCAN_YOUNG } from '../worlds/young.ts';

const scan = (
  address: string,
) => `int hpage_collapse_scan_pmd(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address)
{
	int referenced = 0, result = SCAN_FAIL;
	unsigned long _address;
	pte_t *pte, *_pte;
	spinlock_t *ptl;
	pmd_t *pmd;

	pmd = mm_find_pmd(mm, address);
	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (!pte)
		return SCAN_PMD_NULL;

	for (_address = address, _pte = pte; _pte < pte + HPAGE_PMD_NR; _pte++, _address += PAGE_SIZE) {
		pte_t pteval = ptep_get(_pte);

		if (pte_none(pteval) || !pte_present(pteval))
			continue;
		/*
		 * If collapse was initiated by khugepaged, check that there is
		 * enough young pte to justify collapsing the page
		 */
		if (pte_young(pteval) || mmu_notifier_test_young(vma->vm_mm, ${address}))
			referenced++;
	}
	if (referenced)
		result = SCAN_SUCCEED;
	pte_unmap_unlock(pte, ptl);
	return result;
}`;

/** Each question about recent use names the address of the entry that is looked at. */
export const A3: Bug = {
  id: 'A3',
  title: 'mm/khugepaged: fix the address passed to notifier on testing young',
  commit: undefined,
  kernel: '6.12',
  property: 'NOTIFY-PAIR',
  world: SCAN_YOUNG,
  function: 'hpage_collapse_scan_pmd',
  before: scan('address'),
  after: scan('_address'),
  story: ['khugepaged: mmu_notifier_test_young', 'khugepaged: ptep_get', 'khugepaged: mmu_notifier_test_young'],
};
