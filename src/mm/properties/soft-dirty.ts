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

export const SOFT_DIRTY: MmProperty = {
  name: 'SOFT-DIRTY',
  says: 'An address whose content userfaultfd has put there since the soft-dirty bits were cleared says so in its entry.',
  source: 'Documentation/admin-guide/mm/soft-dirty.rst',
  holds: installedIsSoftDirty,
};
