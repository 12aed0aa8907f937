import type { MmProperty } from '../property.ts';

export const UFFD_EVENT: MmProperty = {
  name: 'UFFD-EVENT',
  says: 'While a change of the address space is under way whose event userfaultfd’s monitor has asked for and not read, nothing that it sends is installed: it could not know on which side of the change that is.',
  source: 'df2cc96e7701 (4.18); Documentation/admin-guide/mm/userfaultfd.rst: Non-cooperative mode',
  holds: undefined,
};
