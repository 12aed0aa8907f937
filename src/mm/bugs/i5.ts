import type { Bug } from '../bug.ts';
import { UNMAP_DEVICE_ENTRY } from '../worlds/device-entry.ts';

const collect = (parts: {
  flush: string;
  dirty: string;
}) => `int migrate_vma_collect_pmd(pmd_t *pmdp, unsigned long start, unsigned long end, struct mm_walk *walk)
{
	struct vm_area_struct *vma = walk->vma;
	struct mm_struct *mm = vma->vm_mm;
	unsigned long addr = start;
	spinlock_t *ptl;
	pte_t *ptep;

	ptep = pte_offset_map_lock(mm, pmdp, addr, &ptl);
	if (!ptep)
		return -EAGAIN;

	for (; addr < end; addr += PAGE_SIZE, ptep++) {
		struct folio *folio;
		struct page *page;
		swp_entry_t entry;
		pte_t swp_pte;
		pte_t pte = ptep_get(ptep);

		if (pte_none(pte))
			continue;
		if (!pte_present(pte)) {
			/* Only care about unaddressable device page special page table entry. */
			entry = pte_to_swp_entry(pte);
			if (!is_device_private_entry(entry))
				continue;
			page = pfn_swap_entry_to_page(entry);
		} else {
			page = vm_normal_page(vma, addr, pte);
			if (!page)
				continue;
		}
		folio = page_folio(page);
		folio_get(folio);
		if (!folio_trylock(folio)) {
			folio_put(folio);
			continue;
		}
${parts.flush}		pte = ptep_get_and_clear(mm, addr, ptep);

		/* Set the dirty flag on the folio now the pte is gone. */
		if (${parts.dirty})
			folio_mark_dirty(folio);

		/* Setup special migration page table entry */
		entry = make_readable_migration_entry(page_to_pfn(page));
		swp_pte = swp_entry_to_pte(entry);
		set_pte_at(mm, addr, ptep, swp_pte);
		folio_remove_rmap_pte(folio, page, vma);
		folio_put(folio);
	}
	flush_tlb_range(vma, start, end);
	pte_unmap_unlock(ptep - 1, ptl);
	return 0;
}`;

/** What only a present entry has is read of a present entry only. */
export const I5: Bug = {
  id: 'I5',
  title: 'mm: migrate_device: fix pte_pfn/pte_dirty called on non-present PTE',
  commit: undefined,
  kernel: '6.12',
  property: 'KIND',
  world: UNMAP_DEVICE_ENTRY,
  function: 'migrate_vma_collect_pmd',
  before: collect({ flush: '		flush_cache_page(vma, addr, pte_pfn(pte));\n', dirty: 'pte_dirty(pte)' }),
  after: collect({
    flush: '		if (pte_present(pte))\n			flush_cache_page(vma, addr, pte_pfn(pte));\n',
    dirty: 'pte_present(pte) && pte_dirty(pte)',
  }),
  story: ['migration: ptep_get', 'migration: folio_trylock', 'migration: ptep_get_and_clear'],
};
