import { type Footprint, touch } from '../explore/footprint.ts';
import { isTableInUse } from './accounts.ts';
import { BIT, ENTRY, kindOf, targetOf } from './entry.ts';
import { cellOf, type Field, get, Layout, set } from './layout.ts';
import { type Dimensions, type Objects, placeObjects, TABLE_STATE } from './objects.ts';
import { compareVersions } from './version.ts';

/** What differs between kernels and architectures, as far as the model knows it. */
export interface Traits {
  /** Kernel version, `6.5`. */
  readonly version: string;
  /**
   * Until 6.5 drivers that share the CPU's tables were told by `->invalidate_range` from
   * mmu_notifier_invalidate_range_end; 6bbd42e2df8f (6.6) moved that into the architecture's TLB flush.
   */
  readonly rangeEndTellsSva: boolean;
  readonly flushTellsSva: boolean;
  /** On x86 flush_tlb_range passes lazy CPUs over until 3ef938c35035 (6.14). */
  readonly rangeFlushReachesLazy: boolean;
  /** Anonymous pages know whether they have one owner: PageAnonExclusive, 5.19 (6c287605fd56). */
  readonly anonExclusive: boolean;
  /** pte_mkuffd_wp takes the write bit away, 6.2 (f1eb1bacfba9). */
  readonly uffdWpWriteProtects: boolean;
  /** vm_page_prot of a range registered for write-protect events has no write bit, 6.2 (51d3d5eb74ff). */
  readonly uffdWpWantsNotify: boolean;
}

/** Returns the traits of a kernel version. */
export function traitsOf(version: string): Traits {
  const arch = compareVersions(version, '6.6') >= 0;
  return {
    version,
    rangeEndTellsSva: !arch,
    flushTellsSva: arch,
    rangeFlushReachesLazy: compareVersions(version, '6.14') >= 0,
    anonExclusive: compareVersions(version, '5.19') >= 0,
    uffdWpWriteProtects: compareVersions(version, '6.2') >= 0,
    uffdWpWantsNotify: compareVersions(version, '6.2') >= 0,
  };
}

/** A kernel of a world's size: its objects laid out, its traits, and the properties that are watched. */
export interface Kernel {
  readonly of: Dimensions;
  readonly layout: Layout;
  readonly objects: Objects;
  readonly traits: Traits;
  /** Names of properties; a step that breaks another one is not recorded. */
  readonly watched: readonly string[];
}

/** The objects of a size, laid out once: there are as many sizes as worlds, and many checks of each. */
const placed = new Map<string, { readonly layout: Layout; readonly objects: Objects }>();

function placedObjects(of: Dimensions, properties: number): { readonly layout: Layout; readonly objects: Objects } {
  const size = JSON.stringify([of, properties]);
  const known = placed.get(size);
  if (known !== undefined) return known;
  const layout = new Layout();
  const objects = placeObjects(layout, of, properties);
  layout.cut();
  placed.set(size, { layout, objects });
  return { layout, objects };
}

/** Makes a kernel of the given size. */
export function makeKernel(of: Dimensions, traits: Traits, watched: readonly string[]): Kernel {
  const { layout, objects } = placedObjects(of, watched.length);
  return { of, layout: new Layout(layout), objects, traits, watched };
}

/**
 * One state being read or changed by one thread (0 for hardware). Primitives and hardware rules see the world through it.
 */
