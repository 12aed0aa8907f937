import type { Bug } from '../bug.ts';
import { FREE_TABLE_WALKER } from '../worlds/free-table.ts';
import { collapsePteMappedThp } from './collapse-pte-mapped-thp.ts';

/** The flush covers the range of the table, not the one behind it, where the loop has left addr. */
export const B11: Bug = {
  id: 'B11',
  title: 'khugepaged: collapse_pte_mapped_thp() flush the right range',
  commit: '723a80dafed5',
  kernel: '5.8',
  property: 'TLB-TABLE',
  world: FREE_TABLE_WALKER,
  function: 'collapse_pte_mapped_thp',
  before: collapsePteMappedThp('addr', false),
  after: collapsePteMappedThp('haddr', false),
  story: [
    'CPU 1: keeps the pointer to the table of address 0',
    'khugepaged: pmdp_huge_get_and_clear',
    'khugepaged: flush_tlb_range',
    'khugepaged: pte_free',
    'CPU 1: walks address 0 through a table that was freed',
  ],
};
