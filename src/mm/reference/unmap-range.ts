import type { ReferenceFunction } from '../vocabulary.ts';

const MEMORY = 'mm/memory.c, 6.12 to 6.18';

/** Taking entries of all kinds out of a range: whole mappings, what a program gives up, or what a file loses. */
export const UNMAP_RANGE_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'unmap_page_range',
    source: `${MEMORY}: unmap_page_range, zap_pmd_range; mm/pt_reclaim.c, 6.14: a table whose whole range is emptied goes, of anonymous memory; free_pgtables: it goes with its mappings; the last two arguments are what zap_details says`,
    text: `void unmap_page_range(struct mmu_gather *tlb, struct vm_area_struct *vma, unsigned long addr, unsigned long end,
		      bool even_cows, bool drop_markers)
{
	struct mm_struct *mm = vma->vm_mm;
	unsigned long next;
	pmd_t *pmd, pmdval;

	for (; addr < end; addr = next) {
		next = pmd_addr_end(addr, end);
		pmd = pmd_offset_of(mm, addr);
		if (pmd_trans_huge(*pmd)) {
			if (next - addr == HPAGE_PMD_SIZE) {
				zap_anon_huge_pmd(tlb, vma, pmd, addr);
				continue;
			}
			split_anon_huge_pmd(vma, pmd, addr);
		}
		if (pmd_none(*pmd))
			continue;
		zap_entries(tlb, vma, pmd, addr, next, even_cows, drop_markers);
		if (covers_table(addr, next) && (vma_is_anonymous(vma) || drop_markers)) {
			pmdval = *pmd;
			pmd_clear(pmd);
			pte_free(mm, pmd_pgtable(pmdval));
		}
	}
}`,
  },
  {
    name: 'covers_table',
    source: 'mm/pt_reclaim.c: reclaim_pt_is_enabled and its caller: the range is that of a whole table',
    text: `bool covers_table(unsigned long addr, unsigned long end)
{
	return pmd_addr_end(addr, TASK_SIZE) == end && (addr == 0 || pmd_addr_end(addr - 1, TASK_SIZE) == addr);
}`,
  },
  {
    name: 'zap_entries',
    source: `${MEMORY}: zap_pte_range, zap_present_ptes, zap_nonpresent_ptes, zap_install_uffd_wp_if_needed: on file mappings write protection stays as a marker unless the mapping goes`,
    text: `void zap_entries(struct mmu_gather *tlb, struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr,
		 unsigned long end, bool even_cows, bool drop_markers)
{
	bool keeps_markers = !vma_is_anonymous(vma) && !drop_markers;
	struct mm_struct *mm = vma->vm_mm;
	int force_flush = 0;
	struct page *page;
	spinlock_t *ptl;
	pte_t *pte;
	pte_t ptent;

	pte = pte_offset_map_lock(mm, pmd, addr, &ptl);
	if (!pte)
		return;
	flush_tlb_batched_pending(mm);
	do {
		ptent = *pte;
		if (pte_none(ptent))
			continue;
		if (pte_present(ptent)) {
			page = vm_normal_page(vma, addr, ptent);
			if (page && !even_cows && PageAnon(page))
				continue;
			ptent = ptep_get_and_clear(mm, addr, pte);
			tlb_remove_tlb_entry(tlb, pte, addr);
			if (keeps_markers && pte_uffd_wp(ptent) && userfaultfd_wp(vma))
				set_pte_at(mm, addr, pte, make_pte_marker(PTE_MARKER_UFFD_WP));
			if (!page)
				continue;
			if (!PageAnon(page) && pte_dirty(ptent)) {
				force_flush = 1;
				set_page_dirty(page);
			}
			page_remove_rmap(page, vma, false);
			__tlb_remove_page(tlb, page);
			continue;
		}
		if (is_pte_marker(ptent)) {
			if (pte_marker_poisoned(ptent) && !even_cows)
				continue;
			if (pte_marker_uffd_wp(ptent) && keeps_markers)
				continue;
		} else {
			if (!even_cows)
				continue;
			if (!non_swap_entry(pte_to_swp_entry(ptent)))
				free_swap_and_cache(pte_to_swp_entry(ptent));
			else if (is_device_exclusive_entry(pte_to_swp_entry(ptent)))
				put_page(pfn_swap_entry_to_page(pte_to_swp_entry(ptent)));
		}
		pte_clear(mm, addr, pte);
		if (keeps_markers && pte_swp_uffd_wp_any(ptent) && userfaultfd_wp(vma))
			set_pte_at(mm, addr, pte, make_pte_marker(PTE_MARKER_UFFD_WP));
	} while (pte++, addr += PAGE_SIZE, addr != end);
	if (force_flush)
		tlb_flush_mmu_tlbonly(tlb);
	pte_unmap_unlock(pte - 1, ptl);
	if (force_flush)
		tlb_flush_mmu(tlb);
}`,
  },
  {
    name: 'unmap_mapping_pages',
    source: `${MEMORY}: unmap_mapping_pages, unmap_mapping_range_tree, unmap_mapping_range_vma`,
    text: `void unmap_mapping_pages(struct address_space *mapping, pgoff_t start, pgoff_t nr, bool even_cows)
{
	struct vm_area_struct *vma;
	unsigned long addr, end;
	struct mmu_gather tlb;

	i_mmap_lock_read(mapping);
	vma_interval_tree_foreach(vma, &mapping->i_mmap, start, start + nr - 1) {
		addr = vma->vm_start;
		end = vma->vm_end;
		if (start > vma->vm_pgoff)
			addr = vma->vm_start + start - vma->vm_pgoff;
		if (start + nr < vma->vm_pgoff + vma->vm_end - vma->vm_start)
			end = vma->vm_start + start + nr - vma->vm_pgoff;
		tlb_gather_mmu(&tlb, vma->vm_mm);
		unmap_page_range(&tlb, vma, addr, end, even_cows, false);
		tlb_finish_mmu(&tlb);
		if (even_cows)
			content_given_up(vma->vm_mm, addr, end);
		for (; addr < end; addr += PAGE_SIZE)
			uffd_removed(vma->vm_mm, addr);
	}
	i_mmap_unlock_read(mapping);
}`,
  },
];