export class Memory {
  readonly kernel: Kernel;
  readonly o: Objects;
  state: Uint8Array;
  /** The parts of the state that were stored to since somebody set this to 0, as `Model.changed` has them. */
  changed = 0;
  thread = 0;
  readonly #watchesLocks: boolean;
  readonly #partBits: Int32Array;
  /** True while a state is only looked at, or a step asked whether it could happen: nothing is broken then. */
  asking = false;
  /** Where the cells are noted that are read and written; undefined where nobody wants to know. */
  noted: Footprint | undefined;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.#watchesLocks = kernel.watched.includes('PTL');
    this.o = kernel.objects;
    this.state = new Uint8Array(kernel.layout.bytes);
    this.#partBits = kernel.layout.partBits;
  }

  /** Returns a field of object `id`; a NULL pointer breaks ASSERT and reads as 0. */
  get(field: Field, id: number): number {
    if (id < 1 || id > field.count) {
      this.break('ASSERT');
      return 0;
    }
    return this.#load(field, id);
  }

  /** Stores a field of object `id`; a NULL pointer breaks ASSERT and stores nothing. */
  set(field: Field, id: number, value: number): void {
    if (id < 1 || id > field.count) this.break('ASSERT');
    else this.#store(field, id, value);
  }

  #load(field: Field, id: number): number {
    if (this.noted !== undefined) touch(this.noted.reads, cellOf(field, id));
    return get(this.state, field, id);
  }

  #store(field: Field, id: number, value: number): void {
    if (this.noted !== undefined) touch(this.noted.writes, cellOf(field, id));
    this.keep(field, id, value);
  }

  /** Stores what is nobody's business but the running thread's, without a note of it: its place and its locals. */
  keep(field: Field, id: number, value: number): void {
    const at = cellOf(field, id);
    // A cell of two bytes may reach into the next part.
    this.changed |= (this.#partBits[at >>> 2] as number) | (this.#partBits[(at + field.width - 1) >>> 2] as number);
    set(this.state, field, id, value);
  }

  /** Looks at the state without a note of it. */
  unnoted<T>(look: () => T): T {
    const { noted } = this;
    this.noted = undefined;
    const seen = look();
    this.noted = noted;
    return seen;
  }

  /** Records that this step broke a property, where the world watches it. */
  break(property: string): void {
    const at = this.kernel.watched.indexOf(property);
    if (at < 0 || this.asking) return;
    const { properties } = this.o.broken;
    const cell = (at >> 4) + 1;
    this.#store(properties, cell, this.#load(properties, cell) | (1 << (at & 15)));
  }

  /** Whether a step has broken a watched property, by its place among them. */
  isBroken(at: number): boolean {
    return (this.#load(this.o.broken.properties, (at >> 4) + 1) & (1 << (at & 15))) !== 0;
  }

  /** The bit of the running thread in masks of threads. */
  get threadBit(): number {
    return 1 << (this.thread - 1);
  }

  /** Returns the id of the entry for `address` in a table. */
  entryIn(table: number, address: number): number {
    const { entriesPerTable } = this.kernel.of;
    const index = Math.floor(address / entriesPerTable ** this.get(this.o.table.level, table));
    return (table - 1) * entriesPerTable + (index % entriesPerTable) + 1;
  }

  /** Returns the table that an entry stands in. */
  tableOf(entry: number): number {
    return Math.floor((entry - 1) / this.kernel.of.entriesPerTable) + 1;
  }

  /** Returns the id of the ghost record of an address of an mm. */
  place(mm: number, address: number): number {
    return (mm - 1) * this.kernel.of.addresses + address + 1;
  }

  /**
   * Returns an entry's value. An entry of a table that was freed, or whose memory holds list pointers, breaks TABLE-LOCKED where the thread relies on
   * mmap_lock or an rmap lock, and TABLE-LOCKLESS where it relies on RCU, disabled interrupts, or nothing.
   */
  entry(id: number): number {
    this.#touch(id);
    return this.get(this.o.entry.value, id);
  }

  /** Stores an entry's value, with the same care; without the lock that keeps others out it breaks PTL. */
  setEntry(id: number, value: number): void {
    this.#touch(id);
    if (this.#watchesLocks && id !== 0 && !this.#mayChange(id)) this.break('PTL');
    this.set(this.o.entry.value, id, value);
  }

  /** Returns the id of the upper entry (pmd) that the hardware finds for an address; 0 where no table leads there. */
  upperEntry(mm: number, address: number): number {
    let table = this.get(this.o.mm.pgd, mm);
    while (this.get(this.o.table.level, table) > 1) {
      const above = this.#load(this.o.entry.value, this.entryIn(table, address));
      if (kindOf(above) !== ENTRY.table) return 0;
      table = targetOf(above);
    }
    return this.entryIn(table, address);
  }

  /** Returns the id of the entry whose leaf the hardware finds for an address, in either level; 0 where there is none. */
  leafEntry(mm: number, address: number): number {
    const upper = this.upperEntry(mm, address);
    if (upper === 0) return 0;
    const value = this.#load(this.o.entry.value, upper);
    if (kindOf(value) === ENTRY.leaf) return (value & BIT.invalid) === 0 ? upper : 0;
    return kindOf(value) === ENTRY.table ? this.leafIn(targetOf(value), address) : 0;
  }

  /** Returns the id of the entry for an address in a lower table where it is a leaf, else 0. */
  leafIn(table: number, address: number): number {
    const lower = this.entryIn(table, address);
    const value = this.#load(this.o.entry.value, lower);
    return kindOf(value) === ENTRY.leaf && (value & BIT.invalid) === 0 ? lower : 0;
  }

  /** Says what the hardware finds for an address of an mm: the leaf's entry value, or 0. */
  walk(mm: number, address: number): number {
    const entry = this.leafEntry(mm, address);
    return entry === 0 ? 0 : this.#load(this.o.entry.value, entry);
  }

  #touch(entry: number): void {
    if (entry === 0) return;
    const table = this.tableOf(entry);
    const isFreed = this.get(this.o.table.state, table) === TABLE_STATE.freed;
    if (!isFreed && this.get(this.o.table.deposited, table) === 0) return;
    this.break(this.#reliesOnLocks(table) ? 'TABLE-LOCKED' : 'TABLE-LOCKLESS');
  }

  /**
   * The running thread holds the lock of an entry's table, or nobody else finds the table. A thread that takes no such lock
   * at all is a helper whose callers do; what leads to a table is left to mmap_lock and the rmap locks.
   */
  #mayChange(entry: number): boolean {
    if (this.thread === 0 || this.get(this.o.thread.locks, this.thread) === 0) return true;
    const table = this.tableOf(entry);
    if (this.get(this.o.table.owner, table) === this.thread) return true;
    return kindOf(this.get(this.o.entry.value, entry)) === ENTRY.table || !isTableInUse(this, table);
  }

  /** The running thread holds the table's own lock, or it holds mmap_lock or an rmap lock and is in no read section. */
  #reliesOnLocks(table: number): boolean {
    if (this.thread === 0) return false;
    if (this.get(this.o.table.owner, table) === this.thread) return true;
    const { thread } = this.o;
    if (this.get(thread.rcu, this.thread) > 0 || this.get(thread.irq_off, this.thread) > 0) return false;
    return this.#holdsOneOf(this.o.mm, this.o.file, this.o.anonVma);
  }

  /** Whether the running thread holds a spinlock or a semaphore, or is in a read section. */
  holdsLocks(): boolean {
    const { thread, table, mm, file, anonVma, uffd } = this.o;
    if (this.get(thread.rcu, this.thread) > 0 || this.get(thread.irq_off, this.thread) > 0) return true;
    for (const lock of [table.owner, mm.page_table_lock, this.o.swapDevice.lock]) {
      for (let id = 1; id <= lock.count; id++) if (this.get(lock, id) === this.thread) return true;
    }
    return this.#holdsOneOf(mm, file, anonVma, uffd);
  }

  #holdsOneOf(...semaphores: readonly Pick<Objects['mm'], 'writer' | 'readers'>[]): boolean {
    return semaphores.some((semaphore) => {
      for (let id = 1; id <= semaphore.writer.count; id++) {
        if (this.get(semaphore.writer, id) === this.thread) return true;
        if ((this.get(semaphore.readers, id) & this.threadBit) !== 0) return true;
      }
      return false;
    });
  }
}
