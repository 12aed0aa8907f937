import type { MmProperty } from '../property.ts';

export const HEAD: MmProperty = {
  name: 'HEAD',
  says: 'Data that belongs to the head of a compound page is never read from or written to a tail, and data of one page is asked of that page.',
  source: 'include/linux/page-flags.h: PF_HEAD, PF_NO_TAIL; Documentation/mm/transhuge.rst',
  holds: undefined,
};
