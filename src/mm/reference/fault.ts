import type { ReferenceFunction } from '../vocabulary.ts';

const ACCESS = 'mm/memory.c: handle_pte_fault and what it calls, 6.1 to 6.12, for one base page';

/**
 * Accesses of a program, and the faults that they take, reduced to what the actors of worlds need.
 *
 * They stand beside the full text (`handle-mm-fault.ts`), which is compared with the running kernel, since worlds judge
 * kernels from 4.4 on and the full text has the words of 6.12: before 5.13 its calls are not known. With it in their place, in
 * 173 checks from 5.13 on, worlds take up to 2.3 times the states (93,276 in the largest) and 165 verdicts are the same. Of
 * the others some part because the full text waits for a folio lock that the function under test was given and keeps, some
 * because it fills a hole of the file anew. What depends on how a page comes back from swap needs the full text, since
 * `handle_swap` leaves out the swap cache and exclusive entries: see fork-swap-exclusive.
 */
export const FAULT_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'user_load',
    source: ACCESS,
    text: `void user_load(struct mm_struct *mm, unsigned long address)
{
	if (!cpu_load(mm, address))
		handle_fault(mm, address, false);
}`,
  },
  {
    name: 'user_store',
    source: ACCESS,
    text: `void user_store(struct mm_struct *mm, unsigned long address)
{
	while (!cpu_store(mm, address)) {
		if (handle_fault(mm, address, true))
			return;
	}
}`,
  },
  {
    name: 'handle_fault',
    source: ACCESS,
    text: `int handle_fault(struct mm_struct *mm, unsigned long address, bool write)
{
	struct vm_area_struct *vma;
	pmd_t *pmd;
	int event = 0;

	mmap_read_lock(mm);
	vma = vma_lookup(mm, address);
	if (!vma)
		goto out;
	pmd = pmd_offset_of(mm, address);
	if (pte_alloc(mm, pmd))
		goto out;
	event = handle_pte(mm, vma, pmd, address, write);
out:
	mmap_read_unlock(mm);
	return event;
}`,
  },
  {
    name: 'huge_fault',
    source: 'mm/huge_memory.c: do_huge_pmd_anonymous_page: the entry is set under the pmd lock where it is none',
    text: `void huge_fault(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long haddr, struct page *page)
{
	pmd_t *pmd;
	spinlock_t *ptl;

	mmap_read_lock(mm);
	pmd = pmd_offset_of(mm, haddr);
	ptl = pmd_lock(mm, pmd);
	if (pmd_none(*pmd))
		set_pmd_at(mm, haddr, pmd, pmd_mkwrite(mk_pmd(page, vma->vm_page_prot)));
	spin_unlock(ptl);
	mmap_read_unlock(mm);
}`,
  },
  {
    name: 'fault_without_lock',
    since: '6.5',
    source:
      'mm/memory.c: handle_pte_fault, do_wp_page, 6.5: the entry is read first, the lock of its table is taken later',
    text: `void fault_without_lock(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address)
{
	spinlock_t *ptl;
	pmd_t *pmd;
	pte_t *pte;
	pte_t orig_pte;

	mmap_read_lock(mm);
	pmd = pmd_offset_of(mm, address);
	pte = pte_offset_map_nolock(mm, pmd, address, &ptl);
	if (!pte)
		goto out;
	orig_pte = ptep_get_lockless(pte);
	if (!pte_present(orig_pte)) {
		pte_unmap(pte);
		goto out;
	}
	spin_lock(ptl);
	if (pte_same(ptep_get(pte), orig_pte))
		set_pte_at(mm, address, pte, pte_mkyoung(orig_pte));
	pte_unmap_unlock(pte, ptl);
out:
	mmap_read_unlock(mm);
}`,
  },
  {
    name: 'handle_pte',
    source: ACCESS,
    text: `int handle_pte(struct mm_struct *mm, struct vm_area_struct *vma, pmd_t *pmd, unsigned long address, bool write)
{
	spinlock_t *ptl;
	pte_t *pte;
	pte_t entry;

	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (!pte)
		return 0;
	entry = *pte;
	if (pte_present(entry)) {
		if (write && !pte_write(entry))
			return handle_write_protected(mm, vma, address, pte, ptl, entry);
		pte_unmap_unlock(pte, ptl);
		return 0;
	}
	if (is_pte_marker(entry))
		return handle_marker(mm, vma, address, pte, ptl);
	if (is_swap_pte(entry))
		return handle_swap(mm, vma, address, pte, ptl, entry);
	if (vma_is_anonymous(vma))
		return handle_anonymous(mm, vma, address, pte, ptl, write);
	pte_unmap_unlock(pte, ptl);
	return handle_file(mm, vma, pmd, address);
}`,
  },
  {
    name: 'handle_write_protected',
    source: 'mm/memory.c: do_wp_page: the uffd-wp test first, then reuse (shared or exclusive) or copy',
    text: `int handle_write_protected(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address,
			   pte_t *pte, spinlock_t *ptl, pte_t entry)
{
	struct page *page;

	if (pte_uffd_wp(entry) && userfaultfd_wp(vma)) {
		pte_unmap_unlock(pte, ptl);
		uffd_wp_event(mm, address);
		return 1;
	}
	if ((vma->vm_flags & VM_SHARED) || wp_can_reuse_anon_page(pte_page(entry), vma)) {
		set_pte_at(mm, address, pte, maybe_mkwrite(pte_mkdirty(entry), vma));
		pte_unmap_unlock(pte, ptl);
		return 0;
	}
	page = alloc_page_vma(vma);
	if (page) {
		copy_user_highpage(page, pte_page(entry), address, vma);
		ptep_clear_flush(vma, address, pte);
		page_add_new_anon_rmap(page, vma, address);
		set_pte_at(mm, address, pte, maybe_mkwrite(pte_mkdirty(mk_pte(page, vma->vm_page_prot)), vma));
		if (!is_zero_pfn(pte_pfn(entry)))
			page_remove_rmap(pte_page(entry), vma, false);
	}
	pte_unmap_unlock(pte, ptl);
	if (page && !is_zero_pfn(pte_pfn(entry)))
		put_page(pte_page(entry));
	return 0;
}`,
  },
  {
    name: 'wp_can_reuse_anon_page',
    since: '5.19',
    source:
      'mm/memory.c: do_wp_page, 5.19: a page that is exclusive is reused (a page of one reference that is not is left out)',
    text: `bool wp_can_reuse_anon_page(struct page *page, struct vm_area_struct *vma)
{
	return PageAnonExclusive(page);
}`,
  },
  {
    name: 'wp_can_reuse_anon_page',
    since: '5.9',
    until: '5.18',
    source: 'mm/memory.c: do_wp_page, 5.9 (09854ba94c6a): one reference and one mapping',
    text: `bool wp_can_reuse_anon_page(struct page *page, struct vm_area_struct *vma)
{
	bool reuse;

	if (page_count(page) != 1)
		return false;
	if (!trylock_page(page))
		return false;
	reuse = page_mapcount(page) == 1 && page_count(page) == 1;
	unlock_page(page);
	return reuse;
}`,
  },
  {
    name: 'wp_can_reuse_anon_page',
    until: '5.8',
    source: 'mm/swapfile.c: reuse_swap_page, 4.6 to 5.8, for a base page: one mapping, however many references',
    text: `bool wp_can_reuse_anon_page(struct page *page, struct vm_area_struct *vma)
{
	bool reuse;

	if (!trylock_page(page))
		return false;
	reuse = page_mapcount(page) == 1;
	unlock_page(page);
	return reuse;
}`,
  },
  {
    name: 'handle_marker',
    source: 'mm/memory.c: handle_pte_marker, 5.19: a file fault that maps the page write-protected with the bit',
    text: `int handle_marker(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address, pte_t *pte, spinlock_t *ptl)
{
	struct page *page;

	if (!userfaultfd_wp(vma)) {
		pte_clear(mm, address, pte);
		pte_unmap_unlock(pte, ptl);
		return 0;
	}
	page = find_get_page(vma->vm_file->f_mapping, address - vma->vm_start + vma->vm_pgoff);
	if (page) {
		page_add_file_rmap(page, vma, false);
		set_pte_at(mm, address, pte, pte_mkuffd_wp(pte_wrprotect(mk_pte(page, vma->vm_page_prot))));
	}
	pte_unmap_unlock(pte, ptl);
	uffd_wp_event(mm, address);
	return 1;
}`,
  },
  {
    name: 'handle_swap',
    source:
      'mm/memory.c: do_swap_page; the slot of a page that is not in the swap cache is read under the ptl, which the kernel drops meanwhile; a migration entry is waited for',
    text: `int handle_swap(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address, pte_t *pte, spinlock_t *ptl,
		pte_t entry)
{
	struct page *page;

	if (non_swap_entry(pte_to_swp_entry(entry))) {
		pte_unmap_unlock(pte, ptl);
		return 0;
	}
	page = swap_cache_page(pte_to_swp_entry(entry));
	if (page) {
		get_page(page);
		folio_add_anon_rmap_pte(page_folio(page), page, vma);
	} else {
		page = alloc_page_vma(vma);
		if (page) {
			page_folio(page)->swap = pte_to_swp_entry(entry);
			swap_readpage(page, true, NULL);
			page_folio(page)->private = NULL;
			swap_free(pte_to_swp_entry(entry));
			page_add_new_anon_rmap(page, vma, address);
		}
	}
	if (page) {
		if (pte_swp_uffd_wp(entry))
			set_pte_at(mm, address, pte, pte_mkuffd_wp(mk_pte(page, vma->vm_page_prot)));
		else
			set_pte_at(mm, address, pte, mk_pte(page, vma->vm_page_prot));
	}
	pte_unmap_unlock(pte, ptl);
	return 0;
}`,
  },
  {
    name: 'handle_anonymous',
    source: 'mm/memory.c: do_anonymous_page: a missing event where the range is registered, else a new page',
    text: `int handle_anonymous(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address, pte_t *pte,
		     spinlock_t *ptl, bool write)
{
	struct page *page;

	if (userfaultfd_missing(vma)) {
		pte_unmap_unlock(pte, ptl);
		uffd_missing_event(mm, address);
		return 1;
	}
	page = alloc_page_vma(vma);
	if (page) {
		page_add_new_anon_rmap(page, vma, address);
		set_pte_at(mm, address, pte, pte_mkwrite(mk_pte(page, vma->vm_page_prot)));
	}
	pte_unmap_unlock(pte, ptl);
	return 0;
}`,
  },
  {
    name: 'handle_file',
    source:
      'mm/memory.c: do_shared_fault, finish_fault; mm/shmem.c: shmem_fault. The page is looked up without the ptl, under its own lock',
    text: `int handle_file(struct mm_struct *mm, struct vm_area_struct *vma, pmd_t *pmd, unsigned long address)
{
	struct address_space *mapping = vma->vm_file->f_mapping;
	pgoff_t pgoff = address - vma->vm_start + vma->vm_pgoff;
	struct page *page;

	shmem_falloc_wait(mapping, pgoff);
	page = find_lock_page(mapping, pgoff);
	if (!page)
		return 0;
	map_file_page(vma, pmd, address, page);
	unlock_page(page);
	put_page(page);
	return 0;
}`,
  },
  {
    name: 'user_store_huge',
    source: 'mm/huge_memory.c: do_huge_pmd_wp_page, 5.19, where the huge page is exclusive; else nothing is stored',
    text: `void user_store_huge(struct mm_struct *mm, struct vm_area_struct *vma, pmd_t *pmd, unsigned long address)
{
	spinlock_t *ptl;
	pmd_t entry;

	if (cpu_store(mm, address))
		return;
	ptl = pmd_lock(mm, pmd);
	entry = *pmd;
	if (!pmd_trans_huge(entry)) {
		spin_unlock(ptl);
		return;
	}
	if (pmd_uffd_wp(entry) && userfaultfd_wp(vma)) {
		spin_unlock(ptl);
		uffd_wp_event(mm, address);
		return;
	}
	if (PageAnonExclusive(pmd_page(entry)))
		set_pmd_at(mm, address, pmd, maybe_pmd_mkwrite(pmd_mkdirty(entry), vma));
	spin_unlock(ptl);
	cpu_store(mm, address);
}`,
  },
  {
    name: 'finish_locked_fault',
    source:
      'mm/memory.c: do_shared_fault, finish_fault: after a fault of a file; one that returned VM_FAULT_LOCKED has locked the page; the entry is left out',
    text: `void finish_locked_fault(struct address_space *mapping, pgoff_t index)
{
	struct page *page = find_get_page(mapping, index);

	if (!page)
		return;
	if (folio_locked_here(page_folio(page)))
		unlock_page(page);
	put_page(page);
}`,
  },
];
