import { BIT, ENTRY, has, kindOf, targetOf } from './entry.ts';
import type { Memory } from './kernel.ts';
import { FLAG, REVOKED } from './objects.ts';

/**
 * What happens when a program accesses an address: translation through the TLB or the tables, and the accessed and
 * dirty bits, which the hardware sets at use, atomically in the entry (Documentation/mm/page_tables.rst; Intel SDM
 * volume 3, 4.8 and 4.10).
 */

/** Returns the id of a CPU's cached leaf of an address. */
export function tlbLeafOf(m: Memory, cpu: number, address: number): number {
  return (cpu - 1) * m.kernel.of.addresses + address + 1;
}

/** Returns the id of a CPU's cached pointer to the table of an address. */
export function tlbTableOf(m: Memory, cpu: number, address: number): number {
  const { addresses, entriesPerTable } = m.kernel.of;
  return (cpu - 1) * Math.ceil(addresses / entriesPerTable) + Math.floor(address / entriesPerTable) + 1;
}

/** A cached translation gives no more than the page tables do: the same page, and a write only where they let it. */
export function isCovered(cached: number, leaf: number): boolean {
  if (kindOf(leaf) !== ENTRY.leaf || targetOf(leaf) !== targetOf(cached)) return false;
  return !has(cached, BIT.write) || has(leaf, BIT.write);
}

/** A cached translation gives what a call that has returned had taken away at the address. */
export function isRevoked(m: Memory, mm: number, address: number, cached: number): boolean {
  const revoked = m.get(m.o.place.revoked, m.place(mm, address));
  if (revoked === 0 || cached === 0) return false;
  return (revoked === REVOKED.access || has(cached, BIT.write)) && !isCovered(cached, m.walk(mm, address));
}

/** An entry was set: what it gives again is no longer taken away. */
export function grants(m: Memory, mm: number, address: number, value: number): void {
  if (kindOf(value) !== ENTRY.leaf) return;
  const place = m.place(mm, address);
  for (const taken of [m.o.place.seen, m.o.place.revoked]) {
    if (m.get(taken, place) !== 0) m.set(taken, place, has(value, BIT.write) ? 0 : REVOKED.write);
  }
}

/**
 * The running thread gives the lock of a table back. Where its call promises to revoke, it now answers for what it has
 * found taken away, by itself or by others.
 */
export function looked(m: Memory, table: number): void {
  if (m.get(m.o.thread.revokes, m.thread) === 0) return;
  for (let mm = 1; mm <= m.kernel.of.mms; mm++) {
    for (let address = 0; address < m.kernel.of.addresses; address++) {
      const upper = m.upperEntry(mm, address);
      if (upper === 0) continue;
      const value = m.get(m.o.entry.value, upper);
      const last = kindOf(value) === ENTRY.table ? targetOf(value) : m.tableOf(upper);
      if (last !== table) continue;
      const leaf = m.walk(mm, address);
      const taken = kindOf(leaf) !== ENTRY.leaf ? REVOKED.access : has(leaf, BIT.write) ? 0 : REVOKED.write;
      m.set(m.o.place.seen, m.place(mm, address), taken);
    }
  }
}

/** What the TLB of the CPU holds for an address; 0 where it holds nothing, or where the world has no such CPU. */
function cachedBy(m: Memory, cpu: number, address: number): number {
  return cpu === 0 ? 0 : m.get(m.o.tlbLeaf.value, tlbLeafOf(m, cpu, address));
}

/**
 * A program loads.
 *
 * @param cpu The CPU that it runs on; 0 for one that caches nothing.
 * @returns Whether a translation let the load through; else a fault is due.
 */
export function loads(m: Memory, cpu: number, mm: number, address: number): boolean {
  const cached = cachedBy(m, cpu, address);
  const value = cached === 0 ? m.walk(mm, address) : cached;
  if (kindOf(value) !== ENTRY.leaf) return false;
  if (m.get(m.o.page.allocated, targetOf(value)) === 0) m.break('TLB-FREE');
  return true;
}

