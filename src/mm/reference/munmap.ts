import type { ReferenceFunction } from '../vocabulary.ts';

/** How munmap and the end of an mm take VMAs, pages and page tables away. */
export const MUNMAP_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'unmap_vmas',
    source: 'mm/memory.c, for one VMA in one table',
    text: `void unmap_vmas(struct mmu_gather *tlb, struct vm_area_struct *vma)
{
	pmd_t *pmd = pmd_offset_of(vma->vm_mm, vma->vm_start);

	if (!pmd || pmd_none_or_trans_huge_or_clear_bad(pmd))
		return;
	zap_pte_range(tlb, vma, pmd, vma->vm_start, vma->vm_end, NULL);
}`,
  },
  {
    name: 'free_pgtables',
    source:
      'mm/memory.c: rmap is cut off first, then the tables are taken out, for one VMA that has its tables for itself',
    text: `void free_pgtables(struct mmu_gather *tlb, struct vm_area_struct *vma)
{
	struct mm_struct *mm = vma->vm_mm;
	unsigned long addr = vma->vm_start;
	pud_t *pud = pud_offset_of(mm, addr);
	pmd_t *pmd = pmd_offset_of(mm, addr);

	unlink_file_vma(vma);
	free_pmd_range(tlb, pud, pmd, addr);
}`,
  },
  {
    name: 'unlink_file_vma',
    source: 'mm/mmap.c: waits for rmap walks of the file',
    text: `void unlink_file_vma(struct vm_area_struct *vma)
{
	struct file *file = vma->vm_file;

	if (file) {
		i_mmap_lock_write(file->f_mapping);
		i_mmap_unlock_write(file->f_mapping);
	}
}`,
  },
  {
    name: 'free_pmd_range',
    source: 'mm/memory.c: free_pte_range and free_pmd_range, for one table and the upper table that it hangs in',
    text: `void free_pmd_range(struct mmu_gather *tlb, pud_t *pud, pmd_t *pmd, unsigned long addr)
{
	pmd_t pmdval;

	if (!pmd)
		return;
	pmdval = *pmd;
	if (!pmd_none(pmdval)) {
		pmd_clear(pmd);
		pte_free_tlb(tlb, pmd_pgtable(pmdval), addr);
	}
	if (pud) {
		pud_clear(pud);
		pmd_free_tlb(tlb, pmd, addr);
	}
}`,
  },
  {
    name: 'unmap_region',
    source: 'mm/mmap.c',
    text: `void unmap_region(struct mm_struct *mm, struct vm_area_struct *vma)
{
	struct mmu_gather tlb;

	tlb_gather_mmu(&tlb, mm);
	unmap_vmas(&tlb, vma);
	free_pgtables(&tlb, vma);
	tlb_finish_mmu(&tlb);
}`,
  },
  {
    name: 'munmap_vma',
    source: 'mm/mmap.c: __do_munmap, 4.20 to 6.4: the VMA is detached, then mmap_lock is kept for reading only',
    text: `void munmap_vma(struct mm_struct *mm, unsigned long start)
{
	struct vm_area_struct *vma;

	mmap_write_lock(mm);
	vma = vma_lookup(mm, start);
	if (!vma) {
		mmap_write_unlock(mm);
		return;
	}
	unlink_vma(vma);
	mmap_write_downgrade(mm);
	unmap_region(mm, vma);
	mmap_read_unlock(mm);
}`,
  },
  {
    name: 'exit_mmap',
    source: 'mm/mmap.c, 5.7: nobody else uses the mm any more, so that no mmap_lock is taken',
    text: `void exit_mmap(struct mm_struct *mm, struct vm_area_struct *vma)
{
	struct mmu_gather tlb;

	tlb_gather_mmu_fullmm(&tlb, mm);
	unmap_vmas(&tlb, vma);
	free_pgtables(&tlb, vma);
	tlb_finish_mmu(&tlb);
}`,
  },
  {
    name: 'stack_fault',
    source: 'arch/x86/mm/fault.c, mm/memory.c, 5.7: a fault below a VMA that grows downwards, then an anonymous page',
    text: `void stack_fault(struct mm_struct *mm, unsigned long address)
{
	struct vm_area_struct *vma;
	pmd_t *pmd;

	mmap_read_lock(mm);
	vma = find_vma(mm, address);
	if (!vma)
		goto out;
	if (vma->vm_start > address) {
		if (!(vma->vm_flags & VM_GROWSDOWN))
			goto out;
		if (expand_stack(vma, address))
			goto out;
	}
	pmd = pmd_offset_of(mm, address);
	if (pte_alloc(mm, pmd))
		goto out;
	handle_pte(mm, vma, pmd, address, true);
out:
	mmap_read_unlock(mm);
}`,
  },
  {
    name: 'mmput_last',
    source: 'kernel/fork.c: mmput of the last user; mm/khugepaged.c: __khugepaged_exit waits for who holds mmap_lock',
    text: `void mmput_last(struct mm_struct *mm, struct vm_area_struct *vma)
{
	mm->mm_users = 0;
	mmap_write_lock(mm);
	mmap_write_unlock(mm);
	exit_mmap(mm, vma);
}`,
  },
];
