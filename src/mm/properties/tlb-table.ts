import type { MmProperty } from '../property.ts';

export const TLB_TABLE: MmProperty = {
  name: 'TLB-TABLE',
  says: 'No CPU walks through a page table that was freed.',
  source: 'mm/mmu_gather.c: semi RCU freeing of the page directories; 3ef938c35035',
  holds: undefined,
};
