import type { ReferenceFunction } from '../vocabulary.ts';

const MEMORY = 'mm/memory.c, 6.12 to 6.18, for base pages';

/** A fault of a program from its entry to the page, as the running kernel takes it. */
export const HANDLE_MM_FAULT_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'user_read',
    source: 'arch/x86/mm/fault.c: do_user_addr_fault: the load is tried again after the fault',
    text: `vm_fault_t user_read(struct mm_struct *mm, unsigned long address)
{
	vm_fault_t fault;

	while (!cpu_load(mm, address)) {
		fault = do_user_addr_fault(mm, address, 0);
		if (fault)
			return fault;
	}
	return 0;
}`,
  },
  {
    name: 'user_write',
    source: 'arch/x86/mm/fault.c: do_user_addr_fault: the store is tried again after the fault',
    text: `vm_fault_t user_write(struct mm_struct *mm, unsigned long address, unsigned long content)
{
	vm_fault_t fault;

	while (!cpu_store_content(mm, address, content)) {
		fault = do_user_addr_fault(mm, address, FAULT_FLAG_WRITE);
		if (fault)
			return fault;
	}
	return 0;
}`,
  },
  {
    name: 'sys_vmsplice',
    source:
      'fs/splice.c: vmsplice_to_pipe; mm/gup.c: __get_user_pages with FOLL_GET, for one page: NULL where it cannot be had',
    text: `struct page *sys_vmsplice(struct mm_struct *mm, unsigned long address)
{
	struct vm_area_struct *vma;
	struct page *page = NULL;

	mmap_read_lock(mm);
	vma = vma_lookup(mm, address);
	while (vma && vma_is_accessible(vma)) {
		page = user_page(mm, address);
		if (page) {
			get_page(page);
			break;
		}
		if (handle_mm_fault(vma, address, 0))
			break;
	}
	mmap_read_unlock(mm);
	return page;
}`,
  },
  {
    name: 'do_user_addr_fault',
    source: 'arch/x86/mm/fault.c, 6.12: access_error looks at the rights of the VMA; the per-VMA lock is left out',
    text: `vm_fault_t do_user_addr_fault(struct mm_struct *mm, unsigned long address, unsigned int flags)
{
	struct vm_area_struct *vma;
	vm_fault_t fault = VM_FAULT_SIGSEGV;

	mmap_read_lock(mm);
	vma = vma_lookup(mm, address);
	if (!vma)
		goto out;
	if (flags & FAULT_FLAG_WRITE) {
		if (!(vma->vm_flags & VM_WRITE))
			goto out;
	} else if (!vma_is_accessible(vma)) {
		goto out;
	}
	fault = handle_mm_fault(vma, address, flags);
out:
	mmap_read_unlock(mm);
	return fault;
}`,
  },
  {
    name: 'handle_mm_fault',
    source: `${MEMORY}, and for huge pages of ranges that ask for them: __handle_mm_fault, handle_pte_fault`,
    text: `vm_fault_t handle_mm_fault(struct vm_area_struct *vma, unsigned long address, unsigned int flags)
{
	struct mm_struct *mm = vma->vm_mm;
	struct vm_fault vmf;
	vm_fault_t fault;

	vmf.vma = vma;
	vmf.address = address;
	vmf.flags = flags;
	vmf.pgoff = linear_page_index(vma, address);
	vmf.pmd = pmd_offset_of(mm, address);
	vmf.page = NULL;
	if (pmd_none(*vmf.pmd)) {
		if ((vma->vm_flags & VM_HUGEPAGE) && vma_is_anonymous(vma) &&
		    thp_vma_suitable_order(vma, address, HPAGE_PMD_ORDER)) {
			fault = do_huge_pmd_anonymous_page(&vmf);
			if (fault != VM_FAULT_FALLBACK)
				return fault;
		}
	} else if (pmd_trans_huge(*vmf.pmd)) {
		if (!(flags & FAULT_FLAG_WRITE))
			return 0;
		fault = wp_huge_pmd(&vmf);
		if (fault != VM_FAULT_FALLBACK)
			return fault;
	}
	if (pte_alloc(mm, vmf.pmd))
		return VM_FAULT_OOM;
	vmf.pte = pte_offset_map_lock(mm, vmf.pmd, address, &vmf.ptl);
	if (!vmf.pte)
		return 0;
	vmf.orig_pte = *vmf.pte;
	if (pte_none(vmf.orig_pte)) {
		pte_unmap_unlock(vmf.pte, vmf.ptl);
		return do_pte_missing(&vmf);
	}
	if (!pte_present(vmf.orig_pte)) {
		pte_unmap_unlock(vmf.pte, vmf.ptl);
		return do_swap_page(&vmf);
	}
	if ((flags & FAULT_FLAG_WRITE) && !pte_write(vmf.orig_pte))
		return do_wp_page(&vmf);
	pte_unmap_unlock(vmf.pte, vmf.ptl);
	return 0;
}`,
  },
  {
    name: 'do_pte_missing',
    source: MEMORY,
    text: `vm_fault_t do_pte_missing(struct vm_fault *vmf)
{
	if (vma_is_anonymous(vmf->vma))
		return do_anonymous_page(vmf);
	return do_fault(vmf);
}`,
  },
  {
    name: 'do_anonymous_page',
    source: `${MEMORY}: a read maps the zero page; a missing event where the range is registered; what a marker protects stays so`,
    text: `vm_fault_t do_anonymous_page(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	unsigned long addr = vmf->address;
	struct page *page = NULL;
	pte_t entry;

	if (!(vmf->flags & FAULT_FLAG_WRITE)) {
		entry = pte_mkspecial(pfn_pte(my_zero_pfn(addr), vma->vm_page_prot));
	} else {
		if (anon_vma_prepare(vma))
			return VM_FAULT_OOM;
		page = alloc_page_vma(vma);
		if (!page)
			return VM_FAULT_OOM;
		entry = mk_pte(page, vma->vm_page_prot);
		if (vma->vm_flags & VM_WRITE)
			entry = pte_mkwrite(pte_mkdirty(entry));
	}
	vmf->pte = pte_offset_map_lock(vma->vm_mm, vmf->pmd, addr, &vmf->ptl);
	if (!vmf->pte)
		goto release;
	if (!pte_same(*vmf->pte, vmf->orig_pte))
		goto unlock;
	if (userfaultfd_missing(vma)) {
		pte_unmap_unlock(vmf->pte, vmf->ptl);
		if (page)
			put_page(page);
		return handle_userfault(vmf, VM_UFFD_MISSING);
	}
	if (page)
		page_add_new_anon_rmap(page, vma, addr);
	if (pte_marker_uffd_wp(vmf->orig_pte))
		entry = pte_mkuffd_wp(entry);
	set_pte_at(vma->vm_mm, addr, vmf->pte, entry);
	pte_unmap_unlock(vmf->pte, vmf->ptl);
	return 0;
unlock:
	pte_unmap_unlock(vmf->pte, vmf->ptl);
release:
	if (page)
		put_page(page);
	return 0;
}`,
  },
  {
    name: 'handle_userfault',
    source: 'fs/userfaultfd.c: raises the event and waits; who is woken by a signal takes the fault again or gives up',
    text: `vm_fault_t handle_userfault(struct vm_fault *vmf, unsigned long reason)
{
	if (reason == VM_UFFD_WP)
		uffd_wp_event(vmf->vma->vm_mm, vmf->address);
	else if (reason == VM_UFFD_MINOR)
		uffd_minor_event(vmf->vma->vm_mm, vmf->address);
	else
		uffd_missing_event(vmf->vma->vm_mm, vmf->address);
	return VM_FAULT_RETRY;
}`,
  },
  {
    name: 'do_wp_page',
    since: '6.12',
    source: `${MEMORY}: the uffd-wp test first, which asynchronous protection ends there, then reuse (shared or exclusive), else a copy`,
    text: `vm_fault_t do_wp_page(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct page *page;

	if (userfaultfd_pte_wp(vma, vmf->orig_pte)) {
		if (!userfaultfd_wp_async_ctx(vma->vm_userfaultfd_ctx.ctx)) {
			pte_unmap_unlock(vmf->pte, vmf->ptl);
			return handle_userfault(vmf, VM_UFFD_WP);
		}
		vmf->orig_pte = pte_clear_uffd_wp(vmf->orig_pte);
		set_pte_at(vma->vm_mm, vmf->address, vmf->pte, vmf->orig_pte);
	}
	page = vm_normal_page(vma, vmf->address, vmf->orig_pte);
	if (vma->vm_flags & (VM_SHARED | VM_MAYSHARE)) {
		wp_page_reuse(vmf, page);
		return 0;
	}
	if (page && PageAnon(page) && (PageAnonExclusive(page) || wp_can_reuse_anon_folio(page, vma))) {
		SetPageAnonExclusive(page);
		wp_page_reuse(vmf, page);
		return 0;
	}
	if (page)
		get_page(page);
	pte_unmap_unlock(vmf->pte, vmf->ptl);
	return wp_page_copy(vmf, page);
}`,
  },
  {
    name: 'wp_can_reuse_anon_folio',
    since: '6.12',
    source: `${MEMORY}: a page of one reference, beside the one of the swap cache; the batches of the LRU are left out; 6.15: __wp_can_reuse_large_anon_folio: a large folio that one mm alone maps, more than one page of it`,
    text: `bool wp_can_reuse_anon_folio(struct page *page, struct vm_area_struct *vma)
{
	if (folio_test_large(page_folio(page))) {
		if (folio_mapcount(page_folio(page)) == 1 && page_mapcount(page_folio(page)) == 1)
			return false;
		if (folio_maybe_mapped_shared(page_folio(page)))
			return false;
		return folio_mapcount(page_folio(page)) == page_count(page);
	}
	if (page_count(page) > 1 + folio_test_swapcache(page))
		return false;
	if (!trylock_page(page))
		return false;
	if (folio_test_swapcache(page))
		folio_free_swap(page);
	if (folio_test_swapcache(page) || page_count(page) != 1) {
		unlock_page(page);
		return false;
	}
	page_move_anon_rmap(page, vma);
	unlock_page(page);
	return true;
}`,
  },
  {
    name: 'wp_page_reuse',
    since: '6.12',
    source: MEMORY,
    text: `void wp_page_reuse(struct vm_fault *vmf, struct page *page)
{
	struct vm_area_struct *vma = vmf->vma;

	set_pte_at(vma->vm_mm, vmf->address, vmf->pte,
		   maybe_mkwrite(pte_mkdirty(pte_mkyoung(vmf->orig_pte)), vma));
	pte_unmap_unlock(vmf->pte, vmf->ptl);
}`,
  },
  {
    name: 'wp_page_copy',
    since: '6.12',
    source: `${MEMORY}: of the zero page a new one is made, of any other one a copy; the reference to the old one is given back`,
    text: `vm_fault_t wp_page_copy(struct vm_fault *vmf, struct page *old)
{
	struct vm_area_struct *vma = vmf->vma;
	struct mm_struct *mm = vma->vm_mm;
	struct page *new;
	pte_t entry;

	if (anon_vma_prepare(vma))
		goto oom;
	new = alloc_page_vma(vma);
	if (!new)
		goto oom;
	if (old)
		copy_user_highpage(new, old, vmf->address, vma);
	vmf->pte = pte_offset_map_lock(mm, vmf->pmd, vmf->address, &vmf->ptl);
	if (!vmf->pte) {
		put_page(new);
		goto out;
	}
	if (pte_same(*vmf->pte, vmf->orig_pte)) {
		entry = maybe_mkwrite(pte_mkdirty(mk_pte(new, vma->vm_page_prot)), vma);
		ptep_clear_flush(vma, vmf->address, vmf->pte);
		page_add_new_anon_rmap(new, vma, vmf->address);
		set_pte_at(mm, vmf->address, vmf->pte, entry);
		if (old) {
			page_remove_rmap(old, vma, false);
			free_page_and_swap_cache(old);
		}
	} else {
		put_page(new);
	}
	pte_unmap_unlock(vmf->pte, vmf->ptl);
out:
	if (old)
		put_page(old);
	return 0;
oom:
	if (old)
		put_page(old);
	return VM_FAULT_OOM;
}`,
  },
];
