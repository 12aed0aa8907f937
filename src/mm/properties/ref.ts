import type { MmProperty } from '../property.ts';

export const REF: MmProperty = {
  name: 'REF',
  says: 'A page in use is not freed, and no reference is taken or dropped at zero.',
  source: 'include/linux/mm.h: put_page_testzero; Documentation/core-api/pin_user_pages.rst',
  holds: undefined,
};
