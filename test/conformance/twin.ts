import type { Instruments } from '../../src/checks/programs.ts';
import { pageAt } from '../../src/mm/access.ts';
import { VM } from '../../src/mm/constants.ts';
import { BIT, ENTRY, has, kindOf, targetOf } from '../../src/mm/entry.ts';
import { Memory, makeKernel, traitsOf } from '../../src/mm/kernel.ts';
import { FLAG, TABLE_STATE } from '../../src/mm/objects.ts';
import { propertyNamed } from '../../src/mm/properties.ts';
import { placeFree } from '../../src/mm/worlds/setup.ts';
import { calls } from './calls.ts';
import { type Runnable, runnable, StuckError } from './interpret.ts';
import { type Observation, observationOf, type Seen } from './observation.ts';
import { type Operation, PROCESSES, type Program, SLOTS } from './operation.ts';

/** The kernel that the programs of the twin stand for. */
export const TWIN_KERNEL = '6.18';

const LEVELS = 3;
/** Tables above the last level, and those of it, of each process. */
const UPPER_TABLES = 3;
const TABLES = UPPER_TABLES + SLOTS / 2;

/** How much of each object the twin has. */
export const SIZE = {
  mms: PROCESSES,
  vmas: PROCESSES * SLOTS,
  tables: PROCESSES * TABLES,
  entriesPerTable: 2,
  pages: 30,
  anonVmas: PROCESSES * SLOTS,
  files: 1,
  filePages: SLOTS,
  swapSlots: 20,
  swapDevices: 0,
  uffds: 0,
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

/** The one thread has come to the end of its call. */
const AT_REST = { isStuck: () => false, isOver: () => true };

/** The model as it stands in one program: its state, and which processes live. */
export class Twin {
  readonly m: Memory;
  readonly #tools: Instruments;
  readonly alive = [true, false];
  /** Which processes have opened a userfaultfd. */
  readonly watching = [false, false];
  /** The page that each process holds in a pipe; 0 for none. */
  readonly pinned = [0, 0];

  /** @param kernel One of at least the twin’s size, with the threads that are to run on it laid out. */
  constructor(tools: Instruments, kernel = makeKernel(SIZE, traitsOf(TWIN_KERNEL), WATCHED)) {
    this.#tools = tools;
    this.m = new Memory(kernel);
    this.m.thread = 1;
    placeFree(this.m, ...Array.from({ length: SIZE.pages }, (_, page) => page + 1));
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

  /** A root, two upper tables in it, and lower tables that are made as they are needed. */
  #placeTables(process: number): void {
    const { m } = this;
    const root = process * TABLES + 1;
    for (let table = root; table < root + TABLES; table++) m.set(m.o.table.state, table, TABLE_STATE.freed);
    for (const [place, table] of [root, root + 1, root + 2].entries()) {
      m.set(m.o.table.state, table, TABLE_STATE.live);
      m.set(m.o.table.level, table, place === 0 ? LEVELS - 1 : 1);
      if (place > 0) m.set(m.o.entry.value, m.entryIn(root, (place - 1) * 4), ENTRY.table | (table << 3));
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
    return Array.from({ length: SIZE.vmas }, (_, at) => at + 1)
      .filter((id) => this.m.get(vma.mm, id) === mm && this.m.get(vma.detached, id) === 0)
      .filter((id) => this.m.get(vma.end, id) > start && this.m.get(vma.start, id) < end)
      .map((id) => ({ flags: this.m.get(vma.flags, id), file: this.m.get(vma.mapping, id) }));
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

  /** What pagemap and the page's counters say of an address. */
  #seen(mm: number, address: number): Seen {
    const { m } = this;
    const upperEntry = m.upperEntry(mm, address);
    const upper = m.get(m.o.entry.value, upperEntry);
    const whole = kindOf(upper) === ENTRY.leaf;
    const value = kindOf(upper) === ENTRY.table ? m.get(m.o.entry.value, m.entryIn(targetOf(upper), address)) : upper;
    const nothing = { rights: rightsOf(m, mm, address), identity: targetOf(value), mapcount: 0 };
    const bits = has(value, BIT.uffdWp) ? ['wp'] : [];
    switch (kindOf(value)) {
      case ENTRY.leaf: {
        const page = targetOf(value) + (whole ? address % m.kernel.of.entriesPerTable : 0);
        const head = m.get(m.o.page.head, page);
        const flags = m.get(m.o.page.flags, head);
        if ((flags & FLAG.zero) !== 0) return { ...nothing, kind: whole ? 'huge-zero' : 'zero', bits };
        const large = head !== page || (page < SIZE.pages && m.get(m.o.page.head, page + 1) === head);
        return {
          ...nothing,
          identity: page,
          kind: (flags & FLAG.anon) === 0 ? 'file' : 'anon',
          mapcount: m.get(m.o.page.mapcount, page) + m.get(m.o.page.entire, head),
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
  const twin = new Twin(tools);
  const runs = program.operations.map((operation) => ({ operation, seen: twin.run(operation) }));
  const modelled = runs.flatMap(({ operation, seen }) => (seen === undefined ? [] : [{ operation, seen }]));
  return {
    program: { ...program, operations: modelled.map(({ operation }) => operation) },
    observations: modelled.map(({ seen }) => seen),
    left: runs.filter(({ seen }) => seen === undefined).map(({ operation }) => operation),
  };
}
