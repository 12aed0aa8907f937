import type { MmProperty } from '../property.ts';

export const SMMU_FREE: MmProperty = {
  name: 'SMMU-FREE',
  says: 'No device accesses a page that was freed.',
  source: 'Documentation/mm/mmu_notifier.rst',
  holds: undefined,
};
