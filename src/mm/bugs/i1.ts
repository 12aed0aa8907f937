import type { Bug } from '../bug.ts';
import { COLLECT_DIRTY } from '../worlds/migrate-back.ts';

const collect = (
  dirty: string,
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
		pte_t swp_pte;
		pte_t pte = *ptep;
		bool anon_exclusive;

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
		anon_exclusive = PageAnon(page) && PageAnonExclusive(page);
		pte = ptep_get_and_clear(mm, addr, ptep);
${dirty}
		/* Setup special migration page table entry */
		if (pte_write(pte))
			entry = make_writable_migration_entry(page_to_pfn(page));
		else if (anon_exclusive)
			entry = make_readable_exclusive_migration_entry(page_to_pfn(page));
		else
			entry = make_readable_migration_entry(page_to_pfn(page));
		swp_pte = swp_entry_to_pte(entry);
		if (pte_soft_dirty(pte))
			swp_pte = pte_swp_mksoft_dirty(swp_pte);
		if (pte_uffd_wp(pte))
			swp_pte = pte_swp_mkuffd_wp(swp_pte);
		set_pte_at(mm, addr, ptep, swp_pte);
		page_remove_rmap(page, vma, false);
		put_page(page);
		unmapped++;
	}

	/* Only flush the TLB if we actually modified any entries */
	if (unmapped)
		flush_tlb_range(vma, start, end);

	arch_leave_lazy_mmu_mode();
	pte_unmap_unlock(ptep - 1, ptl);
	return 0;
}`;

/** The dirty bit of an entry that is taken away for migration goes to the folio. */
export const I1: Bug = {
  id: 'I1',
  title: 'mm/migrate_device.c: copy pte dirty bit to page',
  commit: 'fd35ca3d12cc',
  kernel: '6.0',
  property: 'DIRTY',
  world: COLLECT_DIRTY,
  function: 'migrate_vma_collect_pmd',
  before: collect(''),
  after: collect(`
		/* Set the dirty flag on the folio now the pte is gone. */
		if (pte_dirty(pte))
			folio_mark_dirty(page_folio(page));
`),
  story: [
    'program: cpu_store',
    'migration: ptep_get_and_clear',
    'migration: set_pte_at',
    'migration: set_pte_at',
    'migration: folio_unlock',
  ],
};
