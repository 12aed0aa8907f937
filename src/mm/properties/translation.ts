import type { MmProperty } from '../property.ts';

/** What CPUs may reach through what they cache, and how long tables live. */
export const TRANSLATION: readonly MmProperty[] = [
  {
    name: 'TLB-FREE',
    says: 'No CPU accesses a freed page through a stale translation.',
    source: 'mm/mmu_gather.c; Documentation/core-api/cachetlb.rst',
    holds: undefined,
  },
  {
    name: 'TLB-TABLE',
    says: 'No CPU walks through a page table that was freed.',
    source: 'mm/mmu_gather.c: semi RCU freeing of the page directories; 3ef938c35035',
    holds: undefined,
  },
  {
    name: 'TABLE-LOCKED',
    says: 'Nobody who relies on locks reads, writes or locks a page table that was freed, and none is freed while locked.',
    source: 'Documentation/mm/split_page_table_lock.rst; mm/mmap.c: free_pgtables',
    holds: undefined,
  },
  {
    name: 'TABLE-LOCKLESS',
    says: 'Nobody who relies on RCU or disabled interrupts reads a page table that was freed.',
    source: 'mm/gup.c: comment above gup_fast_pgd_range; 2ba99c5e0881',
    holds: undefined,
  },
  {
    name: 'TABLE-EMPTY',
    says: 'A page table that is given up holds no entry that still stands for something.',
    source: 'mm/khugepaged.c: retract_page_tables, 6.6; deb4c93a9871',
    holds: undefined,
  },
];
