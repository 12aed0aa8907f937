import { ENTRY, kindOf, targetOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { TABLE_STATE } from '../objects.ts';
import type { MmProperty } from '../property.ts';

/** Every migration entry of a live table names a page whose folio is locked. */
function migratingFoliosAreLocked(m: Memory): boolean {
  for (let id = 1; id <= m.o.entry.value.count; id++) {
    const value = m.get(m.o.entry.value, id);
    if (kindOf(value) !== ENTRY.migration || m.get(m.o.table.state, m.tableOf(id)) === TABLE_STATE.freed) continue;
    if (m.get(m.o.page.locker, m.get(m.o.page.head, targetOf(value))) === 0) return false;
  }
  return true;
}

export const MIGRATION: MmProperty = {
  name: 'MIGRATION',
  says: 'A migration entry stands only while the folio that it names is locked: who migrates it leaves none behind.',
  source:
    'include/linux/swapops.h: pfn_swap_entry_to_page, "any use of migration entries may only occur while the page is locked"',
  holds: migratingFoliosAreLocked,
};
