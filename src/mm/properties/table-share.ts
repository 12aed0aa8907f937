import { VM } from '../constants.ts';
import { ENTRY, kindOf, targetOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import type { MmProperty } from '../property.ts';
import { isAttached } from '../vma-order.ts';

/** A shared hugetlb mapping of an mm covers a whole range. */
function isCovered(m: Memory, mm: number, start: number, end: number): boolean {
  for (let vma = 1; vma <= m.kernel.of.vmas; vma++) {
    const isShared = isAttached(m, mm, vma) && (m.get(m.o.vma.flags, vma) & VM.VM_SHARED) !== 0;
    if (isShared && m.get(m.o.vma.start, vma) <= start && end <= m.get(m.o.vma.end, vma)) return true;
  }
  return false;
}

/** Of every table that hangs in more than one mm all mms but one are counted, and each maps all of its range. */
function sharedTablesAreWhole(m: Memory): boolean {
  const { mms, addresses, entriesPerTable } = m.kernel.of;
  const users = new Map<number, { readonly mm: number; readonly start: number }[]>();
  for (let mm = 1; mm <= mms; mm++) {
    for (let start = 0; start < addresses; start += entriesPerTable) {
      const upper = m.upperEntry(mm, start);
      const value = upper === 0 ? 0 : m.get(m.o.entry.value, upper);
      if (kindOf(value) !== ENTRY.table) continue;
      users.set(targetOf(value), [...(users.get(targetOf(value)) ?? []), { mm, start }]);
    }
  }
  return [...users].every(
    ([table, sharers]) =>
      sharers.length < 2 ||
      (m.get(m.o.table.sharers, table) >= sharers.length - 1 &&
        sharers.every(({ mm, start }) => isCovered(m, mm, start, start + entriesPerTable))),
  );
}

export const TABLE_SHARE: MmProperty = {
  name: 'TABLE-SHARE',
  says: 'A page table that several mms share is counted for each of them, and each of them maps all of its range by one shared mapping of hugetlb.',
  source: 'mm/hugetlb.c: page_table_shareable, vma_shareable, huge_pmd_unshare; b30c14cd6102',
  holds: (m) => m.kernel.of.mms < 2 || sharedTablesAreWhole(m),
};
