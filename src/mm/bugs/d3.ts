import type { Bug } from '../bug.ts';
import { UNMAP_DEVICE_ENTRY } from '../worlds/device-entry.ts';

const unmap = (
  device: string,
) => `bool try_to_unmap_one(struct page *page, struct vm_area_struct *vma, unsigned long address)
{
	struct mm_struct *mm = vma->vm_mm;
	pmd_t *pmd = mm_find_pmd(mm, address);
	struct page *subpage;
	swp_entry_t entry;
	spinlock_t *ptl;
	pte_t *pte;
	pte_t pteval, swp_pte;

	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	subpage = pfn_to_page(pte_pfn(*pte));

	if (is_zone_device_page(page)) {
		pteval = ptep_get_and_clear(mm, address, pte);

		/*
		 * Store the pfn of the page in a special migration pte. do_swap_page() will wait until the migration
		 * pte is removed and then restart fault handling.
		 */
		entry = make_migration_entry(page, 0);
		swp_pte = swp_entry_to_pte(entry);
		set_pte_at(mm, address, pte, swp_pte);
${device}		goto discard;
	}
	pteval = ptep_clear_flush(vma, address, pte);
	if (pte_dirty(pteval))
		set_page_dirty(page);
	swp_pte = swp_entry_to_pte(make_migration_entry(subpage, pte_write(pteval)));
	set_pte_at(mm, address, pte, swp_pte);
discard:
	page_remove_rmap(subpage, false);
	pte_unmap_unlock(pte, ptl);
	put_page(page);
	return true;
}`;

/**
 * The page that the number in the entry names is computed for present entries; of a device entry it is none. The fix
 * leaves the computation in place and takes its result back, so what is judged is what is done with the pointer.
 */
export const D3: Bug = {
  id: 'D3',
  title: 'mm/hmm: fix bad subpage pointer in try_to_unmap_one',
  commit: '1de13ee59225',
  kernel: '5.2',
  property: 'ASSERT',
  world: UNMAP_DEVICE_ENTRY,
  function: 'try_to_unmap_one',
  before: unmap(''),
  after: unmap(`		/*
		 * The assignment to subpage above was computed from a swap PTE which results in an invalid pointer. Since
		 * only PAGE_SIZE pages can currently be migrated, just set it to page.
		 */
		subpage = page;
`),
  story: ['migration: ptep_get_and_clear', 'migration: set_pte_at', 'migration: page_remove_rmap'],
};
