import type { MmProperty } from '../property.ts';

export const TRANSIENT_NONE: MmProperty = {
  name: 'TRANSIENT-NONE',
  says: 'A call that discards a range leaves nothing of it mapped when it returns: no entry that it passed over as none was none for a moment only.',
  source:
    'mm/huge_memory.c: comment in change_huge_pmd, "it is critical to not clear pmd intermittently"; 58ceeb6bec86',
  holds: undefined,
};
