import type { Memory } from './kernel.ts';
import type { Field } from './layout.ts';

/**
 * Spinlocks by identity. A number stands for each: first those of page tables, by the table's id, then each mm's
 * page_table_lock, then each swap device's lock, then each inode's i_lock. 0 is no lock.
 */

/** mm->page_table_lock. */
export function pageTableLockOf(m: Memory, mm: number): number {
  return mm === 0 ? 0 : m.kernel.of.tables + mm;
}

/** si->lock; where the world has no swap devices, a lock that guards nothing in it. */
export function swapDeviceLockOf(m: Memory, device: number): number {
  const { tables, mms, swapDevices } = m.kernel.of;
  return device > swapDevices ? IDLE : tables + mms + device;
}

/** inode->i_lock. */
export function inodeLockOf(m: Memory, inode: number): number {
  const { tables, mms, swapDevices, files } = m.kernel.of;
  return inode > files ? IDLE : tables + mms + swapDevices + inode;
}

/** A lock that guards nothing in a world. */
const IDLE = 0x7000;

interface Cell {
  readonly field: Field;
  readonly id: number;
}

/** Where the thread that holds a lock stands; undefined for a lock that guards nothing in this world. */
function cellOf(m: Memory, lock: number): Cell | undefined {
  const { tables, mms, swapDevices } = m.kernel.of;
  if (lock >= IDLE) return undefined;
  if (lock <= tables) return { field: m.o.table.owner, id: lock };
  if (lock <= tables + mms) return { field: m.o.mm.page_table_lock, id: lock - tables };
  if (lock <= tables + mms + swapDevices) return { field: m.o.swapDevice.lock, id: lock - tables - mms };
  return { field: m.o.file.i_lock, id: lock - tables - mms - swapDevices };
}

/** Returns the thread that holds a lock, 0 for nobody. */
export function holderOf(m: Memory, lock: number): number {
  const cell = cellOf(m, lock);
  return cell === undefined ? 0 : m.get(cell.field, cell.id);
}

/** Notes who holds a lock. */
export function setHolder(m: Memory, lock: number, thread: number): void {
  const cell = cellOf(m, lock);
  if (cell !== undefined) m.set(cell.field, cell.id, thread);
}

/** Whether a lock is one that a table's entries are changed under. */
export function isOfTable(m: Memory, lock: number): boolean {
  return lock <= m.kernel.of.tables;
}
