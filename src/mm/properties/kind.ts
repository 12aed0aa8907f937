import type { MmProperty } from '../property.ts';

export const KIND: MmProperty = {
  name: 'KIND',
  says: 'An accessor for present entries is not used on another entry, nor one for swap entries on a present one.',
  source: 'include/linux/swapops.h; include/linux/pgtable.h; mm/debug_vm_pgtable.c',
  holds: undefined,
};
