import { BIT, ENTRY, has, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import type { MmProperty } from '../property.ts';

function noEntryIsWritableAndProtected(m: Memory): boolean {
  for (let id = 1; id <= m.o.entry.value.count; id++) {
    const value = m.get(m.o.entry.value, id);
    if (kindOf(value) === ENTRY.leaf && has(value, BIT.write) && has(value, BIT.uffdWp)) return false;
  }
  return true;
}

export const UFFD_WP: MmProperty = {
  name: 'UFFD-WP',
  says: 'No write reaches a write-protected address without its event, and no entry has write and uffd-wp at once.',
  source: 'Documentation/admin-guide/mm/userfaultfd.rst: write-protect notifications; mm/page_table_check.c, 6.10',
  holds: noEntryIsWritableAndProtected,
};
