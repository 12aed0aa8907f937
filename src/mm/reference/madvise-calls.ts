import type { ReferenceFunction } from '../vocabulary.ts';

/** madvise: what the program says of a range. A hole is told once all the rest is done. */
export const MADVISE_CALLS: readonly ReferenceFunction[] = [
  {
    name: 'sys_madvise_dontneed',
    source: 'mm/madvise.c: madvise_walk_vmas, madvise_dontneed_single_vma, 6.12',
    text: `int sys_madvise_dontneed(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct vm_area_struct *vma;
	unsigned long addr = start;
	int error = 0;

	mmap_read_lock(mm);
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
		madvise_dontneed_single_vma(vma, addr, min(end, vma->vm_end));
		addr = vma->vm_end;
	}
	mmap_read_unlock(mm);
	return error;
}`,
  },
  {
    name: 'madvise_dontneed_single_vma',
    source: 'mm/madvise.c, 6.12; a missing event is due again from here on',
    text: `void madvise_dontneed_single_vma(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	struct mm_struct *mm = vma->vm_mm;
	struct mmu_gather tlb;
	unsigned long addr;

	tlb_gather_mmu(&tlb, mm);
	unmap_page_range(&tlb, vma, start, end);
	tlb_finish_mmu(&tlb);
	for (addr = start; addr < end; addr += PAGE_SIZE)
		uffd_removed(mm, addr);
}`,
  },
];
