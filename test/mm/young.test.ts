import { expect, test } from 'vitest';
import type { Bug } from '../../src/mm/bug.ts';
import { SCAN_YOUNG } from '../../src/mm/worlds/young.ts';
import { runBug } from './bug-run.ts';

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

/**
 * Not among the bugs, since no step of the fixed text can be left out so that the question is wrong: what was wrong is an
 * argument.
 */
const A3: Bug = {
  id: 'A3',
  title: 'mm/khugepaged: fix the address passed to notifier on testing young',
  commit: undefined,
  kernel: '6.12',
  property: 'NOTIFY-PAIR',
  world: SCAN_YOUNG,
  function: 'hpage_collapse_scan_pmd',
  before: scan('address'),
  after: scan('_address'),
  story: [],
};

test('the scan asks about the first page again and again', () => {
  const run = runBug(A3, 'before');
  expect([run.result, run.states]).toEqual(['violated', 73]);
  const asked = run.trace.filter((step) => step.does === 'mmu_notifier_test_young');
  expect(asked.length, 'the question about the first page is right').toBe(2);
});

test('the scan asks about each page; no run breaks the property', () => {
  const run = runBug(A3, 'after');
  expect([run.result, run.states]).toEqual(['not-modelled', 133]);
  expect(run.missing).toEqual(['a step whose loss breaks NOTIFY-PAIR in this world']);
});
