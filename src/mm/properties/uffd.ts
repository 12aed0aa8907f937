import type { MmProperty } from '../property.ts';

/** What userfaultfd promises to its monitor. */
export const UFFD_PROPERTIES: readonly MmProperty[] = [
  {
    name: 'UFFD-MISSING',
    says: 'No missing event is raised for an address whose content was installed since registration and that nobody removed.',
    source: 'Documentation/admin-guide/mm/userfaultfd.rst',
    holds: undefined,
  },
  {
    name: 'UFFD-WP',
    says: 'No write reaches a write-protected address without its event.',
    source: 'Documentation/admin-guide/mm/userfaultfd.rst: write-protect notifications',
    holds: undefined,
  },
];
