import type { MmProperty } from '../property.ts';

export const ASSERT: MmProperty = {
  name: 'ASSERT',
  says: 'No BUG_ON or VM_BUG_ON of the code fires, and no NULL pointer is followed (CONFIG_DEBUG_VM=y).',
  source: 'include/linux/mmdebug.h',
  holds: undefined,
};
