import type { Bug } from '../bug.ts';
import { FREE_TABLE_LAZY } from '../worlds/free-table.ts';

const flushTlbRange = (
  freedTables: string,
) => `void flush_tlb_range(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	flush_tlb_mm_range(vma->vm_mm, start, end, PAGE_SHIFT, ${freedTables});
}`;

/** x86's flush_tlb_range reaches lazy CPUs too, since callers free page tables after it. */
export const B7: Bug = {
  id: 'B7',
  title: 'x86/mm: Fix flush_tlb_range() when used for zapping normal PMDs',
  commit: '3ef938c35035',
  kernel: '6.13',
  property: 'TLB-TABLE',
  world: FREE_TABLE_LAZY,
  function: 'flush_tlb_range',
  before: flushTlbRange('false'),
  after: flushTlbRange('true'),
  story: [
    'CPU 1: keeps the pointer to the table of address 0',
    'khugepaged: pmdp_huge_get_and_clear',
    'khugepaged: flush_tlb_mm_range',
    'khugepaged: pte_free',
    'CPU 1: walks address 0 through a table that was freed',
  ],
};
