import type { ReferenceFunction } from '../vocabulary.ts';

/** What a program can ask about its own pages, and how a device comes to hold one. */
export const OBSERVE_CALLS: readonly ReferenceFunction[] = [
  {
    name: 'sys_mincore',
    source: 'mm/mincore.c: do_mincore, mincore_pte_range, mincore_page, 6.12, for one page: 1 where it is in memory',
    text: `int sys_mincore(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	struct page *page = NULL;
	int present = 0;
	spinlock_t *ptl;
	pmd_t *pmd;
	pte_t *pte;
	pte_t ptent;

	mmap_read_lock(mm);
	vma = vma_lookup(mm, addr);
	if (!vma) {
		mmap_read_unlock(mm);
		return -ENOMEM;
	}
	pmd = pmd_offset_of(mm, addr);
	if (pmd_trans_huge(*pmd)) {
		present = 1;
		goto out;
	}
	if (!pmd_none(*pmd)) {
		pte = pte_offset_map_lock(mm, pmd, addr, &ptl);
		ptent = *pte;
		if (pte_present(ptent))
			present = 1;
		else if (!pte_none(ptent) && !is_pte_marker(ptent) && swap_cache_page(pte_to_swp_entry(ptent)))
			present = 1;
		pte_unmap_unlock(pte, ptl);
		if (!pte_none(ptent) && !is_pte_marker(ptent))
			goto out;
	}
	if (!vma_is_anonymous(vma)) {
		page = find_get_page(vma->vm_file->f_mapping, linear_page_index(vma, addr));
		if (page) {
			present = 1;
			put_page(page);
		}
	}
out:
	mmap_read_unlock(mm);
	return present;
}`,
  },
  {
    name: 'sys_pin_buffer',
    source:
      'io_uring/rsrc.c: io_sqe_buffer_register, io_pin_pages; mm/gup.c: pin_user_pages_fast with FOLL_WRITE and FOLL_LONGTERM, 6.12, for one page: NULL where it cannot be had',
    text: `struct page *sys_pin_buffer(struct mm_struct *mm, unsigned long address)
{
	struct vm_area_struct *vma;
	struct page *page = NULL;

	mmap_read_lock(mm);
	vma = vma_lookup(mm, address);
	while (vma && (vma->vm_flags & VM_WRITE)) {
		if (cpu_may_access(mm, address, FAULT_FLAG_WRITE)) {
			page = user_page(mm, address);
			set_page_dirty(page);
			try_grab_folio(page);
			break;
		}
		if (handle_mm_fault(vma, address, FAULT_FLAG_WRITE))
			break;
	}
	mmap_read_unlock(mm);
	return page;
}`,
  },
];
