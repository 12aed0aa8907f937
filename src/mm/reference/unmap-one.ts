import type { ReferenceFunction } from '../vocabulary.ts';

/** The unmap step of reclaim for one base page in one VMA, with the usage hint of s390 looked at before all else. */
const UNMAP_ONE = `bool try_to_unmap_one(struct page *page, struct vm_area_struct *vma, unsigned long address, void *arg)
{
	struct mm_struct *mm = vma->vm_mm;
	struct page_vma_mapped_walk pvmw;
	struct page *subpage = page;
	pte_t pteval, swp_pte;
	swp_entry_t entry;
	unsigned int flags = (unsigned int)arg;

	mn_invalidate_range_start(mm, address, address + PAGE_SIZE);
	pvmw.pte = pte_offset_map_lock(mm, mm_find_pmd(mm, address), address, &pvmw.ptl);
	if (!pvmw.pte)
		goto out;
	if (!pte_present(*pvmw.pte)) {
		pte_unmap_unlock(pvmw.pte, pvmw.ptl);
		goto out;
	}

		/* Nuke the page table entry. */
			pteval = ptep_clear_flush(vma, address, pvmw.pte);

		/* Move the dirty bit to the page. Now the pte is gone. */
		if (pte_dirty(pteval))
			set_page_dirty(page);

		if (PageHWPoison(page) && !(flags & TTU_IGNORE_HWPOISON)) {
			goto discard;
		} else if (pte_unused(pteval)) {
			dec_mm_counter(mm, mm_counter(page));
		} else if (flags & (TTU_MIGRATION|TTU_SPLIT_FREEZE)) {
			entry = make_readable_migration_entry(subpage);
			swp_pte = swp_entry_to_pte(entry);
			if (pte_soft_dirty(pteval))
				swp_pte = pte_swp_mksoft_dirty(swp_pte);
			if (pte_uffd_wp(pteval))
				swp_pte = pte_swp_mkuffd_wp(swp_pte);
			set_pte_at(mm, address, pvmw.pte, swp_pte);
		} else if (PageAnon(page)) {
			entry = page_swap_entry(subpage);
			if (swap_duplicate(entry) < 0) {
				set_pte_at(mm, address, pvmw.pte, pteval);
				pte_unmap_unlock(pvmw.pte, pvmw.ptl);
				goto out;
			}
			dec_mm_counter(mm, MM_ANONPAGES);
			swp_pte = swp_entry_to_pte(entry);
			if (pte_soft_dirty(pteval))
				swp_pte = pte_swp_mksoft_dirty(swp_pte);
			if (pte_uffd_wp(pteval))
				swp_pte = pte_swp_mkuffd_wp(swp_pte);
			set_pte_at(mm, address, pvmw.pte, swp_pte);
		} else {
			dec_mm_counter(mm, mm_counter_file(page));
		}
discard:
		page_remove_rmap(subpage, vma, false);
		put_page(page);
	pte_unmap_unlock(pvmw.pte, pvmw.ptl);
out:
	mn_invalidate_range_end(mm, address, address + PAGE_SIZE);
	return true;
}`;

/** Since 2018 a page of a range that userfaultfd watches is not dropped, whatever the hint says. */
const UNMAP_ONE_ARMED = UNMAP_ONE.replace('pte_unused(pteval))', 'pte_unused(pteval) && !userfaultfd_armed(vma))');

/** The branch for migration, which has a walk of its own from 5.14 (try_to_migrate_one). */
const MIGRATION = UNMAP_ONE.slice(
  UNMAP_ONE.indexOf(' else if (flags & (TTU_MIGRATION'),
  UNMAP_ONE.indexOf(' else if (PageAnon'),
);

/** try_to_unmap_one through the years. */
export const UNMAP_ONE_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'try_to_unmap_one',
    until: '4.19',
    source: 'mm/rmap.c, 4.18, for one base page',
    text: UNMAP_ONE,
  },
  {
    name: 'try_to_unmap_one',
    since: '4.20',
    until: '5.13',
    source: 'mm/rmap.c, 5.10, for one base page',
    text: UNMAP_ONE_ARMED,
  },
  {
    name: 'try_to_unmap_one',
    since: '5.14',
    until: '5.17',
    source: 'mm/rmap.c, 5.15, for one base page',
    text: UNMAP_ONE_ARMED.replace(MIGRATION, ''),
  },
];
