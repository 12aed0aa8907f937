import type { Bug } from '../bug.ts';
import { UFFD_COPY_RETRACT } from '../worlds/uffd-retract.ts';

const mfill = (checks: string) => `int mfill_atomic(struct mm_struct *mm, unsigned long dst_addr)
{
	struct vm_area_struct *dst_vma;
	struct page *page;
	pmd_t *dst_pmd;
	pte_t *dst_pte;
	spinlock_t *ptl;
	int err = 0;

	mmap_read_lock(mm);
	dst_vma = vma_lookup(mm, dst_addr);
	if (!dst_vma) {
		err = -ENOENT;
		goto out_unlock;
	}
	dst_pmd = pmd_offset_of(mm, dst_addr);
	if (pte_alloc(mm, dst_pmd)) {
		err = -ENOMEM;
		goto out_unlock;
	}
${checks}
	page = find_lock_page(dst_vma->vm_file->f_mapping, dst_addr - dst_vma->vm_start + dst_vma->vm_pgoff);
	if (!page) {
		err = -EFAULT;
		goto out_unlock;
	}
	dst_pte = pte_offset_map_lock(mm, dst_pmd, dst_addr, &ptl);
	if (!dst_pte) {
		unlock_page(page);
		put_page(page);
		err = -EAGAIN;
		goto out_unlock;
	}
	if (pte_none(*dst_pte)) {
		get_page(page);
		page_add_file_rmap(page, dst_vma, false);
		set_pte_at(mm, dst_addr, dst_pte, mk_pte(page, dst_vma->vm_page_prot));
	}
	pte_unmap_unlock(dst_pte, ptl);
	unlock_page(page);
	put_page(page);
out_unlock:
	mmap_read_unlock(mm);
	return err;
}`;

/** A page table that khugepaged takes away between the allocation and its use is no bug of the caller. */
export const F15: Bug = {
  id: 'F15',
  title: 'userfaultfd: don’t BUG_ON() if khugepaged yanks our page table',
  commit: '4828d207dc51',
  kernel: '6.10',
  property: 'ASSERT',
  world: UFFD_COPY_RETRACT,
  function: 'mfill_atomic',
  before: mfill('\tBUG_ON(pmd_none(*dst_pmd));\n\tBUG_ON(pmd_trans_huge(*dst_pmd));\n'),
  after: mfill(''),
  story: ['UFFDIO_CONTINUE: load pmd_t', 'khugepaged: pmdp_huge_get_and_clear', 'UFFDIO_CONTINUE: load pmd_t'],
};
