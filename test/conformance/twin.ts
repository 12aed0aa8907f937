import type { Instruments } from '../../src/checks/programs.ts';
import { pageAt } from '../../src/mm/access.ts';
import { UFFD, VM } from '../../src/mm/constants.ts';
import { BIT, ENTRY, has, kindOf, targetOf } from '../../src/mm/entry.ts';
import { type Kernel, Memory, makeKernel, traitsOf } from '../../src/mm/kernel.ts';
import { type Dimensions, FLAG, TABLE_STATE } from '../../src/mm/objects.ts';
import { propertyNamed } from '../../src/mm/properties.ts';
import { placeFree } from '../../src/mm/worlds/setup.ts';
import { calls } from './calls.ts';
import { type Runnable, runnable, StuckError } from './interpret.ts';
import { type Observation, observationOf, type Seen } from './observation.ts';
import { type Operation, PROCESSES, type Program, type Size, SLOTS } from './operation.ts';

/** The kernel that the programs of the twin stand for. */
export const TWIN_KERNEL = '6.18';

/** How much of each object the twin has, but for tables. */
const OBJECTS = {
  mms: PROCESSES,
  vmas: PROCESSES * SLOTS,
  pages: 30,
  anonVmas: PROCESSES * SLOTS,
  files: 1,
  filePages: SLOTS,
  swapSlots: 20,
  swapDevices: 0,
  uffds: PROCESSES,
  hugeZero: 0,
  addresses: SLOTS,
  cpus: 0,
  svas: 0,
  kvms: 0,
  pins: 0,
  threads: 1,
};

/** The zero page, which is nobody's. */
const ZERO_PAGE = 1;
const HUGE_ZERO_PAGE = [2, 3] as const;

/** What no program that runs alone may break. */
export const WATCHED = [
  'REF',
  'RMAP',
  'HEAD',
  'LOCK',
  'ASSERT',
  'COW',
  'SWAP-SLOT',
  'SWAP-CACHE',
  'TRUNC',
  'KIND',
  'UFFD-MISSING',
  'UFFD-WP',
  'TABLE-LOCKED',
  'TABLE-EMPTY',
  'DIRTY',
  'LIVE',
] as const;

/** PAGE_IS_* of include/uapi/linux/fs.h, but for write protection and huge entries, which come to them. */
const CATEGORIES: Readonly<Record<Seen['kind'], number>> = {
  none: 0,
  anon: 0x08,
  file: 0x0c,
  zero: 0x28,
  'huge-zero': 0x28,
  swap: 0x10,
  marker: 0x10,
};
const [WP_ALLOWED, WRITTEN, HUGE] = [0x01, 0x02, 0x40];

/** The one thread has come to the end of its call. */
const AT_REST = { isStuck: () => false, isOver: () => true };

/**
 * Entries of a table, and tables above the last level in each process: a huge page is as long as a table, and the row has
 * four; a row of base pages lies in one table, as it does in the kernel.
 */
const TABLES: Readonly<Record<Size, { readonly entries: number; readonly upper: number }>> = {
  small: { entries: SLOTS, upper: 1 },
  huge: { entries: SLOTS / 4, upper: 3 },
};

/** How much of each object the twin has. */
export function sizeOf(size: Size): Dimensions {
  const { entries, upper } = TABLES[size];
  return { ...OBJECTS, entriesPerTable: entries, tables: PROCESSES * (upper + SLOTS / entries) };
}

const kernelOf = (size: Size): Kernel => makeKernel(sizeOf(size), traitsOf(TWIN_KERNEL), WATCHED);

/** The model as it stands in one program: its state, and which processes live. */
export class Twin {
  readonly m: Memory;
  readonly #tools: Instruments;
  readonly alive = [true, false];
  /** Which processes have opened a userfaultfd. */
  readonly watching = [false, false];
  /** The page that each process holds in a pipe; 0 for none. */
  readonly pinned = [0, 0];
  /** The page that each process has as a registered buffer of io_uring; 0 for none. */
  readonly buffer = [0, 0];
  /** The page into which each process reads with O_DIRECT; 0 for none. */
  readonly reading = [0, 0];

