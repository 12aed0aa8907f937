import type { ReferenceFunction } from '../vocabulary.ts';

/** Write faults of 4.5, after the refcounting of huge pages was made anew and before page_trans_huge_mapcount. */
export const WP_FAULT_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'do_huge_pmd_wp_page',
    until: '4.7',
    source: 'mm/huge_memory.c, 4.5: where no huge page is left the fault falls back to base pages',
    text: `int do_huge_pmd_wp_page(struct mm_struct *mm, struct vm_area_struct *vma,
			unsigned long address, pmd_t *pmd, pmd_t orig_pmd)
{
	spinlock_t *ptl;
	int ret = 0;
	struct page *page = NULL, *new_page;
	unsigned long haddr;
	unsigned long mmun_start;	/* For mmu_notifiers */
	unsigned long mmun_end;		/* For mmu_notifiers */
	gfp_t huge_gfp;

	ptl = pmd_lockptr(mm, pmd);
	VM_BUG_ON_VMA(!vma->anon_vma, vma);
	haddr = address & HPAGE_PMD_MASK;
	spin_lock(ptl);
	if (unlikely(!pmd_same(*pmd, orig_pmd)))
		goto out_unlock;

	page = pmd_page(orig_pmd);
	VM_BUG_ON_PAGE(!PageCompound(page) || !PageHead(page), page);
	/*
	 * We can only reuse the page if nobody else maps the huge page or it's
	 * part. We can do it by checking page_mapcount() on each sub-page, but
	 * it's expensive.
	 * The cheaper way is to check page_count() to be equal 1: every
	 * mapcount takes page reference reference, so this way we can
	 * guarantee, that the PMD is the only mapping.
	 * This can give false negative if somebody pinned the page, but that's
	 * fine.
	 */
	if (page_mapcount(page) == 1 && page_count(page) == 1) {
		pmd_t entry;
		entry = pmd_mkyoung(orig_pmd);
		entry = maybe_pmd_mkwrite(pmd_mkdirty(entry), vma);
		if (pmdp_set_access_flags(vma, haddr, pmd, entry,  1))
			update_mmu_cache_pmd(vma, address, pmd);
		ret |= VM_FAULT_WRITE;
		goto out_unlock;
	}
	get_page(page);
	spin_unlock(ptl);
	new_page = alloc_hugepage_vma(huge_gfp, vma, haddr, HPAGE_PMD_ORDER);
	if (unlikely(!new_page)) {
		put_page(page);
		ret |= VM_FAULT_FALLBACK;
		goto out;
	}

	count_vm_event(THP_FAULT_ALLOC);

	copy_user_huge_page(new_page, page, haddr, vma, HPAGE_PMD_NR);
	__SetPageUptodate(new_page);

	mmun_start = haddr;
	mmun_end   = haddr + HPAGE_PMD_SIZE;
	mmu_notifier_invalidate_range_start(mm, mmun_start, mmun_end);

	spin_lock(ptl);
	put_page(page);
	if (unlikely(!pmd_same(*pmd, orig_pmd))) {
		spin_unlock(ptl);
		put_page(new_page);
		goto out_mn;
	} else {
		pmd_t entry;
		VM_BUG_ON_PAGE(!PageHead(page), page);
		entry = mk_huge_pmd(new_page, vma->vm_page_prot);
		entry = maybe_pmd_mkwrite(pmd_mkdirty(entry), vma);
		pmdp_huge_clear_flush_notify(vma, haddr, pmd);
		page_add_new_anon_rmap(new_page, vma, haddr, true);
		set_pmd_at(mm, haddr, pmd, entry);
		update_mmu_cache_pmd(vma, address, pmd);
		page_remove_rmap(page, true);
		put_page(page);
		ret |= VM_FAULT_WRITE;
	}
	spin_unlock(ptl);
out_mn:
	mmu_notifier_invalidate_range_end(mm, mmun_start, mmun_end);
out:
	return ret;
out_unlock:
	spin_unlock(ptl);
	return ret;
}`,
  },
  {
    name: 'do_wp_page',
    until: '4.7',
    source: 'mm/memory.c, 4.5, of an anonymous page; shared mappings are left out',
    text: `int do_wp_page(struct mm_struct *mm, struct vm_area_struct *vma,
		unsigned long address, pte_t *page_table, pmd_t *pmd,
		spinlock_t *ptl, pte_t orig_pte)
{
	struct page *old_page;

	old_page = vm_normal_page(vma, address, orig_pte);

	/*
	 * Take out anonymous pages first, anonymous shared vmas are
	 * not dirty accountable.
	 */
	if (PageAnon(old_page) && !PageKsm(old_page)) {
		if (!trylock_page(old_page)) {
			get_page(old_page);
			pte_unmap_unlock(page_table, ptl);
			lock_page(old_page);
			page_table = pte_offset_map_lock(mm, pmd, address,
							 &ptl);
			if (!pte_same(*page_table, orig_pte)) {
				unlock_page(old_page);
				pte_unmap_unlock(page_table, ptl);
				put_page(old_page);
				return 0;
			}
			put_page(old_page);
		}
		if (reuse_swap_page(old_page)) {
			/*
			 * The page is all ours.  Move it to our anon_vma so
			 * the rmap code will not search our parent or siblings.
			 * Protected against the rmap code by the page lock.
			 */
			page_move_anon_rmap(old_page, vma, address);
			unlock_page(old_page);
			return wp_page_reuse(mm, vma, address, page_table, ptl,
					     orig_pte, old_page, 0, 0);
		}
		unlock_page(old_page);
	}

	/*
	 * Ok, we need to copy. Oh, well..
	 */
	get_page(old_page);

	pte_unmap_unlock(page_table, ptl);
	return wp_page_copy(mm, vma, address, page_table, pmd,
			    orig_pte, old_page);
}`,
  },
  {
    name: 'reuse_swap_page',
    until: '4.7',
    source: 'mm/swapfile.c, 4.5: a page of a huge page is never reused; the swap cache is left out',
    text: `int reuse_swap_page(struct page *page)
{
	int count;

	VM_BUG_ON_PAGE(!PageLocked(page), page);
	if (unlikely(PageKsm(page)))
		return 0;
	/* The page is part of THP and cannot be reused */
	if (PageTransCompound(page))
		return 0;
	count = page_mapcount(page);
	return count <= 1;
}`,
  },
  {
    name: 'reuse_swap_page',
    since: '4.8',
    until: '5.17',
    source:
      'mm/swapfile.c, 4.6 as merged (6d0a07edd17c): the highest number of mappings of any page; the swap cache is left out',
    text: `bool reuse_swap_page(struct page *page, int *total_mapcount)
{
	int count;

	VM_BUG_ON_PAGE(!PageLocked(page), page);
	if (unlikely(PageKsm(page)))
		return false;
	count = page_trans_huge_mapcount(page, total_mapcount);
	return count <= 1;
}`,
  },
  {
    name: 'page_trans_huge_mapcount',
    since: '4.6',
    until: '5.18',
    source: 'mm/huge_memory.c, 4.6 as merged (6d0a07edd17c)',
    text: `int page_trans_huge_mapcount(struct page *page, int *total_mapcount)
{
	int i, ret, _total_mapcount, mapcount;

	if (likely(!PageTransCompound(page))) {
		mapcount = atomic_read(&page->_mapcount) + 1;
		if (total_mapcount)
			*total_mapcount = mapcount;
		return mapcount;
	}

	page = compound_head(page);

	_total_mapcount = ret = 0;
	for (i = 0; i < HPAGE_PMD_NR; i++) {
		mapcount = atomic_read(&(page + i)->_mapcount) + 1;
		ret = max(ret, mapcount);
		_total_mapcount += mapcount;
	}
	if (PageDoubleMap(page)) {
		ret -= 1;
		_total_mapcount -= HPAGE_PMD_NR;
	}
	mapcount = compound_mapcount(page);
	ret += mapcount;
	_total_mapcount += mapcount;
	if (total_mapcount)
		*total_mapcount = _total_mapcount;
	return ret;
}`,
  },
  {
    name: 'wp_page_reuse',
    until: '4.7',
    source: 'mm/memory.c, 4.5, of a private mapping',
    text: `int wp_page_reuse(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address, pte_t *page_table,
		  spinlock_t *ptl, pte_t orig_pte, struct page *page, int page_mkwrite, int dirty_shared)
{
	pte_t entry;

	entry = pte_mkyoung(orig_pte);
	entry = maybe_mkwrite(pte_mkdirty(entry), vma);
	set_pte_at(mm, address, page_table, entry);
	pte_unmap_unlock(page_table, ptl);
	return VM_FAULT_WRITE;
}`,
  },
  {
    name: 'wp_page_copy',
    until: '4.7',
    source: 'mm/memory.c, 4.5, of a private mapping',
    text: `int wp_page_copy(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address, pte_t *page_table, pmd_t *pmd,
		 pte_t orig_pte, struct page *old_page)
{
	struct page *new_page;
	spinlock_t *ptl;
	pte_t entry;

	new_page = alloc_page_vma(vma);
	if (!new_page) {
		put_page(old_page);
		return VM_FAULT_OOM;
	}
	copy_user_highpage(new_page, old_page, address, vma);
	page_table = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (pte_same(*page_table, orig_pte)) {
		entry = mk_pte(new_page, vma->vm_page_prot);
		entry = maybe_mkwrite(pte_mkdirty(entry), vma);
		ptep_clear_flush(vma, address, page_table);
		page_add_new_anon_rmap(new_page, vma, address, false);
		set_pte_at(mm, address, page_table, entry);
		page_remove_rmap(old_page, false);
		pte_unmap_unlock(page_table, ptl);
		put_page(old_page);
	} else {
		pte_unmap_unlock(page_table, ptl);
		put_page(new_page);
	}
	put_page(old_page);
	return VM_FAULT_WRITE;
}`,
  },
];
