import type { Bug } from '../bug.ts';
import { HIDE_DONTNEED } from '../worlds/hide.ts';

const collect = (
  end: string,
) => `int migrate_vma_collect_pmd(pmd_t *pmdp, unsigned long start, unsigned long end, struct mm_walk *walk)
{
	struct vm_area_struct *vma = walk->vma;
	struct mm_struct *mm = vma->vm_mm;
	unsigned long addr = start, unmapped = 0;
	spinlock_t *ptl;
	pte_t *ptep;

	ptep = pte_offset_map_lock(mm, pmdp, addr, &ptl);
	arch_enter_lazy_mmu_mode();

	for (; addr < end; addr += PAGE_SIZE, ptep++) {
		struct page *page;
		swp_entry_t entry;
		pte_t pte = *ptep;

		if (!pte_present(pte))
			continue;
		page = vm_normal_page(vma, addr, pte);
		if (!page)
			continue;
		get_page(page);
		if (!trylock_page(page)) {
			put_page(page);
			continue;
		}
		ptep_get_and_clear(mm, addr, ptep);
		entry = make_readable_migration_entry(page);
		set_pte_at(mm, addr, ptep, swp_entry_to_pte(entry));
		page_remove_rmap(page, vma, false);
		put_page(page);
		unmapped++;
	}
	arch_leave_lazy_mmu_mode();
${end}
	return 0;
}`;

/** The flush of what device migration has unmapped moves under the page-table lock. */
export const B5: Bug = {
  id: 'B5',
  title: 'mm/migrate_device.c: flush TLB while holding PTL',
  commit: '60bae7370896',
  kernel: '6.0',
  property: 'TLB-REVOKE',
  world: HIDE_DONTNEED,
  function: 'migrate_vma_collect_pmd',
  before: collect(`	pte_unmap_unlock(ptep - 1, ptl);

	/* Only flush the TLB if we actually modified any entries */
	if (unmapped)
		flush_tlb_range(vma, start, end);`),
  after: collect(`
	/* Only flush the TLB if we actually modified any entries */
	if (unmapped)
		flush_tlb_range(vma, start, end);

	pte_unmap_unlock(ptep - 1, ptl);`),
  story: [
    'CPU 1: fills its TLB with address 2',
    'the function: ptep_get_and_clear',
    'the function: spin_unlock',
    'MADV_DONTNEED: spin_lock',
    'MADV_DONTNEED: revoke_returned',
  ],
};