  /** @param kernel One of at least the twin’s size, with the threads that are to run on it laid out. */
  constructor(tools: Instruments, kernel = kernelOf('small')) {
    this.#tools = tools;
    this.m = new Memory(kernel);
    this.m.thread = 1;
    placeFree(this.m, ...Array.from({ length: OBJECTS.pages }, (_, page) => page + 1));
    const { m } = this;
    m.set(m.o.page.allocated, ZERO_PAGE, 1);
    m.set(m.o.page.refcount, ZERO_PAGE, 1);
    m.set(m.o.page.flags, ZERO_PAGE, FLAG.zero | FLAG.uptodate);
    for (const page of HUGE_ZERO_PAGE) {
      m.set(m.o.page.allocated, page, 1);
      m.set(m.o.page.head, page, HUGE_ZERO_PAGE[0]);
    }
    m.set(m.o.page.refcount, HUGE_ZERO_PAGE[0], 1);
    m.set(m.o.page.flags, HUGE_ZERO_PAGE[0], FLAG.zero | FLAG.uptodate);
    for (let process = 0; process < PROCESSES; process++) this.#placeTables(process);
    m.set(m.o.mm.users, 1, 1);
    m.set(m.o.file.end, 1, SLOTS + 1);
  }

  /** A root, upper tables in it where it is not one itself, and lower tables that are made as they are needed. */
  #placeTables(process: number): void {
    const { m } = this;
    const { entriesPerTable } = m.kernel.of;
    const tables = m.kernel.of.tables / PROCESSES;
    const uppers = tables - SLOTS / entriesPerTable - 1;
    const root = process * tables + 1;
    for (let table = root; table < root + tables; table++) m.set(m.o.table.state, table, TABLE_STATE.freed);
    const place = (table: number, level: number) => {
      m.set(m.o.table.state, table, TABLE_STATE.live);
      m.set(m.o.table.level, table, level);
    };
    place(root, uppers === 0 ? 1 : 2);
    for (let upper = 1; upper <= uppers; upper++) {
      place(root + upper, 1);
      const address = (upper - 1) * entriesPerTable ** 2;
      m.set(m.o.entry.value, m.entryIn(root, address), ENTRY.table | ((root + upper) << 3));
    }
    m.set(m.o.mm.pgd, process + 1, root);
  }

  /** Runs a program of the model by its name and returns what it returns. */
  call(name: string, ...args: readonly number[]): number {
    return programNamed(name, this.#tools)(this.m, args);
  }

  /** The page that the hardware finds at an address. */
  pageAt(mm: number, address: number): number {
    return pageAt(this.m, this.m.walk(mm, address), address);
  }

  /** The VMAs of an mm that have any of a range. */
  vmasIn(mm: number, start: number, end: number): { readonly flags: number; readonly file: number }[] {
    const { vma } = this.m.o;
    return Array.from({ length: OBJECTS.vmas }, (_, at) => at + 1)
      .filter((id) => this.m.get(vma.mm, id) === mm && this.m.get(vma.detached, id) === 0)
      .filter((id) => this.m.get(vma.end, id) > start && this.m.get(vma.start, id) < end)
      .map((id) => ({ flags: this.m.get(vma.flags, id), file: this.m.get(vma.mapping, id) }));
  }

  /** Pages of large folios are mapped in a range, whole or in part. */
  hasLarge(mm: number, start: number, end: number): boolean {
    for (let address = start; address < end; address++) if (this.#largeAt(mm, address) !== 0) return true;
    return false;
  }

  /** A huge entry maps the address, be it of the zero page. */
  hasHugeEntry(mm: number, address: number): boolean {
    return address < SLOTS && this.#entryAt(mm, address).whole;
  }

  /** A page of a large folio that others have too, or may have. */
  isLargeAndShared(mm: number, address: number): boolean {
    const page = this.#largeAt(mm, address);
    return page !== 0 && this.m.get(this.m.o.page.exclusive, page) === 0;
  }

  /**
   * What becomes of a range depends on all the pages of a slot, of which only the first is shown: some are empty where
   * only the first was written, which matters where userfaultfd wants to know, and those that are swapped out come back.
   */
  hasMoreThanShown(mm: number, start: number, end: number, armed: number): boolean {
    if (this.vmasIn(mm, start, end).some(({ flags }) => (flags & armed) !== 0)) return true;
    return this.hasSwapped(mm, start, end);
  }

  /** Something in a range is swapped out, or a marker. */
  hasSwapped(mm: number, start: number, end: number): boolean {
    for (let address = start; address < Math.min(end, SLOTS); address++) {
      const kind = kindOf(this.#entryAt(mm, address).value);
      if (kind === ENTRY.swap || kind === ENTRY.marker) return true;
    }
    return false;
  }

  /** The entry for an address, and whether it is one of the upper level. */
  #entryAt(mm: number, address: number): { readonly value: number; readonly whole: boolean } {
    const { m } = this;
    const upper = m.get(m.o.entry.value, m.upperEntry(mm, address));
    if (kindOf(upper) !== ENTRY.table) return { value: upper, whole: kindOf(upper) === ENTRY.leaf };
    return { value: m.get(m.o.entry.value, m.entryIn(targetOf(upper), address)), whole: false };
  }

  /** The page of a large folio that is mapped at an address; 0 for none. */
  #largeAt(mm: number, address: number): number {
    const { m } = this;
    if (address >= SLOTS) return 0;
    const { value, whole } = this.#entryAt(mm, address);
    if (kindOf(value) !== ENTRY.leaf) return 0;
    const page = targetOf(value) + (whole ? address % m.kernel.of.entriesPerTable : 0);
    const head = m.get(m.o.page.head, page);
    if ((m.get(m.o.page.flags, head) & FLAG.zero) !== 0) return 0;
    return head !== page || m.get(m.o.page.head, page + 1) === head ? page : 0;
  }

  /** Runs an operation and says what user space sees then; undefined for one that is not modelled. */
  run(operation: Operation): Observation | undefined {
    const result = this.#resultOf(operation);
    if (result === undefined) return undefined;
    const broken = this.#broken();
    return this.observe(broken.length === 0 ? result : `${result}, and the model breaks ${broken.join(', ')}`);
  }

  /** What user space sees of the state as it is. */
  observe(result: string): Observation {
    const living = this.alive.flatMap((alive, process) => (alive ? [process] : []));
    return observationOf(
      result,
      living.map((process) => this.#slotsOf(process)),
    );
  }

  #resultOf(operation: Operation): string | undefined {
    const run = calls.get(operation.name);
    if (run === undefined) throw new Error(`expected ${operation.name} to be an operation of the twin`);
    if (this.alive[operation.process] !== true) return 'no process';
    for (let place = 1; place <= this.m.o.place.events.count; place++) this.m.set(this.m.o.place.events, place, 0);
    try {
      return run(this, operation);
    } catch (error) {
      if (error instanceof StuckError) return `stuck: ${error.message}`;
      throw error;
    }
  }

  /** The properties that the operation has broken, each once. */
  #broken(): string[] {
    const { m } = this;
    const bits = m.get(m.o.broken.properties, 1);
    m.set(m.o.broken.properties, 1, 0);
    return WATCHED.filter(
      (name, bit) => (bits & (1 << bit)) !== 0 || propertyNamed(name)?.holds?.(m, AT_REST) === false,
    );
  }

  #slotsOf(process: number): Seen[] {
    return Array.from({ length: SLOTS }, (_, slot) => this.#seen(process + 1, slot));
  }

  /**
   * What PAGEMAP_SCAN reports of an address, in hexadecimal; - where nothing is mapped.
   *
   * @param protects The range that it is to protect: a huge page of which that is a part is split first.
   */
  categoriesOf(mm: number, address: number, protects?: readonly [start: number, end: number]): string {
    const { rights, kind, bits } = this.#seen(mm, address);
    if (rights === '') return '-';
    const written = !bits.includes('wp');
    const category = CATEGORIES[kind] | (written ? WRITTEN : 0) | (this.isAsync(mm, address) ? WP_ALLOWED : 0);
    const [start, end] = protects ?? [0, SLOTS];
    const first = address - (address % this.m.kernel.of.entriesPerTable);
    const split = written && (first < start || first + this.m.kernel.of.entriesPerTable > end);
    return (this.#entryAt(mm, address).whole && !split ? category | HUGE : category).toString(16);
  }

  /** Write protection of an address is asynchronous. */
  isAsync(mm: number, address: number): boolean {
    const registered = this.vmasIn(mm, address, address + 1).some(({ flags }) => (flags & VM.VM_UFFD_WP) !== 0);
    return registered && (this.m.get(this.m.o.uffd.features, mm) & UFFD.UFFD_FEATURE_WP_ASYNC) !== 0;
  }

  #mapcount(page: number): number {
    const { page: pages } = this.m.o;
    return this.m.get(pages.mapcount, page) + this.m.get(pages.entire, this.m.get(pages.head, page));
  }

  /** What pagemap and the page's counters say of an address. */
  #seen(mm: number, address: number): Seen {
    const { m } = this;
    const { value, whole } = this.#entryAt(mm, address);
    const nothing = { rights: rightsOf(m, mm, address), identity: targetOf(value), mapcount: 0, exclusive: false };
    const bits = has(value, BIT.uffdWp) ? ['wp'] : [];
    switch (kindOf(value)) {
      case ENTRY.leaf: {
        const page = targetOf(value) + (whole ? address % m.kernel.of.entriesPerTable : 0);
        const head = m.get(m.o.page.head, page);
        const flags = m.get(m.o.page.flags, head);
        if ((flags & FLAG.zero) !== 0) return { ...nothing, kind: whole ? 'huge-zero' : 'zero', bits };
        const large = head !== page || (page < OBJECTS.pages && m.get(m.o.page.head, page + 1) === head);
        return {
          ...nothing,
          identity: page,
          kind: (flags & FLAG.anon) === 0 ? 'file' : 'anon',
          mapcount: this.#mapcount(page),
          // fs/proc/task_mmu.c: pagemap_pmd_range looks at the first page of what a huge entry maps, from 6.16 on.
          exclusive: this.#mapcount(whole ? head : page) === 1,
          bits: large ? [...bits, 'huge'] : bits,
        };
      }
      case ENTRY.swap:
        return { ...nothing, kind: 'swap', bits };
      case ENTRY.marker:
        return { ...nothing, kind: 'marker', bits };
      default:
        return { ...nothing, kind: 'none', bits: [] };
    }
  }
}

