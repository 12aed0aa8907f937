import { ENTRY, entry } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { type Dimensions, TABLE_STATE } from '../objects.ts';

/** One mm with an upper table and one lower table, over four addresses; nothing else. */
export const SMALL: Omit<Dimensions, 'threads'> = {
  mms: 1,
  vmas: 1,
  tables: 2,
  entriesPerTable: 2,
  pages: 0,
  anonVmas: 0,
  files: 0,
  filePages: 0,
  swapSlots: 0,
  swapDevices: 0,
  uffds: 0,
  hugeZero: 0,
  addresses: 4,
  cpus: 0,
  svas: 0,
  kvms: 0,
  pins: 0,
};

/** Gives an mm its root, and hangs a lower table into the upper entry of an address. */
export function placeTables(m: Memory, mm: number, upper: number, lower: number, address: number): void {
  m.set(m.o.mm.users, mm, 1);
  m.set(m.o.mm.pgd, mm, upper);
  m.set(m.o.table.level, upper, 1);
  m.set(m.o.table.state, upper, TABLE_STATE.live);
  m.set(m.o.table.state, lower, TABLE_STATE.live);
  m.set(m.o.entry.value, m.entryIn(upper, address), entry(ENTRY.table, lower));
}

/** Lets a CPU run an mm; threads that are named run on it. */
export function placeCpu(m: Memory, cpu: number, mm: number, ...threads: readonly number[]): void {
  m.set(m.o.cpu.mm, cpu, mm);
  for (const thread of threads) m.set(m.o.thread.cpu, thread, cpu);
}

/** Threads whose calls promise that what they take away is gone when they return. */
export function placeRevokers(m: Memory, ...threads: readonly number[]): void {
  for (const thread of threads) m.set(m.o.thread.revokes, thread, 1);
}

/** Puts a table over an upper table: walks of the mm begin there. */
export function placeRoot(m: Memory, mm: number, root: number, upper: number, address: number): void {
  m.set(m.o.mm.pgd, mm, root);
  m.set(m.o.table.level, root, 2);
  m.set(m.o.table.state, root, TABLE_STATE.live);
  m.set(m.o.entry.value, m.entryIn(root, address), entry(ENTRY.table, upper));
}

interface VmaSetup {
  readonly mm: number;
  readonly start: number;
  readonly pages: number;
  readonly flags: number;
  /** File id, 0 for anonymous memory. */
  readonly file?: number;
  readonly anonVma?: number;
}

/** Places a VMA; an anon_vma that it names learns of it. */
export function placeVma(m: Memory, vma: number, setup: VmaSetup): void {
  m.set(m.o.vma.mm, vma, setup.mm);
  m.set(m.o.vma.start, vma, setup.start);
  m.set(m.o.vma.end, vma, setup.start + setup.pages);
  m.set(m.o.vma.flags, vma, setup.flags);
  m.set(m.o.vma.mapping, vma, setup.file ?? 0);
  m.set(m.o.vma.anon_vma, vma, setup.anonVma ?? 0);
  if (setup.anonVma !== undefined) joinAnonVma(m, setup.anonVma, vma);
}

/** Puts a VMA into the tree of an anon_vma, as fork does for the parent's. */
export function joinAnonVma(m: Memory, anonVma: number, vma: number): void {
  m.set(m.o.anonVma.vmas, anonVma, m.get(m.o.anonVma.vmas, anonVma) | (1 << (vma - 1)));
}

interface PageSetup {
  /** One for each mapping, one for the page cache or swap cache, one for whoever has isolated it. */
  readonly references: number;
  /** An anon_vma id where `flags` has FLAG.anon, else a file id. */
  readonly mapping?: number;
  readonly flags?: number;
  /** Thread that holds the folio lock. */
  readonly locker?: number;
  readonly exclusive?: boolean;
}

/** Allocates a folio of consecutive pages, unmapped. */
export function placeFolio(m: Memory, head: number, pages: number, setup: PageSetup): void {
  for (let page = head; page < head + pages; page++) {
    m.set(m.o.page.allocated, page, 1);
    m.set(m.o.page.head, page, head);
    m.set(m.o.page.exclusive, page, setup.exclusive === true ? 1 : 0);
  }
  m.set(m.o.page.refcount, head, setup.references);
  m.set(m.o.page.mapping, head, setup.mapping ?? 0);
  m.set(m.o.page.flags, head, setup.flags ?? 0);
  m.set(m.o.page.locker, head, setup.locker ?? 0);
}

/** Makes pages single and free, for the allocator to hand out. */
export function placeFree(m: Memory, ...pages: readonly number[]): void {
  for (const page of pages) m.set(m.o.page.head, page, page);
}

/** Maps a page by an entry of a lower table, and counts it. */
export function mapPage(m: Memory, table: number, address: number, page: number, bits: number): void {
  m.set(m.o.entry.value, m.entryIn(table, address), entry(ENTRY.leaf, page, bits));
  m.set(m.o.page.mapcount, page, m.get(m.o.page.mapcount, page) + 1);
}
