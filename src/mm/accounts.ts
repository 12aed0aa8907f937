import { ENTRY, kindOf, targetOf } from './entry.ts';
import type { Memory } from './kernel.ts';
import { FLAG, TABLE_STATE } from './objects.ts';

/**
 * Who counts on what: the entries that map a page, the holders of a folio's references, the tables that hang somewhere.
 */

/** Returns whether no page-table lock is held, so that no entry is just being changed. */
export function tablesAreAtRest(m: Memory): boolean {
  for (let table = 1; table <= m.kernel.of.tables; table++) {
    if (m.get(m.o.table.state, table) !== TABLE_STATE.freed && m.get(m.o.table.owner, table) !== 0) return false;
  }
  return true;
}

/** The ids of a folio's pages. */
export function* pagesOf(m: Memory, head: number): Generator<number> {
  for (let page = head; page <= m.kernel.of.pages && m.get(m.o.page.head, page) === head; page++) yield page;
}

/** How often entries of live tables map each page by itself, and each folio as a whole; by page id. */
export function mappings(m: Memory): { readonly single: readonly number[]; readonly whole: readonly number[] } {
  const single = new Array<number>(m.kernel.of.pages + 1).fill(0);
  const whole = new Array<number>(m.kernel.of.pages + 1).fill(0);
  for (let id = 1; id <= m.o.entry.value.count; id++) {
    const value = m.get(m.o.entry.value, id);
    const kind = kindOf(value);
    if (kind !== ENTRY.leaf && kind !== ENTRY.device) continue;
    const table = m.tableOf(id);
    if (m.get(m.o.table.state, table) === TABLE_STATE.freed) continue;
    const count = m.get(m.o.table.level, table) > 0 ? whole : single;
    count[targetOf(value)] = (count[targetOf(value)] ?? 0) + 1;
  }
  return { single, whole };
}

/** The references to a folio that mappings, the page cache, the swap cache, devices and entries explain. */
function explained(m: Memory, head: number): number {
  let count = m.get(m.o.page.entire, head);
  const isOfFolio = (page: number) => page !== 0 && m.get(m.o.page.head, page) === head;
  for (const page of pagesOf(m, head)) count += m.get(m.o.page.mapcount, page);
  for (const holder of [m.o.cache.page, m.o.swap.cached, m.o.pin.page]) {
    for (let id = 1; id <= holder.count; id++) if (isOfFolio(m.get(holder, id))) count++;
  }
  for (let id = 1; id <= m.o.entry.value.count; id++) {
    const value = m.get(m.o.entry.value, id);
    if (kindOf(value) === ENTRY.deviceExclusive && isOfFolio(targetOf(value))) count++;
  }
  return count;
}

/** References to a folio that nothing in the world explains; negative where it has too few. */
export function unexplained(m: Memory, head: number): number {
  return m.get(m.o.page.refcount, head) - explained(m, head);
}

/** Returns whether an allocated page is the first one of a folio that is counted: the zero page is not. */
export function isCounted(m: Memory, page: number): boolean {
  const isHead = m.get(m.o.page.allocated, page) === 1 && m.get(m.o.page.head, page) === page;
  return isHead && (m.get(m.o.page.flags, page) & FLAG.zero) === 0;
}

/** Returns whether a table hangs in another or is the root of an mm, or is kept for a split. */
export function isTableInUse(m: Memory, table: number): boolean {
  if (m.get(m.o.table.deposited, table) === 1) return true;
  for (let mm = 1; mm <= m.kernel.of.mms; mm++) if (m.get(m.o.mm.pgd, mm) === table) return true;
  for (let id = 1; id <= m.o.entry.value.count; id++) {
    const value = m.get(m.o.entry.value, id);
    if (kindOf(value) === ENTRY.table && targetOf(value) === table) return true;
  }
  return false;
}

/** Notes in the initial state what somebody outside the world holds, so that nobody in it is asked to give it back. */
export function noteHeld(m: Memory): void {
  for (let page = 1; page <= m.kernel.of.pages; page++) {
    if (!isCounted(m, page)) continue;
    m.set(m.o.page.held, page, Math.max(0, unexplained(m, page)));
    m.set(m.o.page.held_lock, page, m.get(m.o.page.locker, page));
  }
  for (let table = 1; table <= m.kernel.of.tables; table++)
    m.set(m.o.table.spare, table, isTableInUse(m, table) ? 0 : 1);
}