/** The rights of the VMA at an address, as /proc/PID/maps has them; empty where there is none. */
function rightsOf(m: Memory, mm: number, address: number): string {
  for (let vma = 1; vma <= m.kernel.of.vmas; vma++) {
    if (m.get(m.o.vma.mm, vma) !== mm || m.get(m.o.vma.detached, vma) === 1) continue;
    if (address < m.get(m.o.vma.start, vma) || m.get(m.o.vma.end, vma) <= address) continue;
    const flags = m.get(m.o.vma.flags, vma);
    const letter = (flag: number, is: string, not: string) => ((flags & flag) === 0 ? not : is);
    return letter(VM.VM_READ, 'r', '-') + letter(VM.VM_WRITE, 'w', '-') + letter(VM.VM_SHARED, 's', 'p');
  }
  return '';
}

const ready = new WeakMap<Instruments, Map<string, Runnable>>();

/** A program of the model, made ready once for each model. */
function programNamed(name: string, tools: Instruments): Runnable {
  const known = ready.get(tools) ?? new Map<string, Runnable>();
  ready.set(tools, known);
  const program = known.get(name) ?? runnable(tools.lifted(name, TWIN_KERNEL).program);
  known.set(name, program);
  return program;
}

/** A program as far as it is modelled, with what is seen after each operation that is left. */
export interface TwinRun {
  readonly program: Program;
  readonly observations: readonly Observation[];
  /** Operations that were taken out of the program. */
  readonly left: readonly Operation[];
}

/** Runs a program on the model. */
export function runTwin(program: Program, tools: Instruments): TwinRun {
  const twin = new Twin(tools, kernelOf(program.size));
  const runs = program.operations.map((operation) => ({ operation, seen: twin.run(operation) }));
  const modelled = runs.flatMap(({ operation, seen }) => (seen === undefined ? [] : [{ operation, seen }]));
  return {
    program: { ...program, operations: modelled.map(({ operation }) => operation) },
    observations: modelled.map(({ seen }) => seen),
    left: runs.filter(({ seen }) => seen === undefined).map(({ operation }) => operation),
  };
}
