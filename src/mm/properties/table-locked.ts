import type { MmProperty } from '../property.ts';

export const TABLE_LOCKED: MmProperty = {
  name: 'TABLE-LOCKED',
  says: 'Nobody who relies on locks reads, writes or locks a page table that was freed, and none is freed while locked.',
  source: 'Documentation/mm/split_page_table_lock.rst; mm/mmap.c: free_pgtables',
  holds: undefined,
};
