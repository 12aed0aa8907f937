import type { Bug } from '../bug.ts';
import { HUGETLB_SPLIT } from '../worlds/hugetlb-shared.ts';

const split = (unshare: string) => `int hugetlb_vm_op_split(struct vm_area_struct *vma, unsigned long addr)
{
${unshare}	return 0;
}

int __split_vma(struct vm_area_struct *vma, unsigned long addr)
{
	/* vma->vm_ops->may_split */
	int err = hugetlb_vm_op_split(vma, addr);

	if (err)
		return err;
	split_vma_range(vma->vm_mm, addr, vma->vm_end);
	return 0;
}`;

/** A table that is shared is given up before its mapping is split in the middle of it. */
export const J11: Bug = {
  id: 'J11',
  title: 'hugetlb: unshare some PMDs when splitting VMAs',
  commit: 'b30c14cd6102',
  kernel: '6.1',
  property: 'TABLE-SHARE',
  world: HUGETLB_SPLIT,
  function: '__split_vma',
  before: split(''),
  after: split(`	/*
	 * PMD sharing is only possible for aligned ranges of whole tables. If
	 * alignment gets lost by this split, unshare the table around addr now.
	 */
	if (addr & ~PMD_MASK) {
		unsigned long floor = addr & PMD_MASK;
		unsigned long ceil = floor + PMD_SIZE;

		if (floor >= vma->vm_start && ceil <= vma->vm_end)
			hugetlb_unshare_pmds(vma, floor, ceil);
	}
`),
  story: ['split: mmap_write_lock', 'split: split_vma_range'],
};
