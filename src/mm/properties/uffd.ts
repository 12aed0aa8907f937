import { BIT, ENTRY, has, kindOf, targetOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import type { MmProperty } from '../property.ts';

/** The entry of a place that was installed has soft-dirty. */
function installedIsSoftDirty(m: Memory): boolean {
  const { mms, addresses } = m.kernel.of;
  for (let mm = 1; mm <= mms; mm++) {
    for (let address = 0; address < addresses; address++) {
      if (m.get(m.o.place.installed, m.place(mm, address)) === 0) continue;
      const upper = m.upperEntry(mm, address);
      const value = upper === 0 ? 0 : m.get(m.o.entry.value, upper);
      if (kindOf(value) !== ENTRY.table) continue;
      const entry = m.get(m.o.entry.value, m.entryIn(targetOf(value), address));
      if (kindOf(entry) !== ENTRY.none && !has(entry, BIT.softDirty)) return false;
    }
  }
  return true;
}

function noEntryIsWritableAndProtected(m: Memory): boolean {
  for (let id = 1; id <= m.o.entry.value.count; id++) {
    const value = m.get(m.o.entry.value, id);
    if (kindOf(value) === ENTRY.leaf && has(value, BIT.write) && has(value, BIT.uffdWp)) return false;
  }
  return true;
}

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
    says: 'No write reaches a write-protected address without its event, and no entry has write and uffd-wp at once.',
    source: 'Documentation/admin-guide/mm/userfaultfd.rst: write-protect notifications; mm/page_table_check.c, 6.10',
    holds: noEntryIsWritableAndProtected,
  },
  {
    name: 'SOFT-DIRTY',
    says: 'An address whose content userfaultfd has put there since the soft-dirty bits were cleared says so in its entry.',
    source: 'Documentation/admin-guide/mm/soft-dirty.rst',
    holds: installedIsSoftDirty,
  },
];
