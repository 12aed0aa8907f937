import { isCounted, isTableInUse, unexplained } from '../accounts.ts';
import type { Memory } from '../kernel.ts';
import { TABLE_STATE } from '../objects.ts';
import type { MmProperty } from '../property.ts';

/** Every folio has the references that something in the world explains and those that it came with. */
function referencesAreExplained(m: Memory): boolean {
  for (let page = 1; page <= m.kernel.of.pages; page++) {
    if (!isCounted(m, page)) continue;
    if (unexplained(m, page) !== m.get(m.o.page.held, page)) return false;
    const locker = m.get(m.o.page.locker, page);
    if (locker !== 0 && locker !== m.get(m.o.page.held_lock, page)) return false;
  }
  return true;
}

/** Every live table hangs somewhere, or did not from the start. */
function tablesAreUsed(m: Memory): boolean {
  for (let table = 1; table <= m.kernel.of.tables; table++) {
    if (m.get(m.o.table.state, table) !== TABLE_STATE.live || m.get(m.o.table.spare, table) === 1) continue;
    if (!isTableInUse(m, table)) return false;
  }
  return true;
}

/** Nobody is kept waiting, or flushing, by who has gone. */
function sectionsAreClosed(m: Memory): boolean {
  for (let mm = 1; mm <= m.kernel.of.mms; mm++) {
    if (m.get(m.o.mm.tlb_flush_pending, mm) !== 0 || m.get(m.o.mm.write_protect_seq, mm) % 2 !== 0) return false;
  }
  for (let kvm = 1; kvm <= m.kernel.of.kvms; kvm++) if (m.get(m.o.kvm.open, kvm) !== 0) return false;
  for (let thread = 1; thread <= m.kernel.of.threads; thread++)
    if (m.get(m.o.thread.tlb_ubc, thread) !== 0) return false;
  return true;
}

export const LEAK: MmProperty = {
  name: 'LEAK',
  says: 'When every thread has ended, nobody keeps what nobody will give back: a reference, a folio lock, a page table, a pending flush, an open section.',
  source: 'mm/page_alloc.c: page_expected_state; include/linux/mm.h: folio_expected_ref_count, 6.16',
  holds: (m, threads) => !threads.isOver() || (referencesAreExplained(m) && tablesAreUsed(m) && sectionsAreClosed(m)),
};
