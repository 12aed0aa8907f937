import type { ReferenceFunction } from '../vocabulary.ts';

const MMAP = 'mm/vma.c, 6.12';

/** The system calls that make, change and end mappings, and fork and exit. */
export const MMAP_CALLS: readonly ReferenceFunction[] = [
  {
    name: 'sys_mmap',
    source: 'mm/mmap.c: do_mmap with MAP_FIXED_NOREPLACE; mm/vma.c: mmap_region, 6.12',
    text: `int sys_mmap(struct mm_struct *mm, unsigned long addr, unsigned long end, unsigned long vm_flags,
	     struct address_space *mapping, pgoff_t pgoff)
{
	struct vm_area_struct *vma;
	int error = 0;

	mmap_write_lock(mm);
	vma = find_vma(mm, addr);
	if (vma && vma->vm_start < end) {
		error = -EEXIST;
	} else {
		vma = mmap_region(mm, addr, end, vm_flags);
		if (mapping)
			vma_set_file(vma, mapping, pgoff);
		if ((vm_flags & (VM_SHARED | VM_WRITE)) == VM_WRITE)
			vma_set_more(vma, VM_MORE_ACCOUNT, true);
		vma_merge(vma);
	}
	mmap_write_unlock(mm);
	return error;
}`,
  },
  {
    name: 'sys_munmap',
    source: `${MMAP}: do_vmi_align_munmap, vms_complete_munmap_vmas; page tables stay for the next mapping`,
    text: `int sys_munmap(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct userfaultfd_ctx *ctx;

	mmap_write_lock(mm);
	ctx = userfaultfd_unmap_prep(mm, start, end);
	unmap_range(mm, start, end);
	mmap_write_unlock(mm);
	userfaultfd_unmap_complete(ctx);
	return 0;
}`,
  },
  {
    name: 'unmap_range',
    source: `${MMAP}: vms_gather_munmap_vmas, unmap_vmas, free_pgtables`,
    text: `void unmap_range(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct vm_area_struct *vma;
	struct mmu_gather tlb;

	for (vma = split_vma_range(mm, start, end); vma; vma = split_vma_range(mm, start, end)) {
		unlink_vma(vma);
		tlb_gather_mmu(&tlb, mm);
		unmap_page_range(&tlb, vma, vma->vm_start, vma->vm_end, true, true);
		unlink_anon_vmas(vma);
		tlb_finish_mmu(&tlb);
		content_given_up(mm, vma->vm_start, vma->vm_end);
	}
}`,
  },
  {
    name: 'sys_mprotect',
    source: 'mm/mprotect.c: do_mprotect_pkey, 6.12: what comes before a hole is changed, then the hole is told',
    text: `int sys_mprotect(struct mm_struct *mm, unsigned long start, unsigned long end, unsigned long prot)
{
	struct vm_area_struct *vma;
	unsigned long addr = start;
	unsigned long next;
	int error = 0;

	mmap_write_lock(mm);
	while (addr < end) {
		vma = vma_lookup(mm, addr);
		if (!vma) {
			error = -ENOMEM;
			break;
		}
		next = min(end, vma_end(vma));
		if ((vma->vm_flags & (VM_READ | VM_WRITE)) != prot)
			mprotect_fixup(split_vma_range(mm, addr, end), addr, next, prot);
		addr = next;
	}
	mmap_write_unlock(mm);
	return error;
}`,
  },
  {
    name: 'mprotect_fixup',
    source: 'mm/mprotect.c: mprotect_fixup, vma_wants_manual_pte_write_upgrade, 6.12',
    text: `void mprotect_fixup(struct vm_area_struct *vma, unsigned long start, unsigned long end, unsigned long prot)
{
	unsigned long flags = vma->vm_flags;
	unsigned long cp_flags = 0;

	if (prot & VM_WRITE) {
		if (!(flags & (VM_WRITE | VM_SHARED)))
			vma_set_more(vma, VM_MORE_ACCOUNT, true);
	} else if (vma_is_anonymous(vma) && !vma->anon_vma) {
		vma_set_more(vma, VM_MORE_ACCOUNT, false);
	}
	vma->vm_flags = (flags & ~(VM_READ | VM_WRITE)) | prot;
	vma = vma_merge(vma);
	if (flags & VM_SHARED) {
		if (vma_wants_writenotify(vma))
			cp_flags = MM_CP_TRY_CHANGE_WRITABLE;
	} else if (prot & VM_WRITE) {
		cp_flags = MM_CP_TRY_CHANGE_WRITABLE;
	}
	change_protection_range(vma, start, end, vma->vm_page_prot, cp_flags);
}`,
  },
  {
    name: 'change_protection_range',
    source: 'mm/mprotect.c: change_protection_range, change_pmd_range, 6.12',
    text: `long change_protection_range(struct vm_area_struct *vma, unsigned long addr, unsigned long end, pgprot_t newprot,
			     unsigned long cp_flags)
{
	struct mm_struct *mm = vma->vm_mm;
	struct mmu_gather tlb;
	unsigned long next;
	pmd_t *pmd;

	tlb_gather_mmu(&tlb, mm);
	for (; addr < end; addr = next) {
		next = pmd_addr_end(addr, end);
		pmd = pmd_offset_of(mm, addr);
		if ((cp_flags & MM_CP_UFFD_WP) && uffd_wp_markers(vma))
			pte_alloc(mm, pmd);
		if (pmd_none(*pmd))
			continue;
		if (pmd_trans_huge(*pmd)) {
			if (next - addr == HPAGE_PMD_SIZE) {
				change_huge_pmd(vma, pmd, addr, newprot, cp_flags);
				continue;
			}
			split_anon_huge_pmd(vma, pmd, addr);
		}
		change_pte_range(&tlb, vma, pmd, addr, next, newprot, cp_flags);
	}
	tlb_finish_mmu(&tlb);
	return 0;
}`,
  },
  {
    name: 'sys_fork',
    source: 'kernel/fork.c: dup_mmap, 6.12',
    text: `int sys_fork(struct mm_struct *oldmm, struct mm_struct *mm)
{
	struct vm_area_struct *mpnt;
	struct vm_area_struct *tmp;
	struct userfaultfd_ctx *octx = NULL;

	mmap_write_lock(oldmm);
	mmap_write_lock(mm);
	mm->mm_users = 1;
	for (mpnt = find_vma(oldmm, 0); mpnt; mpnt = find_vma(oldmm, mpnt->vm_end)) {
		if (vma_test_more(mpnt, VM_MORE_DONTCOPY))
			continue;
		tmp = vm_area_dup(mpnt, mm);
		octx = dup_userfaultfd(tmp, mpnt, octx);
		if (mpnt->vm_flags & VM_WIPEONFORK)
			continue;
		anon_vma_fork(tmp, mpnt);
		if (mpnt->anon_vma)
			copy_page_range(tmp, mpnt);
	}
	mmap_write_unlock(mm);
	mmap_write_unlock(oldmm);
	dup_userfaultfd_complete(octx);
	return 0;
}`,
  },
  {
    name: 'sys_exit',
    source: 'kernel/fork.c: mmput; mm/mmap.c: exit_mmap, 6.12',
    text: `void sys_exit(struct mm_struct *mm)
{
	mm->mm_users = 0;
	mmap_write_lock(mm);
	unmap_range(mm, 0, TASK_SIZE);
	mmap_write_unlock(mm);
}`,
  },
];
