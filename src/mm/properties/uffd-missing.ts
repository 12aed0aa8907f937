import type { MmProperty } from '../property.ts';

export const UFFD_MISSING: MmProperty = {
  name: 'UFFD-MISSING',
  says: 'No missing event is raised for an address whose content was installed since registration and that nobody removed.',
  source: 'Documentation/admin-guide/mm/userfaultfd.rst',
  holds: undefined,
};
