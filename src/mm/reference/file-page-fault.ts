import type { ReferenceFunction } from '../vocabulary.ts';

const MEMORY = 'mm/memory.c, 6.12 to 6.18, for base pages';

/** Faults on mappings of a shmem file, shared and private, and the page cache that they fill. */
export const FILE_PAGE_FAULT_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'do_fault',
    source: `${MEMORY}: do_read_fault, do_cow_fault, do_shared_fault`,
    text: `vm_fault_t do_fault(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct page *page;
	struct page *cow = NULL;
	vm_fault_t ret;

	if ((vmf->flags & FAULT_FLAG_WRITE) && !(vma->vm_flags & VM_SHARED)) {
		if (anon_vma_prepare(vma))
			return VM_FAULT_OOM;
		cow = alloc_page_vma(vma);
		if (!cow)
			return VM_FAULT_OOM;
	}
	if (!(vmf->flags & FAULT_FLAG_WRITE) && !userfaultfd_wp(vma) && !userfaultfd_minor(vma))
		map_pages_around(vma, vmf->address);
	ret = shmem_fault(vmf);
	if (ret != VM_FAULT_LOCKED) {
		if (cow)
			put_page(cow);
		return ret;
	}
	page = vmf->page;
	if (cow) {
		copy_user_highpage(cow, page, vmf->address, vma);
		finish_fault(vmf, cow);
		unlock_page(page);
		put_page(page);
		return 0;
	}
	finish_fault(vmf, page);
	if (vmf->flags & FAULT_FLAG_WRITE)
		set_page_dirty(page);
	unlock_page(page);
	return 0;
}`,
  },
  {
    name: 'filemap_map_pages',
    source:
      'mm/filemap.c, 6.12: what the page cache has beside the address; the page of the address itself is left to ->fault',
    text: `vm_fault_t filemap_map_pages(struct vm_fault *vmf, pgoff_t start_pgoff, pgoff_t end_pgoff)
{
	map_pages_around(vmf->vma, vmf->address);
	return 0;
}`,
  },
  {
    name: 'map_pages_around',
    source:
      'mm/memory.c: should_fault_around, do_fault_around; mm/filemap.c: filemap_map_pages, 6.12: what the page cache has for the rest of the VMA in the same table; the window of 16 pages is longer than any VMA here',
    text: `void map_pages_around(struct vm_area_struct *vma, unsigned long address)
{
	struct address_space *mapping = vma->vm_file->f_mapping;
	struct mm_struct *mm = vma->vm_mm;
	unsigned long addr;
	struct page *page;
	spinlock_t *ptl;
	pmd_t *pmd;
	pte_t *pte;

	for (addr = vma->vm_start; addr < vma->vm_end; addr += PAGE_SIZE) {
		pmd = pmd_offset_of(mm, addr);
		if (addr == address || pmd != pmd_offset_of(mm, address))
			continue;
		if (shmem_beyond_end(mapping, linear_page_index(vma, addr)))
			continue;
		page = find_trylock_page(mapping, linear_page_index(vma, addr));
		if (!page)
			continue;
		pte_alloc(mm, pmd);
		pte = pte_offset_map_lock(mm, pmd, addr, &ptl);
		if (pte) {
			if (pte_none(*pte)) {
				get_page(page);
				page_add_file_rmap(page, vma, false);
				set_pte_at(mm, addr, pte, mk_pte(page, vma->vm_page_prot));
			}
			pte_unmap_unlock(pte, ptl);
		}
		unlock_page(page);
		put_page(page);
	}
}`,
  },
  {
    name: 'finish_fault',
    source: `${MEMORY}: finish_fault, set_pte_range; a page that is not mapped after all is given back`,
    text: `void finish_fault(struct vm_fault *vmf, struct page *page)
{
	struct vm_area_struct *vma = vmf->vma;
	struct mm_struct *mm = vma->vm_mm;
	pte_t entry;

	vmf->pte = pte_offset_map_lock(mm, vmf->pmd, vmf->address, &vmf->ptl);
	if (!vmf->pte) {
		put_page(page);
		return;
	}
	if (!pte_same(*vmf->pte, vmf->orig_pte)) {
		pte_unmap_unlock(vmf->pte, vmf->ptl);
		put_page(page);
		return;
	}
	entry = mk_pte(page, vma->vm_page_prot);
	if (vmf->flags & FAULT_FLAG_WRITE)
		entry = maybe_mkwrite(pte_mkdirty(entry), vma);
	if (pte_marker_uffd_wp(vmf->orig_pte))
		entry = pte_mkuffd_wp(entry);
	if ((vmf->flags & FAULT_FLAG_WRITE) && !(vma->vm_flags & VM_SHARED))
		page_add_new_anon_rmap(page, vma, vmf->address);
	else
		page_add_file_rmap(page, vma, false);
	set_pte_at(mm, vmf->address, vmf->pte, entry);
	pte_unmap_unlock(vmf->pte, vmf->ptl);
}`,
  },
  {
    name: 'shmem_fault',
    source:
      'mm/shmem.c: shmem_fault, shmem_get_folio_gfp, 6.12: beyond the end SIGBUS, then the events of userfaultfd, then a new page',
    text: `vm_fault_t shmem_fault(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct address_space *mapping = vma->vm_file->f_mapping;
	struct page *page;

	shmem_falloc_wait(mapping, vmf->pgoff);
	if (shmem_beyond_end(mapping, vmf->pgoff))
		return VM_FAULT_SIGBUS;
	page = find_lock_page(mapping, vmf->pgoff);
	if (page) {
		if (userfaultfd_minor(vma)) {
			unlock_page(page);
			put_page(page);
			return handle_userfault(vmf, VM_UFFD_MINOR);
		}
	} else {
		if (userfaultfd_missing(vma))
			return handle_userfault(vmf, VM_UFFD_MISSING);
		page = shmem_alloc_and_add_folio(mapping, vmf->pgoff);
		if (!page)
			return VM_FAULT_OOM;
	}
	vmf->page = page;
	return VM_FAULT_LOCKED;
}`,
  },
  {
    name: 'handle_pte_marker',
    source: `${MEMORY}: handle_pte_marker, pte_marker_handle_uffd_wp, pte_marker_clear`,
    text: `vm_fault_t handle_pte_marker(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;

	if (pte_marker_poisoned(vmf->orig_pte))
		return VM_FAULT_HWPOISON;
	if (userfaultfd_wp(vma))
		return do_pte_missing(vmf);
	vmf->pte = pte_offset_map_lock(vma->vm_mm, vmf->pmd, vmf->address, &vmf->ptl);
	if (!vmf->pte)
		return 0;
	if (pte_same(vmf->orig_pte, *vmf->pte))
		pte_clear(vma->vm_mm, vmf->address, vmf->pte);
	pte_unmap_unlock(vmf->pte, vmf->ptl);
	return 0;
}`,
  },
];
