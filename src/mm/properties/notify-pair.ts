import type { MmProperty } from '../property.ts';

export const NOTIFY_PAIR: MmProperty = {
  name: 'NOTIFY-PAIR',
  says: 'Every invalidate range that is started is ended by the same thread, none is ended that is not open, and a question about recent use is asked for the address of the entry that is looked at.',
  source: 'include/linux/mmu_notifier.h; mm/khugepaged.c: hpage_collapse_scan_pmd, 6.17',
  holds: undefined,
};
