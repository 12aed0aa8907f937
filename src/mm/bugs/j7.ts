import type { Bug } from '../bug.ts';
import { HUGETLB_SPLIT_FAULT } from '../worlds/hugetlb-shared.ts';

const split = (parts: {
  maySplit: string;
  prepared: string;
}) => `int __split_vma(struct vm_area_struct *vma, unsigned long addr)
{
	struct address_space *mapping = vma->vm_file->f_mapping;
	unsigned long floor = addr & PMD_MASK;

${parts.maySplit}	vma_start_write(vma);
	/* vma_prepare */
	i_mmap_lock_write(mapping);
${parts.prepared}	split_vma_range(vma->vm_mm, addr, vma->vm_end);
	/* vma_complete */
	i_mmap_unlock_write(mapping);
	return 0;
}`;

/** A shared table is given up while faults and rmap walks are kept out for the split, not before. */
export const J7: Bug = {
  id: 'J7',
  title: 'mm/hugetlb: unshare page tables during VMA split, not before',
  commit: '081056dc00a2',
  kernel: '6.15',
  property: 'TABLE-SHARE',
  world: HUGETLB_SPLIT_FAULT,
  function: '__split_vma',
  before: split({ maySplit: '\thugetlb_unshare_pmds(vma, floor, floor + PMD_SIZE);\n', prepared: '' }),
  after: split({ maySplit: '', prepared: '\tunshare_locked(vma, floor);\n' }),
  story: [
    'split: pmd_clear',
    'split: i_mmap_unlock_write',
    'fault: vma_start_read',
    'fault: pmd_populate',
    'fault: vma_end_read',
    'split: vma_start_write',
    'split: split_vma_range',
  ],
};
