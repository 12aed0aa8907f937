import type { MmProperty } from '../property.ts';

export const TLB_FREE: MmProperty = {
  name: 'TLB-FREE',
  says: 'No CPU accesses a freed page through a stale translation.',
  source: 'mm/mmu_gather.c; Documentation/core-api/cachetlb.rst',
  holds: undefined,
};
