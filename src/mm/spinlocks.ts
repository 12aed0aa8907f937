import type { Memory } from './kernel.ts';
import { numbered } from './numbered.ts';

/** Spinlocks by identity: those of page tables have their tables' ids. */
const SPINLOCKS = numbered(
  (o) => o.table.owner,
  (o) => o.mm.page_table_lock,
  (o) => o.swapDevice.lock,
  (o) => o.file.i_lock,
  (o) => o.hugeZero.lock,
);

type LockOf = (m: Memory, object: number) => number;

/** mm->page_table_lock. */
export const pageTableLockOf: LockOf = (m, mm) => SPINLOCKS.of(m, 1, mm);
/** si->lock. */
export const swapDeviceLockOf: LockOf = (m, device) => SPINLOCKS.of(m, 2, device);
/** inode->i_lock. */
export const inodeLockOf: LockOf = (m, inode) => SPINLOCKS.of(m, 3, inode);
/** huge_zero_lock. */
export const hugeZeroLockOf: LockOf = (m, hugeZero) => SPINLOCKS.of(m, 4, hugeZero);

/** Returns the thread that holds a lock, 0 for nobody. */
export function holderOf(m: Memory, lock: number): number {
  const cell = SPINLOCKS.cell(m, lock);
  return cell === undefined ? 0 : m.get(cell.field, cell.id);
}

/** Notes who holds a lock. */
export function setHolder(m: Memory, lock: number, thread: number): void {
  const cell = SPINLOCKS.cell(m, lock);
  if (cell !== undefined) m.set(cell.field, cell.id, thread);
}

/** Whether a lock is one that a table's entries are changed under. */
export function isOfTable(m: Memory, lock: number): boolean {
  return lock <= m.kernel.of.tables;
}
