import type { Bug } from '../bug.ts';
import { STACK_GAP } from '../worlds/stack-gap.ts';

const expandStack = (look: string) => `int expand_stack(struct vm_area_struct *vma, unsigned long address)
{
	struct vm_area_struct *prev;
	unsigned long gap_addr;

	address &= PAGE_MASK;
${look}	return expand_downwards(vma, address);
}`;

/** A stack keeps the whole guard gap to what lies below it. The fix has the test in expand_downwards, which is one step here. */
export const K1: Bug = {
  id: 'K1',
  title: 'mm: larger stack guard gap, between vmas',
  commit: '1be7107fbe18',
  kernel: '4.11',
  property: 'GUARD',
  world: STACK_GAP,
  function: 'expand_stack',
  before: expandStack(`	prev = vma->vm_prev;
	if (prev && prev->vm_end == address) {
		if (!(prev->vm_flags & VM_GROWSDOWN))
			return -ENOMEM;
	}
`),
  after: expandStack(`	/* Enforce stack_guard_gap */
	gap_addr = address - stack_guard_gap;
	if (gap_addr > address)
		return -ENOMEM;
	prev = vma->vm_prev;
	if (prev && prev->vm_end > gap_addr) {
		if (!(prev->vm_flags & VM_GROWSDOWN))
			return -ENOMEM;
	}
`),
  story: ['fault: mmap_read_lock', 'fault: load vm_area_struct.vm_prev', 'fault: expand_downwards'],
};
