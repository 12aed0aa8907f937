import { pagesOf, tablesAreAtRest } from '../accounts.ts';
import { BIT, ENTRY, has, kindOf, targetOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import type { MmProperty } from '../property.ts';

/** Somebody can still find the folio's content: through the page cache, the swap cache or a mapping. */
function isWanted(m: Memory, head: number): boolean {
  const flags = m.get(m.o.page.flags, head);
  if ((flags & FLAG.anon) !== 0 && (flags & FLAG.swapCache) !== 0) return true;
  for (const page of pagesOf(m, head)) {
    if ((flags & FLAG.anon) !== 0 && m.get(m.o.page.mapcount, page) > 0) return true;
    for (let slot = 1; slot <= m.o.cache.page.count; slot++) if (m.get(m.o.cache.page, slot) === page) return true;
  }
  return m.get(m.o.page.entire, head) > 0 && (flags & FLAG.anon) !== 0;
}

/** An entry that maps a page of the folio, or stands for it during migration, is dirty. */
function isDirtyInTables(m: Memory, head: number): boolean {
  for (let id = 1; id <= m.o.entry.value.count; id++) {
    const value = m.get(m.o.entry.value, id);
    const names = kindOf(value) === ENTRY.leaf || kindOf(value) === ENTRY.migration;
    if (names && has(value, BIT.dirty) && m.get(m.o.page.head, targetOf(value)) === head) return true;
  }
  return false;
}

function noWriteIsForgotten(m: Memory): boolean {
  if (!tablesAreAtRest(m)) return true;
  for (let head = 1; head <= m.kernel.of.pages; head++) {
    const stored = m.get(m.o.page.unsaved, head) === 1 && m.get(m.o.page.allocated, head) === 1;
    if (!stored || m.get(m.o.page.locker, head) !== 0) continue;
    const dirty = (m.get(m.o.page.flags, head) & FLAG.dirty) !== 0;
    if (!dirty && isWanted(m, head) && !isDirtyInTables(m, head)) return false;
  }
  return true;
}

export const DIRTY: MmProperty = {
  name: 'DIRTY',
  says: 'Where no page-table lock or folio lock is held, content that was stored and not written back is known as dirty by its folio or by an entry.',
  source: 'mm/rmap.c: folio_mkclean; mm/page-writeback.c: comment in folio_clear_dirty_for_io; 1cf35d47712d',
  holds: noWriteIsForgotten,
};
