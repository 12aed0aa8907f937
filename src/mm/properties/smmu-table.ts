import type { MmProperty } from '../property.ts';

export const SMMU_TABLE: MmProperty = {
  name: 'SMMU-TABLE',
  says: 'No device that walks the page tables uses a table that was freed.',
  source: 'f268f6cf875f; include/linux/mmu_notifier.h: invalidate_range',
  holds: undefined,
};
