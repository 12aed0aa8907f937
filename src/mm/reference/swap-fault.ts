import type { ReferenceFunction } from '../vocabulary.ts';

const MEMORY = 'mm/memory.c, 6.12 to 6.18, for base pages and a swap device that is not synchronous';

/** Swapping in, through the swap cache. */
export const SWAP_FAULT_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'do_swap_page',
    source: `${MEMORY}: the page of a slot is mapped; it is exclusive where the entry says so or nobody else has it`,
    text: `vm_fault_t do_swap_page(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	swp_entry_t entry;
	struct page *page;
	bool exclusive;
	pte_t pte;

	if (is_pte_marker(vmf->orig_pte))
		return handle_pte_marker(vmf);
	entry = pte_to_swp_entry(vmf->orig_pte);
	if (non_swap_entry(entry))
		return 0;
	page = swap_cache_get_folio(entry, vma, vmf->address);
	if (!page) {
		page = swapin_readahead(entry, vma);
		if (!page)
			return VM_FAULT_OOM;
	}
	lock_page(page);
	if (!folio_test_swapcache(page))
		goto out_page;
	vmf->pte = pte_offset_map_lock(vma->vm_mm, vmf->pmd, vmf->address, &vmf->ptl);
	if (!vmf->pte)
		goto out_page;
	if (!pte_same(*vmf->pte, vmf->orig_pte)) {
		pte_unmap_unlock(vmf->pte, vmf->ptl);
		goto out_page;
	}
	exclusive = pte_swp_exclusive(vmf->orig_pte);
	swap_free(entry);
	if ((vmf->flags & FAULT_FLAG_WRITE) && page_count(page) == 2)
		folio_free_swap(page);
	pte = mk_pte(page, vma->vm_page_prot);
	if (pte_swp_uffd_wp(vmf->orig_pte))
		pte = pte_mkuffd_wp(pte);
	if (exclusive || page_count(page) == 1) {
		exclusive = true;
		if ((vma->vm_flags & VM_WRITE) && !userfaultfd_pte_wp(vma, pte)) {
			pte = pte_mkwrite(pte);
			if (vmf->flags & FAULT_FLAG_WRITE) {
				pte = pte_mkdirty(pte);
				vmf->flags = vmf->flags & ~FAULT_FLAG_WRITE;
			}
		}
	}
	if (!PageAnon(page)) {
		__folio_set_anon(page, vma, vmf->address, exclusive);
		folio_set_swapbacked(page);
	}
	folio_add_anon_rmap_pte(page, page, vma);
	if (exclusive)
		SetPageAnonExclusive(page);
	else
		ClearPageAnonExclusive(page);
	set_pte_at(vma->vm_mm, vmf->address, vmf->pte, pte);
	unlock_page(page);
	if (vmf->flags & FAULT_FLAG_WRITE) {
		vmf->orig_pte = pte;
		return do_wp_page(vmf);
	}
	pte_unmap_unlock(vmf->pte, vmf->ptl);
	return 0;
out_page:
	unlock_page(page);
	put_page(page);
	return 0;
}`,
  },
  {
    name: 'swapin_readahead',
    source:
      'mm/swap_state.c: __read_swap_cache_async, for the one page; it comes back with a reference; the end of the read unlocks it',
    text: `struct page *swapin_readahead(swp_entry_t entry, struct vm_area_struct *vma)
{
	struct page *page;

	page = alloc_page_vma(vma);
	if (!page)
		return NULL;
	if (swapcache_prepare(entry)) {
		put_page(page);
		return NULL;
	}
	__SetPageLocked(page);
	add_to_swap_cache(page, entry);
	swap_readpage(page, true, NULL);
	unlock_page(page);
	return page;
}`,
  },
  {
    name: 'madvise_pageout_page',
    source:
      'mm/madvise.c: madvise_cold_or_pageout_pte_range; mm/vmscan.c: shrink_folio_list, 6.12: a page that one process maps, with no other reference',
    text: `void madvise_pageout_page(struct vm_area_struct *vma, unsigned long address)
{
	struct mm_struct *mm = vma->vm_mm;
	pmd_t *pmd = pmd_offset_of(mm, address);
	struct page *page;
	spinlock_t *ptl;
	pte_t *pte;
	pte_t ptent;

	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (!pte)
		return;
	ptent = *pte;
	if (!pte_present(ptent)) {
		pte_unmap_unlock(pte, ptl);
		return;
	}
	page = vm_normal_page(vma, address, ptent);
	if (!page || page_mapcount(page) != 1 || !PageAnon(page)) {
		pte_unmap_unlock(pte, ptl);
		return;
	}
	set_pte_at(mm, address, pte, pte_mkold(ptent));
	get_page(page);
	pte_unmap_unlock(pte, ptl);
	reclaim_anon_folio(page, vma, address);
	put_page(page);
}`,
  },
  {
    name: 'discard_lazyfree_page',
    source:
      'mm/rmap.c: try_to_unmap_one, 6.12: a page of MADV_FREE goes unless it was written since, or somebody else has it',
    text: `void discard_lazyfree_page(struct page *page, struct vm_area_struct *vma, unsigned long address)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl;
	pte_t *pte;
	pte_t pteval;

	pte = pte_offset_map_lock(mm, pmd_offset_of(mm, address), address, &ptl);
	if (!pte)
		return;
	pteval = ptep_clear_flush(vma, address, pte);
	if (pte_dirty(pteval))
		set_page_dirty(page);
	if (folio_test_dirty(page)) {
		folio_set_swapbacked(page);
		set_pte_at(mm, address, pte, pteval);
	} else if (page_count(page) != 2) {
		set_pte_at(mm, address, pte, pteval);
	} else {
		page_remove_rmap(page, vma, false);
		put_page(page);
	}
	pte_unmap_unlock(pte, ptl);
}`,
  },
  {
    name: 'reclaim_anon_folio',
    source:
      'mm/vmscan.c: shrink_folio_list; mm/rmap.c: try_to_unmap_one, 6.12, for one anonymous page that is mapped once; with another reference to it than FOLL_PIN it stays in the swap cache; with FOLL_PIN it stays mapped (folio_try_share_anon_rmap_pte)',
    text: `void reclaim_anon_folio(struct page *page, struct vm_area_struct *vma, unsigned long address)
{
	struct mm_struct *mm = vma->vm_mm;
	pmd_t *pmd = pmd_offset_of(mm, address);
	swp_entry_t entry;
	spinlock_t *ptl;
	pte_t *pte;
	pte_t pteval, swp_pte;

	if (!trylock_page(page))
		return;
	if (!folio_test_swapbacked(page)) {
		discard_lazyfree_page(page, vma, address);
		goto out;
	}
	if (!folio_test_swapcache(page)) {
		if (page_maybe_dma_pinned(page))
			goto out;
		if (!add_to_swap(page_folio(page)))
			goto out;
	}
	entry = page_swap_entry(page);
	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (!pte)
		goto out;
	pteval = ptep_clear_flush(vma, address, pte);
	if (pte_dirty(pteval))
		set_page_dirty(page);
	swap_duplicate(entry);
	if (PageAnonExclusive(page) && page_maybe_dma_pinned(page)) {
		swap_free(entry);
		set_pte_at(mm, address, pte, pteval);
		pte_unmap_unlock(pte, ptl);
		goto out;
	}
	swp_pte = swp_entry_to_pte(entry);
	if (PageAnonExclusive(page))
		swp_pte = pte_swp_mkexclusive(swp_pte);
	if (pte_uffd_wp(pteval))
		swp_pte = pte_swp_mkuffd_wp(swp_pte);
	ClearPageAnonExclusive(page);
	set_pte_at(mm, address, pte, swp_pte);
	page_remove_rmap(page, vma, false);
	pte_unmap_unlock(pte, ptl);
	put_page(page);
	if (folio_test_dirty(page)) {
		swap_writepage(page, NULL);
		written_back(page);
	}
	if (page_count(page) == 2)
		delete_from_swap_cache(page_folio(page));
out:
	unlock_page(page);
}`,
  },
];
