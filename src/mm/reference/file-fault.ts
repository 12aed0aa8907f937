import type { ReferenceFunction } from '../vocabulary.ts';

/** Fault-around, and what takes pages out of a file or out of its mappings. */
export const FILE_FAULT_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'do_fault_around',
    source: 'mm/memory.c, 5.10, for a window of two pages within one table',
    text: `vm_fault_t do_fault_around(struct vm_fault *vmf)
{
	unsigned long address = vmf->address, nr_pages, mask;
	pgoff_t start_pgoff = vmf->pgoff;
	pgoff_t end_pgoff;
	int off;
	vm_fault_t ret = 0;

	nr_pages = READ_ONCE(fault_around_bytes) >> PAGE_SHIFT;
	mask = ~(nr_pages * PAGE_SIZE - 1) & PAGE_MASK;

	off = address - (address & mask);
	start_pgoff -= off;
	end_pgoff = start_pgoff + nr_pages - 1;
	filemap_map_pages(vmf, start_pgoff, end_pgoff);
	return ret;
}`,
  },
  {
    name: 'filemap_map_pages',
    source: 'mm/filemap.c, 5.10: maps what is in the page cache and can be locked without waiting',
    text: `void filemap_map_pages(struct vm_fault *vmf, pgoff_t start_pgoff, pgoff_t end_pgoff)
{
	struct vm_area_struct *vma = vmf->vma;
	struct mm_struct *mm = vma->vm_mm;
	unsigned long address;
	struct page *page;
	pgoff_t pgoff;

	for (pgoff = start_pgoff; pgoff <= end_pgoff; pgoff++) {
		page = find_trylock_page(vma->vm_file->f_mapping, pgoff);
		if (!page)
			continue;
		address = vma->vm_start + pgoff - vma->vm_pgoff;
		map_file_page(vma, mm_find_pmd(mm, address), address, page);
		unlock_page(page);
		put_page(page);
	}
}`,
  },
  {
    name: 'map_file_page',
    source: 'mm/memory.c: do_set_pte, set_pte_range: a page of the page cache is mapped where nothing is',
    text: `void map_file_page(struct vm_area_struct *vma, pmd_t *pmd, unsigned long address, struct page *page)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl;
	pte_t *pte;

	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (!pte)
		return;
	if (pte_none(*pte)) {
		get_page(page);
		page_add_file_rmap(page, vma, false);
		set_pte_at(mm, address, pte, mk_pte(page, vma->vm_page_prot));
	}
	pte_unmap_unlock(pte, ptl);
}`,
  },
  {
    name: 'unmap_file_page',
    source: 'mm/memory.c: unmap_mapping_pages, zap_pte_range, 5.10, for one page in one VMA; no page lock',
    text: `void unmap_file_page(struct vm_area_struct *vma, unsigned long address)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl;
	pte_t *pte;
	pte_t entry;

	pte = pte_offset_map_lock(mm, mm_find_pmd(mm, address), address, &ptl);
	if (!pte)
		return;
	if (pte_present(*pte)) {
		entry = ptep_get_and_clear(mm, address, pte);
		flush_tlb_page(vma, address);
		page_remove_rmap(pte_page(entry), vma, false);
		put_page(pte_page(entry));
	}
	pte_unmap_unlock(pte, ptl);
}`,
  },
  {
    name: 'shmem_punch_hole',
    source: 'mm/shmem.c: shmem_fallocate, shmem_undo_range; mm/truncate.c: truncate_cleanup_page, 5.10, for one page',
    text: `void shmem_punch_hole(struct vm_area_struct *vma, pgoff_t pgoff)
{
	struct address_space *mapping = vma->vm_file->f_mapping;
	unsigned long address = vma->vm_start + pgoff - vma->vm_pgoff;
	struct page *page;

	shmem_falloc_begin(mapping, pgoff, 1);
	unmap_file_page(vma, address);
	page = find_lock_page(mapping, pgoff);
	if (page) {
		if (page_mapped(page))
			unmap_file_page(vma, address);
		delete_from_page_cache(mapping, page, pgoff);
		unlock_page(page);
		put_page(page);
	}
	shmem_falloc_end(mapping);
}`,
  },
  {
    name: 'uffdio_writeprotect',
    source: 'mm/userfaultfd.c: mwriteprotect_range, 5.10, for one present page',
    text: `void uffdio_writeprotect(struct mm_struct *mm, unsigned long address)
{
	spinlock_t *ptl;
	pte_t *pte;

	mmap_read_lock(mm);
	pte = pte_offset_map_lock(mm, mm_find_pmd(mm, address), address, &ptl);
	if (pte) {
		if (pte_present(*pte)) {
			set_pte_at(mm, address, pte, pte_mkuffd_wp(pte_wrprotect(*pte)));
			flush_tlb_mm(mm);
			uffd_protected(mm, address);
		}
		pte_unmap_unlock(pte, ptl);
	}
	mmap_read_unlock(mm);
}`,
  },
  {
    name: 'fault_private_file',
    source:
      'mm/memory.c, 4.8: do_read_fault, do_cow_fault, do_wp_page: VM_FAULT_WRITE says that the page is one’s own, whether its entry lets writes through or not; pages are made under the ptl here',
    text: `int fault_private_file(struct vm_area_struct *vma, unsigned long address, pmd_t *pmd, unsigned int flags)
{
	struct mm_struct *mm = vma->vm_mm;
	struct page *page;
	struct page *new;
	spinlock_t *ptl;
	pte_t *pte, entry;
	int ret = 0;

	if (anon_vma_prepare(vma))
		return VM_FAULT_OOM;
	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	entry = *pte;
	if (pte_present(entry)) {
		if (!(flags & FAULT_FLAG_WRITE))
			goto unlock;
		page = pte_page(entry);
		if (PageAnon(page)) {
			set_pte_at(mm, address, pte, maybe_mkwrite(pte_mkdirty(entry), vma));
			ret = VM_FAULT_WRITE;
			goto unlock;
		}
		ret = VM_FAULT_WRITE;
	} else {
		page = find_get_page(vma->vm_file->f_mapping, linear_page_index(vma, address));
		if (!(flags & FAULT_FLAG_WRITE)) {
			page_add_file_rmap(page, vma, false);
			set_pte_at(mm, address, pte, mk_pte(page, vma->vm_page_prot));
			goto unlock;
		}
	}
	new = alloc_page_vma(vma);
	if (!new) {
		ret = VM_FAULT_OOM;
	} else {
		copy_user_highpage(new, page, address, vma);
		if (pte_present(entry)) {
			ptep_clear_flush(vma, address, pte);
			page_remove_rmap(page, vma, false);
		}
		page_add_new_anon_rmap(new, vma, address);
		set_pte_at(mm, address, pte, maybe_mkwrite(pte_mkdirty(mk_pte(new, vma->vm_page_prot)), vma));
	}
	if (new || !pte_present(entry))
		put_page(page);
unlock:
	pte_unmap_unlock(pte, ptl);
	return ret;
}`,
  },
];
