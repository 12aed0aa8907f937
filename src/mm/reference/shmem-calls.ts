import type { ReferenceFunction } from '../vocabulary.ts';

const SHMEM = 'mm/shmem.c, 6.12';

/** System calls on a memfd. */
export const SHMEM_CALLS: readonly ReferenceFunction[] = [
  {
    name: 'shmem_alloc_and_add_folio',
    source: `${SHMEM}: a new page, zeroed, in the page cache; it comes back locked and with a reference`,
    text: `struct page *shmem_alloc_and_add_folio(struct address_space *mapping, pgoff_t index)
{
	struct page *page = alloc_page_vma(NULL);

	if (!page)
		return NULL;
	lock_page(page);
	shmem_add_to_page_cache(page, mapping, index);
	return page;
}`,
  },
  {
    name: 'sys_file_write',
    source: `${SHMEM}: shmem_file_write_iter, shmem_write_begin, shmem_write_end, for a whole page`,
    text: `int sys_file_write(struct address_space *mapping, pgoff_t index, unsigned long content)
{
	struct page *page;

	page = find_lock_page(mapping, index);
	if (!page)
		page = shmem_alloc_and_add_folio(mapping, index);
	if (!page)
		return -ENOMEM;
	fill_page(page, content);
	if (shmem_beyond_end(mapping, index))
		shmem_set_end(mapping, index + 1);
	unlock_page(page);
	put_page(page);
	return 0;
}`,
  },
  {
    name: 'sys_file_read',
    source: `${SHMEM}: shmem_file_read_iter: a hole reads as zeroes and stays one; says what is read`,
    text: `unsigned long sys_file_read(struct address_space *mapping, pgoff_t index)
{
	unsigned long content = 0;
	struct page *page;

	page = find_get_page(mapping, index);
	if (page) {
		content = page_content(page);
		put_page(page);
	}
	return content;
}`,
  },
  {
    name: 'sys_punch_hole',
    source: `${SHMEM}: shmem_fallocate with FALLOC_FL_PUNCH_HOLE: mappings first, then the page cache, and mappings again`,
    text: `int sys_punch_hole(struct address_space *mapping, pgoff_t start, pgoff_t end)
{
	shmem_falloc_begin(mapping, start, end - start);
	unmap_mapping_pages(mapping, start, end - start, false);
	shmem_undo_range(mapping, start, end);
	shmem_falloc_end(mapping);
	return 0;
}`,
  },
  {
    name: 'sys_ftruncate',
    source: `${SHMEM}: shmem_setattr: the end first, then mappings (copies of private ones too), the page cache, and mappings again`,
    text: `int sys_ftruncate(struct address_space *mapping, pgoff_t pages, pgoff_t limit)
{
	pgoff_t old = shmem_end(mapping);

	shmem_set_end(mapping, pages);
	if (pages < old) {
		unmap_mapping_pages(mapping, pages, limit - pages, true);
		shmem_undo_range(mapping, pages, limit);
		unmap_mapping_pages(mapping, pages, limit - pages, true);
	}
	return 0;
}`,
  },
  {
    name: 'shmem_undo_range',
    source: `${SHMEM}: shmem_undo_range; mm/truncate.c: truncate_inode_folio, truncate_cleanup_folio`,
    text: `void shmem_undo_range(struct address_space *mapping, pgoff_t start, pgoff_t end)
{
	struct page *page;
	pgoff_t index;

	for (index = start; index < end; index++) {
		page = find_lock_page(mapping, index);
		if (!page)
			continue;
		if (page_mapped(page))
			unmap_mapping_pages(mapping, index, 1, false);
		delete_from_page_cache(mapping, page, index);
		unlock_page(page);
		put_page(page);
	}
}`,
  },
  {
    name: 'unmap_mapping_pages',
    source: 'mm/memory.c: unmap_mapping_pages, unmap_mapping_range_tree, unmap_mapping_range_vma, 6.12',
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
		zap_file_range(&tlb, vma, addr, end, even_cows);
		tlb_finish_mmu(&tlb);
	}
	i_mmap_unlock_read(mapping);
}`,
  },
  {
    name: 'zap_file_range',
    source:
      'mm/memory.c: zap_pte_range with zap_details: anonymous pages of private mappings stay unless even_cows says otherwise; uffd-wp leaves a marker',
    text: `void zap_file_range(struct mmu_gather *tlb, struct vm_area_struct *vma, unsigned long addr, unsigned long end,
		    bool even_cows)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl;
	struct page *page;
	pmd_t *pmd;
	pte_t *pte;
	pte_t ptent;

	for (; addr < end; addr += PAGE_SIZE) {
		pmd = pmd_offset_of(mm, addr);
		if (pmd_none_or_trans_huge_or_clear_bad(pmd))
			continue;
		pte = pte_offset_map_lock(mm, pmd, addr, &ptl);
		if (!pte)
			continue;
		ptent = *pte;
		if (pte_present(ptent)) {
			page = vm_normal_page(vma, addr, ptent);
			if (page && (even_cows || !PageAnon(page))) {
				ptent = ptep_get_and_clear(mm, addr, pte);
				tlb_remove_tlb_entry(tlb, pte, addr);
				if (!PageAnon(page) && pte_dirty(ptent))
					set_page_dirty(page);
				if (pte_uffd_wp(ptent) && !PageAnon(page))
					set_pte_at(mm, addr, pte, make_pte_marker(PTE_MARKER_UFFD_WP));
				page_remove_rmap(page, vma, false);
				__tlb_remove_page(tlb, page);
			}
		} else if (is_pte_marker(ptent)) {
			if (even_cows && pte_marker_poisoned(ptent))
				pte_clear(mm, addr, pte);
		} else if (!pte_none(ptent) && even_cows) {
			free_swap_and_cache(pte_to_swp_entry(ptent));
			pte_clear(mm, addr, pte);
		}
		pte_unmap_unlock(pte, ptl);
	}
}`,
  },
];