/**
 * A program stores. A cached translation that is writable and dirty lets the store through with no look at the tables;
 * else the hardware walks, sets accessed and dirty in the entry that it finds, and caches that.
 *
 * @param cpu The CPU that it runs on; 0 for one that caches nothing.
 * @param content What it stores: a number of its thread's where nobody asks for another.
 * @returns Whether the store went through; else a fault is due, and what the TLB held for the address is gone.
 */
export function stores(m: Memory, cpu: number, mm: number, address: number, content = STORED + m.thread): boolean {
  const cached = cachedBy(m, cpu, address);
  if (has(cached, BIT.write) && has(cached, BIT.dirty)) {
    stored(m, mm, address, cached, content);
    return true;
  }
  const entry = m.leafEntry(mm, address);
  const value = entry === 0 ? 0 : m.get(m.o.entry.value, entry);
  const writable = has(value, BIT.write);
  const used = value | BIT.young | BIT.dirty;
  if (writable) m.set(m.o.entry.value, entry, used);
  if (cpu !== 0) m.set(m.o.tlbLeaf.value, tlbLeafOf(m, cpu, address), writable ? used : 0);
  if (writable) stored(m, mm, address, value, content);
  return writable;
}

/** The page that a leaf maps at an address: one of a huge leaf names the head of its folio. */
export function pageAt(m: Memory, leaf: number, address: number): number {
  const target = targetOf(leaf);
  const offset = address % m.kernel.of.entriesPerTable;
  return target + offset <= m.kernel.of.pages && m.get(m.o.page.head, target + offset) === target
    ? target + offset
    : target;
}

/** What a store by a thread leaves in a page: a number that differs from thread to thread. */
const STORED = 16;

/**
 * A store that went through: to a protected address without its event it breaks UFFD-WP, to a free page TLB-FREE, to an
 * anonymous page that another mm reads through a reference COW.
 */
function stored(m: Memory, mm: number, address: number, leaf: number, content: number): void {
  const place = m.place(mm, address);
  const page = pageAt(m, leaf, address);
  if (m.get(m.o.place.protected, place) === 1) m.break('UFFD-WP');
  if (m.get(m.o.page.allocated, page) === 0) m.break('TLB-FREE');
  m.set(m.o.place.installed, place, 1);
  m.set(m.o.page.unsaved, m.get(m.o.page.head, page), 1);
  m.set(m.o.page.content, page, content);
  if (m.get(m.o.place.content, place) !== 0) m.set(m.o.place.content, place, content);
  if (isReadByAnother(m, mm, page)) m.break('COW');
}

function isReadByAnother(m: Memory, mm: number, page: number): boolean {
  if ((m.get(m.o.page.flags, m.get(m.o.page.head, page)) & FLAG.anon) === 0) return false;
  for (let pin = 1; pin <= m.kernel.of.pins; pin++) {
    if (m.get(m.o.pin.page, pin) === page && m.get(m.o.pin.mm, pin) !== mm) return true;
  }
  return false;
}

/**
 * A page is mapped for the first time at an address: what somebody else maps as well is there by fork. What MADV_FREE has
 * given up may go at any time, and nobody must read it.
 */
export function inherits(m: Memory, mm: number, address: number, leaf: number): void {
  if (kindOf(leaf) !== ENTRY.leaf) return;
  const place = m.place(mm, address);
  const page = pageAt(m, leaf, address);
  const head = m.get(m.o.page.head, page);
  const shared = m.get(m.o.page.mapcount, page) + m.get(m.o.page.entire, head) > 1;
  const kept = FLAG.anon | FLAG.swapBacked;
  const anon = (m.get(m.o.page.flags, head) & kept) === kept;
  if (anon && shared && m.get(m.o.place.content, place) === 0)
    m.set(m.o.place.content, place, m.get(m.o.page.content, page));
}
