import { tablesAreAtRest } from '../accounts.ts';
import { ENTRY, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { lowerEntry, trackedPlaces } from '../private-content.ts';
import type { MmProperty } from '../property.ts';

/** Every address whose content is kept track of has an entry that stands for it. */
function everyContentHasAnEntry(m: Memory): boolean {
  if (!tablesAreAtRest(m)) return true;
  for (const { mm, address } of trackedPlaces(m)) {
    const upper = m.upperEntry(mm, address);
    const huge = upper === 0 ? 0 : m.get(m.o.entry.value, upper);
    if (kindOf(huge) === ENTRY.leaf || kindOf(huge) === ENTRY.migration) continue;
    const kind = kindOf(lowerEntry(m, mm, address));
    if (kind === ENTRY.none || kind === ENTRY.marker) return false;
  }
  return true;
}

export const CONTENT: MmProperty = {
  name: 'CONTENT',
  says: 'Private memory that nobody discards keeps its content: where no page-table lock is held, an entry stands for it.',
  source: 'mmap(2), fork(2); mm/memory.c: do_anonymous_page gives zeros where the entry is none',
  holds: everyContentHasAnEntry,
};
