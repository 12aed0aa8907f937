import type { ReferenceFunction } from '../vocabulary.ts';

/**
 * A call that looks at each VMA of a range, up to the first error but that of a hole (mm/madvise.c: madvise_walk_vmas).
 *
 * @param lock How mmap_lock is held.
 * @param signature `int sys_madvise_free(…)`, with the parameters mm, start and end.
 * @param visit What is done to a VMA from addr on; it leaves addr behind what it did.
 */
const walkVmas = (lock: 'read' | 'write', signature: string, visit: string) => `${signature}
{
	struct vm_area_struct *vma;
	unsigned long addr = start;
	unsigned long next;
	int error = 0;

	mmap_${lock}_lock(mm);
	while (addr < end) {
		vma = find_vma(mm, addr);
		if (!vma || vma->vm_start >= end) {
			error = -ENOMEM;
			break;
		}
		if (vma->vm_start > addr) {
			error = -ENOMEM;
			addr = vma->vm_start;
		}
${visit}	}
	mmap_${lock}_unlock(mm);
	return error;
}`;

/** madvise: what the program says of a range. A hole is told once all the rest is done. */
export const MADVISE_CALLS: readonly ReferenceFunction[] = [
  {
    name: 'sys_madvise_dontneed',
    source: 'mm/madvise.c: madvise_walk_vmas, madvise_dontneed_free, 6.12',
    text: walkVmas(
      'read',
      `int sys_madvise_dontneed(struct mm_struct *mm, unsigned long start, unsigned long end)`,
      `		next = min(end, vma->vm_end);
		if (!userfaultfd_remove(vma)) {
			mmap_read_lock(mm);
			vma = vma_lookup(mm, addr);
			if (!vma) {
				error = -ENOMEM;
				break;
			}
			next = min(next, vma->vm_end);
		}
		madvise_dontneed_single_vma(vma, addr, next);
		addr = next;
`,
    ),
  },
  {
    name: 'madvise_dontneed_single_vma',
    source: 'mm/madvise.c, 6.12; a missing event is due again from here on',
    text: `void madvise_dontneed_single_vma(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	struct mm_struct *mm = vma->vm_mm;
	struct mmu_gather tlb;

	tlb_gather_mmu(&tlb, mm);
	unmap_page_range(&tlb, vma, start, end, true, false);
	tlb_finish_mmu(&tlb);
	content_given_up(mm, start, end);
}`,
  },
  {
    name: 'sys_madvise_flags',
    source:
      'mm/madvise.c: madvise_vma_behavior for WIPEONFORK and KEEPONFORK, HUGEPAGE and NOHUGEPAGE, madvise_update_vma, 6.12: WIPEONFORK is for private anonymous memory',
    text: walkVmas(
      'write',
      `int sys_madvise_flags(struct mm_struct *mm, unsigned long start, unsigned long end, unsigned long set,
		      unsigned long clear)`,
      `		if ((set & VM_WIPEONFORK) && (!vma_is_anonymous(vma) || (vma->vm_flags & VM_SHARED))) {
			error = -EINVAL;
			break;
		}
		next = min(end, vma_end(vma));
		if (((vma->vm_flags & ~clear) | set) != vma->vm_flags) {
			vma = split_vma_range(mm, addr, end);
			vma->vm_flags = (vma->vm_flags & ~clear) | set;
			vma_merge(vma);
		}
		addr = next;
`,
    ),
  },
  {
    name: 'sys_madvise_dontfork',
    source: 'mm/madvise.c: madvise_vma_behavior for DONTFORK and DOFORK, madvise_update_vma, 6.12',
    text: walkVmas(
      'write',
      `int sys_madvise_dontfork(struct mm_struct *mm, unsigned long start, unsigned long end, bool set)`,
      `		next = min(end, vma_end(vma));
		if (vma_test_more(vma, VM_MORE_DONTCOPY) != set) {
			vma = split_vma_range(mm, addr, end);
			vma_set_more(vma, VM_MORE_DONTCOPY, set);
			vma_merge(vma);
		}
		addr = next;
`,
    ),
  },
  {
    name: 'sys_madvise_free',
    source: 'mm/madvise.c: madvise_walk_vmas, madvise_dontneed_free, 6.12',
    text: walkVmas(
      'read',
      `int sys_madvise_free(struct mm_struct *mm, unsigned long start, unsigned long end)`,
      `		if (!vma_is_anonymous(vma)) {
			error = -EINVAL;
			break;
		}
		next = min(end, vma->vm_end);
		madvise_free_single_vma(vma, addr, next);
		addr = next;
`,
    ),
  },
  {
    name: 'madvise_free_single_vma',
    source: 'mm/madvise.c: madvise_free_single_vma, madvise_free_pte_range, 6.12, for base pages',
    text: `void madvise_free_single_vma(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	unsigned long addr;

	for (addr = start; addr < end; addr += PAGE_SIZE)
		madvise_free_page(vma, addr);
	content_given_up(vma->vm_mm, start, end);
}`,
  },
  {
    name: 'madvise_free_page',
    source:
      'mm/madvise.c: madvise_free_pte_range, 6.12: what is swapped out goes; a page that one process maps is clean and may go (folio_mark_lazyfree)',
    text: `void madvise_free_page(struct vm_area_struct *vma, unsigned long addr)
{
	struct mm_struct *mm = vma->vm_mm;
	pmd_t *pmd = pmd_offset_of(mm, addr);
	struct page *page;
	spinlock_t *ptl;
	pte_t *pte;
	pte_t ptent;

	pte = pte_offset_map_lock(mm, pmd, addr, &ptl);
	if (!pte)
		return;
	ptent = *pte;
	if (pte_none(ptent))
		goto out;
	if (!pte_present(ptent)) {
		if (is_pte_marker(ptent)) {
			if (pte_marker_poisoned(ptent))
				pte_clear(mm, addr, pte);
		} else {
			free_swap_and_cache(pte_to_swp_entry(ptent));
			pte_clear(mm, addr, pte);
		}
		goto out;
	}
	page = vm_normal_page(vma, addr, ptent);
	if (!page || !PageAnon(page))
		goto out;
	if (folio_test_swapcache(page) || folio_test_dirty(page)) {
		if (page_mapcount(page) != 1)
			goto out;
		if (!trylock_page(page))
			goto out;
		if (folio_test_swapcache(page) && !folio_free_swap(page)) {
			unlock_page(page);
			goto out;
		}
		folio_test_clear_dirty(page);
		unlock_page(page);
	}
	if (pte_young(ptent) || pte_dirty(ptent)) {
		ptent = ptep_get_and_clear(mm, addr, pte);
		set_pte_at(mm, addr, pte, pte_mkclean(pte_mkold(ptent)));
	}
	folio_mark_lazyfree(page);
out:
	pte_unmap_unlock(pte, ptl);
}`,
  },
  {
    name: 'sys_madvise_pageout',
    source: 'mm/madvise.c: madvise_pageout, 6.12, for base pages',
    text: walkVmas(
      'read',
      `int sys_madvise_pageout(struct mm_struct *mm, unsigned long start, unsigned long end)`,
      `		next = min(end, vma->vm_end);
		for (; addr < next; addr += PAGE_SIZE)
			madvise_pageout_page(vma, addr);
`,
    ),
  },
  {
    name: 'touch_page_for_write',
    source:
      'mm/gup.c: follow_page_pte with FOLL_TOUCH | FOLL_WRITE, 6.12, for base pages: what may be written counts as written',
    text: `void touch_page_for_write(struct mm_struct *mm, unsigned long addr)
{
	pmd_t *pmd = pmd_offset_of(mm, addr);
	spinlock_t *ptl;
	pte_t *pte;

	if (pmd_trans_huge(*pmd))
		return;
	pte = pte_offset_map_lock(mm, pmd, addr, &ptl);
	if (!pte)
		return;
	if (pte_present(*pte) && !pte_dirty(*pte))
		set_page_dirty(pte_page(*pte));
	pte_unmap_unlock(pte, ptl);
}`,
  },
  {
    name: 'sys_madvise_populate',
    source:
      'mm/madvise.c: madvise_populate; mm/gup.c: faultin_page_range, faultin_page, 6.12: faults page by page until one cannot be made',
    text: `int sys_madvise_populate(struct mm_struct *mm, unsigned long start, unsigned long end, unsigned long flags)
{
	unsigned long addr = start;
	struct vm_area_struct *vma;
	vm_fault_t fault = 0;
	int error = 0;

	mmap_read_lock(mm);
	while (addr < end) {
		vma = vma_lookup(mm, addr);
		if (!vma) {
			error = -ENOMEM;
			break;
		}
		error = -EINVAL;
		if (flags & FAULT_FLAG_WRITE) {
			if (!(vma->vm_flags & VM_WRITE))
				break;
		} else if (!vma_is_accessible(vma)) {
			break;
		}
		error = 0;
		if (cpu_may_access(mm, addr, flags & FAULT_FLAG_WRITE)) {
			if (flags & FAULT_FLAG_WRITE)
				touch_page_for_write(mm, addr);
			addr += PAGE_SIZE;
			continue;
		}
		fault = handle_mm_fault(vma, addr, flags);
		if (fault) {
			error = -EFAULT;
			if (fault & VM_FAULT_HWPOISON)
				error = -EHWPOISON;
			break;
		}
	}
	mmap_read_unlock(mm);
	return error;
}`,
  },
];
