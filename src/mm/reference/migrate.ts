import type { ReferenceFunction } from '../vocabulary.ts';

/** Migration of pages: entries that stand for a page on its way, and back. */
export const MIGRATE_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'try_to_migrate_one',
    source: 'mm/rmap.c, 6.1: one page at one address; the dirty bit goes to the folio, the others into the entry',
    text: `bool try_to_migrate_one(struct folio *folio, struct vm_area_struct *vma, unsigned long address)
{
	struct mm_struct *mm = vma->vm_mm;
	pmd_t *pmd = mm_find_pmd(mm, address);
	struct page *page;
	swp_entry_t entry;
	spinlock_t *ptl;
	pte_t *pte;
	pte_t pteval, swp_pte;

	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (!pte)
		return true;
	pteval = *pte;
	if (!pte_present(pteval) || page_folio(pte_page(pteval)) != folio) {
		pte_unmap_unlock(pte, ptl);
		return true;
	}
	page = pte_page(pteval);
	pteval = ptep_clear_flush(vma, address, pte);
	if (pte_dirty(pteval))
		folio_mark_dirty(folio);
	if (pte_write(pteval))
		entry = make_writable_migration_entry(page);
	else if (PageAnon(page) && PageAnonExclusive(page))
		entry = make_readable_exclusive_migration_entry(page);
	else
		entry = make_readable_migration_entry(page);
	swp_pte = swp_entry_to_pte(entry);
	if (pte_soft_dirty(pteval))
		swp_pte = pte_swp_mksoft_dirty(swp_pte);
	if (pte_uffd_wp(pteval))
		swp_pte = pte_swp_mkuffd_wp(swp_pte);
	set_pte_at(mm, address, pte, swp_pte);
	page_remove_rmap(page, vma, false);
	pte_unmap_unlock(pte, ptl);
	put_page(page);
	return true;
}`,
  },
  {
    name: 'remove_migration_pte',
    source: 'mm/migrate.c, 6.1: maps the page again, or the one that took its place, as the entry and vm_page_prot say',
    text: `bool remove_migration_pte(struct folio *folio, struct vm_area_struct *vma, unsigned long addr, struct folio *old)
{
	struct mm_struct *mm = vma->vm_mm;
	pmd_t *pmd = mm_find_pmd(mm, addr);
	struct page *new;
	swp_entry_t entry;
	spinlock_t *ptl;
	pte_t *ptep;
	pte_t old_pte, pte;

	ptep = pte_offset_map_lock(mm, pmd, addr, &ptl);
	if (!ptep)
		return true;
	old_pte = *ptep;
	entry = 0;
	if (is_swap_pte(old_pte))
		entry = pte_to_swp_entry(old_pte);
	if (!is_migration_entry(entry) || pfn_swap_entry_folio(entry) != old) {
		pte_unmap_unlock(ptep, ptl);
		return true;
	}
	new = folio == old ? pfn_swap_entry_to_page(entry) : folio_page(folio, 0);
	folio_get(folio);
	pte = mk_pte(new, vma->vm_page_prot);
	if (pte_swp_soft_dirty(old_pte))
		pte = pte_mksoft_dirty(pte);
	if (is_migration_entry_dirty(entry))
		pte = pte_mkdirty(pte);
	if (is_writable_migration_entry(entry))
		pte = maybe_mkwrite(pte, vma);
	else if (pte_swp_uffd_wp(old_pte))
		pte = pte_mkuffd_wp(pte);
	if (folio_test_anon(folio))
		folio_add_anon_rmap_pte(folio, new, vma);
	else
		folio_add_file_rmap_pte(folio, new, vma);
	set_pte_at(mm, addr, ptep, pte);
	pte_unmap_unlock(ptep, ptl);
	return true;
}`,
  },
  {
    name: 'migration_that_fails',
    source: 'mm/migrate.c: unmap_and_move, where the new page cannot be used: the entries go back to the old one',
    text: `void migration_that_fails(struct folio *folio, struct vm_area_struct *vma, unsigned long address)
{
	folio_lock(folio);
	try_to_migrate_one(folio, vma, address);
	remove_migration_pte(folio, vma, address, folio);
	folio_unlock(folio);
}`,
  },
  {
    name: 'scan_pfn',
    source:
      'mm/compaction.c: isolate_migratepages_block, 6.7, mm/util.c: folio_mapping; a page is found by its number alone',
    text: `void scan_pfn(struct folio *folio)
{
	struct address_space *mapping;

	if (!folio_try_get(folio))
		return;
	mapping = folio->mapping;
	if (mapping && !folio_test_anon(folio)) {
		i_mmap_lock_read(mapping);
		i_mmap_unlock_read(mapping);
	}
	folio_put(folio);
}`,
  },
  {
    name: 'remove_migration_ptes_of',
    source: 'mm/migrate.c: remove_migration_ptes, 6.1, over the two VMAs that the rmap walk of the folio comes by',
    text: `void remove_migration_ptes_of(struct folio *folio, struct anon_vma *anon_vma, struct vm_area_struct *first,
		unsigned long first_addr, struct vm_area_struct *second, unsigned long second_addr)
{
	anon_vma_lock_read(anon_vma);
	remove_migration_pte(folio, first, first_addr, folio);
	remove_migration_pte(folio, second, second_addr, folio);
	anon_vma_unlock_read(anon_vma);
}`,
  },
  {
    name: 'remove_migration_pmd',
    source: 'mm/huge_memory.c, 6.2: maps the huge page again as the migration entry and vm_page_prot say',
    text: `void remove_migration_pmd(struct page *new, struct vm_area_struct *vma, unsigned long address, pmd_t *pmd)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl = pmd_lock(mm, pmd);
	pmd_t old = *pmd;
	swp_entry_t entry;
	pmd_t pmde;

	if (!is_pmd_migration_entry(old)) {
		spin_unlock(ptl);
		return;
	}
	entry = pmd_to_swp_entry(old);
	folio_get(page_folio(new));
	pmde = mk_pmd(new, vma->vm_page_prot);
	if (pmd_swp_soft_dirty(old))
		pmde = pmd_mksoft_dirty(pmde);
	if (is_writable_migration_entry(entry))
		pmde = maybe_pmd_mkwrite(pmde, vma);
	if (pmd_swp_uffd_wp(old))
		pmde = pmd_mkuffd_wp(pmde);
	if (PageAnon(new) && !is_readable_migration_entry(entry))
		SetPageAnonExclusive(new);
	page_dup_rmap(new, true);
	set_pmd_at(mm, address, pmd, pmde);
	spin_unlock(ptl);
}`,
  },
  {
    name: 'share_anon_pte',
    since: '5.19',
    source:
      'include/linux/rmap.h: comment in __folio_try_share_anon_rmap; mm/ksm.c: write_protect_page: clear, flush, look for pins, give exclusive up, restore read-only',
    text: `int share_anon_pte(struct vm_area_struct *vma, unsigned long address, pmd_t *pmd)
{
	struct mm_struct *mm = vma->vm_mm;
	struct page *page;
	spinlock_t *ptl;
	pte_t *ptep;
	pte_t pte;
	int err = 0;

	ptep = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (!ptep)
		return -EAGAIN;
	pte = ptep_clear_flush(vma, address, ptep);
	page = pte_page(pte);
	if (folio_maybe_dma_pinned(page_folio(page))) {
		set_pte_at(mm, address, ptep, pte);
		err = -EBUSY;
		goto out;
	}
	ClearPageAnonExclusive(page);
	set_pte_at(mm, address, ptep, pte_wrprotect(pte));
out:
	pte_unmap_unlock(ptep, ptl);
	return err;
}`,
  },
];
