import type { Bug } from '../bug.ts';
import { FREE_TABLE_RMAP } from '../worlds/free-table.ts';
import { collapsePteMappedThp } from './collapse-pte-mapped-thp.ts';

/** khugepaged takes i_mmap_rwsem for writing before it takes a table out. */
export const J3: Bug = {
  id: 'J3',
  title: 'mm/khugepaged: take the right locks for page table retraction',
  commit: '8d3c106e19e8',
  kernel: '6.0',
  property: 'TABLE-LOCKED',
  world: FREE_TABLE_RMAP,
  function: 'collapse_pte_mapped_thp',
  before: collapsePteMappedThp('haddr', false),
  after: collapsePteMappedThp('haddr', true),
  story: [
    'rmap walk: i_mmap_lock_read',
    'rmap walk: pmdp_get_lockless',
    'khugepaged: pmdp_huge_get_and_clear',
    'khugepaged: pte_free',
    'rmap walk: spin_lock',
  ],
};
