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
    name: 'sys_pagemap_scan_wp',
    since: '6.7',
    source:
      'fs/proc/task_mmu.c: do_pagemap_scan, pagemap_scan_test_walk, 6.12, with PM_SCAN_WP_MATCHING: protects where userfaultfd’s protection is asynchronous and passes over the rest, or fails there (PM_SCAN_CHECK_WPASYNC)',
    text: `int sys_pagemap_scan_wp(struct mm_struct *mm, unsigned long start, unsigned long end, bool check)
{
	struct vm_area_struct *vma;
	int error = 0;

	mmap_read_lock(mm);
	for (vma = find_vma(mm, start); vma && vma->vm_start < end; vma = find_vma(mm, vma->vm_end)) {
		if (userfaultfd_wp_async_ctx(vma->vm_userfaultfd_ctx.ctx) && uffd_wp_markers(vma)) {
			pagemap_scan_range(vma, max(start, vma->vm_start), min(end, vma->vm_end));
		} else if (check) {
			error = -EPERM;
			break;
		}
	}
	mmap_read_unlock(mm);
	return error;
}`,
  },
  {
    name: 'pagemap_scan_range',
    since: '6.7',
    source:
      'fs/proc/task_mmu.c: pagemap_scan_pmd_entry, pagemap_scan_thp_entry, pagemap_scan_pte_hole, make_uffd_wp_pte, 6.12: a huge page of which a part is protected is split',
    text: `void pagemap_scan_range(struct vm_area_struct *vma, unsigned long addr, unsigned long end)
{
	struct mm_struct *mm = vma->vm_mm;
	unsigned long next;
	spinlock_t *ptl;
	pmd_t *pmd;
	pte_t *pte;

	for (; addr < end; addr = next) {
		next = pmd_addr_end(addr, end);
		pmd = pmd_offset_of(mm, addr);
		if (pmd_none(*pmd)) {
			uffd_wp_range(vma, addr, next, true);
			continue;
		}
		ptl = pmd_trans_huge_lock(pmd, vma);
		if (ptl && (pmd_uffd_wp(*pmd) || next - addr == HPAGE_PMD_SIZE)) {
			if (!pmd_uffd_wp(*pmd)) {
				set_pmd_at(mm, addr, pmd, pmd_mkuffd_wp(pmdp_invalidate(vma, addr, pmd)));
				flush_tlb_range(vma, addr, next);
			}
			spin_unlock(ptl);
			continue;
		}
		if (ptl) {
			spin_unlock(ptl);
			split_anon_huge_pmd(vma, pmd, addr);
		}
		pte = pte_offset_map_lock(mm, pmd, addr, &ptl);
		if (!pte)
			continue;
		do {
			make_uffd_wp_pte(vma, addr, pte);
		} while (pte++, addr += PAGE_SIZE, addr != next);
		flush_tlb_mm(mm);
		pte_unmap_unlock(pte - 1, ptl);
	}
}`,
  },
  {
    name: 'make_uffd_wp_pte',
    since: '6.7',
    source: 'fs/proc/task_mmu.c, 6.12, of an entry that is not protected yet',
    text: `void make_uffd_wp_pte(struct vm_area_struct *vma, unsigned long addr, pte_t *pte)
{
	pte_t ptent = *pte;

	if (pte_present(ptent)) {
		if (pte_uffd_wp(ptent))
			return;
		ptent = ptep_modify_prot_start(vma, addr, pte);
		ptep_modify_prot_commit(vma, addr, pte, ptent, pte_mkuffd_wp(ptent));
	} else if (pte_none(ptent)) {
		set_pte_at(vma->vm_mm, addr, pte, make_pte_marker(PTE_MARKER_UFFD_WP));
	} else if (!pte_swp_uffd_wp_any(ptent)) {
		set_pte_at(vma->vm_mm, addr, pte, pte_swp_mkuffd_wp(ptent));
	}
}`,
  },
  {
    name: 'sys_pin_buffer',
    source:
      'io_uring/rsrc.c: io_sqe_buffer_register, io_pin_pages; lib/iov_iter.c: iov_iter_extract_user_pages of what a direct read fills; mm/gup.c: pin_user_pages_fast with FOLL_WRITE, 6.12, for one page: NULL where it cannot be had',
    text: `struct page *sys_pin_buffer(struct mm_struct *mm, unsigned long address)
{
	struct vm_area_struct *vma;
	struct page *page = NULL;

	mmap_read_lock(mm);
	vma = vma_lookup(mm, address);
	while (vma && (vma->vm_flags & VM_WRITE)) {
		if (cpu_may_access(mm, address, FAULT_FLAG_WRITE)) {
			page = user_page(mm, address);
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
  {
    name: 'sys_direct_read_done',
    source:
      'fs/fuse/file.c: fuse_direct_io, fuse_release_user_pages, 6.12: the end of a read with O_DIRECT into a page that sys_pin_buffer has pinned',
    text: `void sys_direct_read_done(struct mm_struct *mm, struct page *page, unsigned long content)
{
	device_fills_page(mm, page, content);
	unpin_user_page(page);
}`,
  },
];
