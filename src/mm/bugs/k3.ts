import type { Bug } from '../bug.ts';
import { MUNMAP_STACK } from '../worlds/munmap.ts';

const munmap = (neighbour: string) => `int do_munmap(struct mm_struct *mm, unsigned long start)
{
	struct vm_area_struct *vma, *next;
	bool downgrade = true;

	mmap_write_lock(mm);
	vma = vma_lookup(mm, start);
	if (!vma) {
		mmap_write_unlock(mm);
		return -EINVAL;
	}
	next = find_vma(mm, vma->vm_end);

	/* Detach vmas from rbtree */
	unlink_vma(vma);
${neighbour}	if (downgrade)
		mmap_write_downgrade(mm);

	unmap_region(mm, vma);

	if (downgrade)
		mmap_read_unlock(mm);
	else
		mmap_write_unlock(mm);
	return 0;
}`;

/** munmap keeps mmap_lock for writing next to a VMA that can grow into the range. */
export const K3: Bug = {
  id: 'K3',
  title: 'mm/mmap.c: close race between munmap() and expand_upwards()/downwards()',
  commit: '246c320a8cfe',
  kernel: '5.7',
  property: 'TABLE-LOCKED',
  world: MUNMAP_STACK,
  function: 'do_munmap',
  before: munmap(''),
  after: munmap('\tif (next && (next->vm_flags & VM_GROWSDOWN))\n\t\tdowngrade = false;\n'),
  story: [
    'munmap: mmap_write_downgrade',
    'fault: mmap_read_lock',
    'fault: expand_stack',
    'munmap: pmd_clear',
    'RCU: the grace period ends: table 2 is freed',
    'fault: spin_lock',
  ],
};
