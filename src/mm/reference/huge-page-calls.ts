import type { ReferenceFunction } from '../vocabulary.ts';

const HUGE = 'mm/huge_memory.c, 6.12 to 6.18, for anonymous memory';

/** Anonymous huge pages: how they are made by faults and by MADV_COLLAPSE, split, changed and taken out. */
export const HUGE_PAGE_CALLS: readonly ReferenceFunction[] = [
  {
    name: 'thp_vma_suitable_order',
    since: '6.8',
    source: 'include/linux/huge_mm.h: the range lies in the VMA; offsets of files are left out',
    text: `bool thp_vma_suitable_order(struct vm_area_struct *vma, unsigned long addr, int order)
{
	unsigned long hpage_size = PAGE_SIZE << order;
	unsigned long haddr = addr & ~(hpage_size - 1);

	return haddr >= vma->vm_start && haddr + hpage_size <= vma->vm_end;
}`,
  },
  {
    name: 'do_huge_pmd_anonymous_page',
    source: `${HUGE}: do_huge_pmd_anonymous_page, __do_huge_pmd_anonymous_page, set_huge_zero_folio: a read maps the huge zero page`,
    text: `vm_fault_t do_huge_pmd_anonymous_page(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct mm_struct *mm = vma->vm_mm;
	unsigned long haddr = vmf->address & HPAGE_PMD_MASK;
	pgtable_t pgtable;
	struct page *page;
	spinlock_t *ptl;

	if (anon_vma_prepare(vma))
		return VM_FAULT_OOM;
	pgtable = pte_alloc_one(mm);
	if (!pgtable)
		return VM_FAULT_OOM;
	if (vmf->flags & FAULT_FLAG_WRITE)
		page = alloc_hugepage_vma(0, vma, haddr, HPAGE_PMD_ORDER);
	else
		page = huge_zero_page();
	if (!page) {
		pte_free(mm, pgtable);
		return VM_FAULT_FALLBACK;
	}
	ptl = pmd_lock(mm, vmf->pmd);
	if (!pmd_none(*vmf->pmd)) {
		spin_unlock(ptl);
		pte_free(mm, pgtable);
		if (vmf->flags & FAULT_FLAG_WRITE)
			put_page(page);
		return 0;
	}
	if (userfaultfd_missing(vma)) {
		spin_unlock(ptl);
		pte_free(mm, pgtable);
		if (vmf->flags & FAULT_FLAG_WRITE)
			put_page(page);
		return handle_userfault(vmf, VM_UFFD_MISSING);
	}
	if (vmf->flags & FAULT_FLAG_WRITE) {
		page_add_new_anon_rmap(page, vma, haddr);
		SetPageAnonExclusive(page + 1);
		set_pmd_at(mm, haddr, vmf->pmd, maybe_pmd_mkwrite(pmd_mkdirty(mk_huge_pmd(page, vma->vm_page_prot)), vma));
	} else {
		set_pmd_at(mm, haddr, vmf->pmd, mk_huge_pmd(page, vma->vm_page_prot));
	}
	pgtable_trans_huge_deposit(mm, vmf->pmd, pgtable);
	spin_unlock(ptl);
	return 0;
}`,
  },
  {
    name: 'wp_huge_pmd',
    source: `mm/memory.c: wp_huge_pmd; ${HUGE}: do_huge_pmd_wp_page, do_huge_zero_wp_pmd (6.13): a page that others have is split, and the fault goes on with base pages`,
    text: `vm_fault_t wp_huge_pmd(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct mm_struct *mm = vma->vm_mm;
	unsigned long haddr = vmf->address & HPAGE_PMD_MASK;
	struct page *page;
	spinlock_t *ptl;
	pmd_t orig;

	ptl = pmd_lock(mm, vmf->pmd);
	orig = *vmf->pmd;
	if (!pmd_trans_huge(orig)) {
		spin_unlock(ptl);
		return 0;
	}
	if (userfaultfd_wp(vma) && pmd_uffd_wp(orig)) {
		spin_unlock(ptl);
		if (!userfaultfd_wp_async_ctx(vma->vm_userfaultfd_ctx.ctx))
			return handle_userfault(vmf, VM_UFFD_WP);
		split_anon_huge_pmd(vma, vmf->pmd, haddr);
		return VM_FAULT_FALLBACK;
	}
	if (!is_zero_pfn(pmd_pfn(orig))) {
		page = pmd_page(orig);
		if (!PageAnonExclusive(page) && page_count(page) == 1 && trylock_page(page)) {
			page_move_anon_rmap(page, vma);
			SetPageAnonExclusive(page);
			SetPageAnonExclusive(page + 1);
			unlock_page(page);
		}
		if (PageAnonExclusive(page)) {
			set_pmd_at(mm, haddr, vmf->pmd, maybe_pmd_mkwrite(pmd_mkdirty(pmd_mkyoung(orig)), vma));
			spin_unlock(ptl);
			return 0;
		}
		spin_unlock(ptl);
		split_anon_huge_pmd(vma, vmf->pmd, haddr);
		return VM_FAULT_FALLBACK;
	}
	page = alloc_hugepage_vma(0, vma, haddr, HPAGE_PMD_ORDER);
	if (!page) {
		spin_unlock(ptl);
		return VM_FAULT_OOM;
	}
	pmdp_huge_clear_flush(vma, haddr, vmf->pmd);
	page_add_new_anon_rmap(page, vma, haddr);
	SetPageAnonExclusive(page + 1);
	set_pmd_at(mm, haddr, vmf->pmd, maybe_pmd_mkwrite(pmd_mkdirty(mk_huge_pmd(page, vma->vm_page_prot)), vma));
	spin_unlock(ptl);
	return 0;
}`,
  },
  {
    name: 'copy_anon_huge_pmd',
    source: `${HUGE}: copy_huge_pmd: a page that may be pinned is split, and copied by base pages (-EAGAIN)`,
    text: `int copy_anon_huge_pmd(struct vm_area_struct *dst_vma, struct vm_area_struct *src_vma, pmd_t *dst_pmd, pmd_t *src_pmd,
		       unsigned long addr)
{
	struct mm_struct *dst_mm = dst_vma->vm_mm;
	struct mm_struct *src_mm = src_vma->vm_mm;
	spinlock_t *dst_ptl, *src_ptl;
	struct page *page;
	pgtable_t pgtable;
	pmd_t pmd;

	pgtable = pte_alloc_one(dst_mm);
	if (!pgtable)
		return -ENOMEM;
	dst_ptl = pmd_lock(dst_mm, dst_pmd);
	src_ptl = pmd_lockptr(src_mm, src_pmd);
	spin_lock_nested(src_ptl, SINGLE_DEPTH_NESTING);
	pmd = *src_pmd;
	if (!is_zero_pfn(pmd_pfn(pmd))) {
		page = pmd_page(pmd);
		if (PageAnonExclusive(page) && page_needs_cow_for_dma(src_vma, page)) {
			spin_unlock(src_ptl);
			spin_unlock(dst_ptl);
			pte_free(dst_mm, pgtable);
			split_anon_huge_pmd(src_vma, src_pmd, addr);
			return -EAGAIN;
		}
		get_page(page);
		ClearPageAnonExclusive(page);
		ClearPageAnonExclusive(page + 1);
		page_dup_rmap(page, true);
	}
	pgtable_trans_huge_deposit(dst_mm, dst_pmd, pgtable);
	set_pmd_at(src_mm, addr, src_pmd, pmd_wrprotect(pmd));
	if (!userfaultfd_wp(dst_vma))
		pmd = pmd_clear_uffd_wp(pmd);
	set_pmd_at(dst_mm, addr, dst_pmd, pmd_mkold(pmd_wrprotect(pmd)));
	spin_unlock(src_ptl);
	spin_unlock(dst_ptl);
	return 0;
}`,
  },
  {
    name: 'zap_anon_huge_pmd',
    source: `${HUGE}: zap_huge_pmd: the deposited table goes too`,
    text: `void zap_anon_huge_pmd(struct mmu_gather *tlb, struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr)
{
	spinlock_t *ptl = pmd_trans_huge_lock(pmd, vma);
	struct page *page;
	pmd_t orig;

	if (!ptl)
		return;
	orig = pmdp_huge_get_and_clear(vma->vm_mm, addr, pmd);
	tlb_flush_pte_range(tlb, addr, HPAGE_PMD_SIZE);
	pte_free(vma->vm_mm, pgtable_trans_huge_withdraw(vma->vm_mm, pmd));
	if (!is_zero_pfn(pmd_pfn(orig))) {
		page = pmd_page(orig);
		page_remove_rmap(page, vma, true);
		__tlb_remove_page(tlb, page);
	}
	spin_unlock(ptl);
}`,
  },
  {
    name: 'split_anon_huge_pmd',
    source: `${HUGE}: __split_huge_pmd_locked, __split_huge_zero_page_pmd: rights, dirty, uffd-wp and exclusive go to every page`,
    text: `void split_anon_huge_pmd(struct vm_area_struct *vma, pmd_t *pmd, unsigned long address)
{
	struct mm_struct *mm = vma->vm_mm;
	unsigned long haddr = address & HPAGE_PMD_MASK;
	unsigned long addr;
	struct page *page;
	pgtable_t pgtable;
	spinlock_t *ptl;
	pmd_t old;
	pte_t entry;
	int i;

	ptl = pmd_trans_huge_lock(pmd, vma);
	if (!ptl)
		return;
	if (is_zero_pfn(pmd_pfn(*pmd))) {
		old = pmdp_huge_clear_flush(vma, haddr, pmd);
		pgtable = pgtable_trans_huge_withdraw(mm, pmd);
		for (i = 0, addr = haddr; i < HPAGE_PMD_NR; i++, addr += PAGE_SIZE) {
			entry = pte_mkspecial(pfn_pte(my_zero_pfn(addr), vma->vm_page_prot));
			if (pmd_uffd_wp(old))
				entry = pte_mkuffd_wp(entry);
			set_pte_at(mm, addr, pte_in_table(pgtable, addr), entry);
		}
	} else {
		old = pmdp_invalidate(vma, haddr, pmd);
		page = pmd_page(old);
		page_ref_add(page, HPAGE_PMD_NR - 1);
		pgtable = pgtable_trans_huge_withdraw(mm, pmd);
		for (i = 0, addr = haddr; i < HPAGE_PMD_NR; i++, addr += PAGE_SIZE) {
			entry = mk_pte(page + i, vma->vm_page_prot);
			if (pmd_write(old))
				entry = pte_mkwrite(entry);
			if (pmd_dirty(old))
				entry = pte_mkdirty(entry);
			if (pmd_uffd_wp(old))
				entry = pte_mkuffd_wp(entry);
			page_dup_rmap(page + i, false);
			set_pte_at(mm, addr, pte_in_table(pgtable, addr), entry);
		}
		page_remove_rmap(page, vma, true);
	}
	pmd_populate(mm, pmd, pgtable);
	spin_unlock(ptl);
}`,
  },
  {
    name: 'change_huge_pmd',
    since: '6.12',
    source: `${HUGE}: change_huge_pmd, can_change_pmd_writable, userfaultfd_huge_pmd_wp`,
    text: `void change_huge_pmd(struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr, pgprot_t newprot, unsigned long cp_flags)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl = pmd_trans_huge_lock(pmd, vma);
	pmd_t oldpmd, entry;
	struct page *page;

	if (!ptl)
		return;
	oldpmd = pmdp_huge_get_and_clear(mm, addr, pmd);
	page = pmd_page(oldpmd);
	entry = mk_huge_pmd(page, newprot);
	if (pmd_dirty(oldpmd))
		entry = pmd_mkdirty(entry);
	if ((cp_flags & MM_CP_UFFD_WP) || (pmd_uffd_wp(oldpmd) && !(cp_flags & MM_CP_UFFD_WP_RESOLVE)))
		entry = pmd_mkuffd_wp(entry);
	if ((cp_flags & MM_CP_TRY_CHANGE_WRITABLE) && !is_zero_pfn(pmd_pfn(oldpmd)) && PageAnonExclusive(page) &&
	    !(userfaultfd_wp(vma) && pmd_uffd_wp(entry)))
		entry = pmd_mkwrite(entry);
	set_pmd_at(mm, addr, pmd, entry);
	flush_tlb_range(vma, addr, addr + HPAGE_PMD_SIZE);
	spin_unlock(ptl);
}`,
  },
  {
    name: 'sys_madvise_collapse',
    source:
      'mm/khugepaged.c: madvise_collapse, 6.12, range by range of the size of a huge page: a page that somebody holds lets it go on to the end of the VMA',
    text: `int sys_madvise_collapse(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct vm_area_struct *vma;
	unsigned long addr;
	int error = 0;
	int failed;

	mmap_write_lock(mm);
	for (addr = start; addr < end; addr += HPAGE_PMD_SIZE) {
		vma = vma_lookup(mm, addr);
		if (error == -EAGAIN && (!vma || vma->vm_start == addr))
			break;
		if (!vma) {
			error = -ENOMEM;
			continue;
		}
		failed = -EINVAL;
		if (vma_is_anonymous(vma) && thp_vma_suitable_order(vma, addr, HPAGE_PMD_ORDER))
			failed = collapse_anon(vma, addr);
		if (failed)
			error = failed;
		if (failed && failed != -EAGAIN)
			break;
	}
	mmap_write_unlock(mm);
	return error;
}`,
  },
  {
    name: 'collapse_anon',
    source:
      'mm/khugepaged.c: hpage_collapse_scan_pmd, hugepage_vma_revalidate, collapse_huge_page, __collapse_huge_page_copy, 6.12: what is empty or the zero page comes as zeroes; the VMA must have had a page of its own',
    text: `int collapse_anon(struct vm_area_struct *vma, unsigned long haddr)
{
	struct mm_struct *mm = vma->vm_mm;
	pmd_t *pmd = pmd_offset_of(mm, haddr);
	pgtable_t pgtable;
	struct page *huge, *page;
	unsigned long addr;
	spinlock_t *ptl;
	pte_t *pte;
	pmd_t old;
	int i;

	if (pmd_none(*pmd))
		return -EINVAL;
	if (pmd_trans_huge(*pmd))
		return 0;
	if (!vma->anon_vma)
		return -EINVAL;
	pgtable = pmd_pgtable(*pmd);
	for (i = 0, addr = haddr; i < HPAGE_PMD_NR; i++, addr += PAGE_SIZE) {
		pte = pte_in_table(pgtable, addr);
		if (pte_none(*pte))
			continue;
		page = vm_normal_page(vma, addr, *pte);
		if (page && page_count(page) != folio_mapcount(page_folio(page)) + folio_test_swapcache(page))
			return -EAGAIN;
	}
	huge = alloc_hugepage_vma(0, vma, haddr, HPAGE_PMD_ORDER);
	if (!huge)
		return -ENOMEM;
	ptl = pmd_lock(mm, pmd);
	old = pmdp_collapse_flush(vma, haddr, pmd);
	pgtable = pmd_pgtable(old);
	for (i = 0, addr = haddr; i < HPAGE_PMD_NR; i++, addr += PAGE_SIZE) {
		pte = pte_in_table(pgtable, addr);
		if (!pte_none(*pte)) {
			page = vm_normal_page(vma, addr, *pte);
			pte_clear(mm, addr, pte);
			if (page) {
				copy_user_highpage(huge + i, page, addr, vma);
				page_remove_rmap(page, vma, false);
				free_page_and_swap_cache(page);
			}
		}
	}
	page_add_new_anon_rmap(huge, vma, haddr);
	SetPageAnonExclusive(huge + 1);
	set_pmd_at(mm, haddr, pmd, maybe_pmd_mkwrite(pmd_mkdirty(mk_huge_pmd(huge, vma->vm_page_prot)), vma));
	pgtable_trans_huge_deposit(mm, pmd, pgtable);
	spin_unlock(ptl);
	return 0;
}`,
  },
];
