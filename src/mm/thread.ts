import type { StepText } from '../explore/model.ts';
import { type Cells, cellsOf } from './cells.ts';
import { applied, evaluate, type Value } from './evaluate.ts';
import type { Kernel, Memory } from './kernel.ts';
import { primitiveNamed } from './known.ts';
import { type Field, get } from './layout.ts';
import { type Expr, type Instruction, type Program, type Source, targetsOf } from './program.ts';

/** A program with the values that its parameters have. */
export interface Call {
  readonly program: Program;
  readonly args: readonly number[];
}

/** A thread that runs programs one after the other. */
export interface Thread {
  /** `khugepaged`, `CPU 1`. */
  readonly name: string;
  /** Places its first step into an initial state. */
  start(m: Memory): void;
  /** For each instruction of its programs, one after the other, those that come next. */
  flow(): readonly (readonly number[])[];
  /** The instruction at which it waits for its next step; negative once it has ended. */
  place(state: Uint8Array): number;
  /** The number of ways in which it can go on: 0 while it waits or has ended, 2 at a choice. */
  ways(m: Memory): number;
  ended(m: Memory): boolean;
  /** The call that nobody knows to which it has come and where it stays; undefined where it has come to none. */
  lost(m: Memory): string | undefined;
  /** Whether its next step is a choice on unmodelled data. */
  chooses(m: Memory): boolean;
  step(m: Memory, way: number): void;
  describe(m: Memory, way: number): Pick<StepText, 'does' | 'at' | 'assumes'>;
}

/** One instruction, ready to run: `go` says which instruction comes next, undefined at the end. */
interface Ready {
  readonly source: Source | undefined;
  /** A step that others can see; undefined for an instruction that is local to the thread. */
  readonly visible: Visible | undefined;
  go(m: Memory, way: number): number | undefined;
  /** Cells of the state that hold nothing while the thread waits here. */
  readonly free: readonly number[];
}

interface Visible {
  readonly does: string;
  /** What a choice is about. */
  readonly of: string | undefined;
  /** Undefined where it never waits. */
  readonly enabled: ((m: Memory) => boolean) | undefined;
  readonly isUnknown: boolean;
}

/** A call with the cells of its locals and the place of its first instruction. */
interface Entry {
  readonly at: number;
  readonly call: Call;
  readonly cells: Cells;
}

/** The instructions that come next, of programs that run one after the other: a return leads to the program that follows. */
function flowOf(entries: readonly Entry[]): readonly (readonly number[])[] {
  return entries.flatMap(({ at, call }, index) => {
    const following = entries[index + 1];
    return call.program.code.map((instruction, place) => {
      const next = targetsOf(instruction, place).map((target) => at + target);
      return instruction.kind === 'return' && following !== undefined ? [following.at] : next;
    });
  });
}

/** The primitives that take the lock of a page table. */
const TABLE_LOCKS: ReadonlySet<string> = new Set(['spin_lock', 'spin_trylock', 'pmd_lock']);

const NO_CELLS: readonly number[] = [];

/** Instructions that a thread may run between two visible steps before it counts as an endless loop, which breaks LIVE. */
const LOCAL_LIMIT = 10_000;

/**
 * Makes a thread of programs, which run one after the other. What their locals need of the state is added to the layout
 * of the kernel; locals that live between two steps only are kept outside.
 *
 * @param reached Gets the source of every instruction that a run comes to.
 */
export function makeThread(
  name: string,
  number: number,
  calls: readonly Call[],
  kernel: Kernel,
  reached?: Set<Source>,
): Thread {
  const entries: Entry[] = [];
  let length = 0;
  for (const call of calls) {
    entries.push({ at: length, call, cells: cellsOf(call.program) });
    length += call.program.code.length;
  }
  const count = Math.max(0, ...entries.map(({ cells }) => cells.count));
  /** Instruction that comes next, plus 1; 0 once the thread has ended. Like the locals nobody else's business. */
  const { pc } = kernel.layout.add(`program ${number}`, 1, { pc: 2 });
  const kept: Field = kernel.layout.add(`program ${number} locals`, count, { value: 2 }).value;
  kernel.layout.cut();
  const passing = new Uint16Array(Math.max(0, ...calls.map(({ program }) => program.locals.length)));
  const { ranges, ended } = kernel.objects.thread;

  const loadOf = ({ cells }: Entry) => {
    return (local: number): Value => {
      const cell = cells.of[local];
      return cell === undefined ? () => passing[local] as number : (m) => get(m.state, kept, cell + 1);
    };
  };
  const storeOf = ({ cells }: Entry, local: number): ((m: Memory, value: number) => void) => {
    const cell = cells.of[local];
    if (cell !== undefined) return (m, value) => m.keep(kept, cell + 1, value);
    return (_m, value) => {
      passing[local] = value;
    };
  };
  /** How the result of an instruction is stored; undefined where nobody reads it. */
  const resultOf = (entry: Entry, at: number, dest: number | undefined) =>
    dest === undefined || !entry.cells.live.has(at + 1, dest) ? undefined : storeOf(entry, dest);

  /** Runs come to few of the instructions in most worlds, so each is made ready when the first one does. */
  const ready = new Array<Ready | undefined>(length).fill(undefined);

  function readyAt(place: number): Ready {
    const known = ready[place];
    if (known !== undefined) return known;
    const index = entries.findLastIndex(({ at }) => at <= place);
    const entry = entries[index];
    const instruction = entry?.call.program.code[place - entry.at];
    if (entry === undefined || instruction === undefined)
      throw new Error(`expected instruction ${place} of ${name} to exist`);
    const made = prepare(instruction, entry, place - entry.at, index + 1);
    ready[place] = made;
    return made;
  }

  function prepare(instruction: Instruction, entry: Entry, at: number, following: number): Ready {
    const base = entry.at;
    const next = base + at + 1;
    const load = loadOf(entry);
    const value = (expr: Expr) => evaluate(expr, load);
    const source = 'at' in instruction ? instruction.at : undefined;
    const local = (go: Ready['go']): Ready => ({ source, visible: undefined, free: NO_CELLS, go });
    const step = (visible: Visible, go: Ready['go']): Ready => ({
      source,
      visible,
      free: entry.cells.free[at] ?? NO_CELLS,
      go,
    });
    switch (instruction.kind) {
      case 'primitive': {
        const known = primitiveNamed(instruction.name);
        if (known === undefined) throw new Error(`expected "${instruction.name}" to be a primitive of the model`);
        const args = instruction.args.map(value);
        const run = applied(known.run, args);
        const store = resultOf(entry, at, instruction.dest);
        const enabled = known.enabled === undefined ? undefined : applied(known.enabled, args);
        return step({ does: instruction.name, of: undefined, enabled, isUnknown: false }, (m) => {
          const result = run(m);
          if (store !== undefined) store(m, result ?? 0);
          return next;
        });
      }
      case 'let': {
        const of = value(instruction.value);
        const store = resultOf(entry, at, instruction.dest);
        return local((m) => {
          const result = of(m);
          if (store !== undefined) store(m, result);
          return next;
        });
      }
      case 'branch': {
        const test = value(instruction.test);
        const [then, otherwise] = [base + instruction.then, base + instruction.else];
        return local((m) => (test(m) !== 0 ? then : otherwise));
      }
      case 'choice': {
        const [then, otherwise] = [base + instruction.then, base + instruction.else];
        const visible = { does: 'choice', of: instruction.of, enabled: undefined, isUnknown: false };
        return step(visible, (_m, way) => (way === 0 ? then : otherwise));
      }
      case 'goto': {
        const target = base + instruction.target;
        return local(() => target);
      }
      case 'assert': {
        const test = value(instruction.test);
        return local((m) => {
          if (test(m) === 0) m.break('ASSERT');
          return next;
        });
      }
      case 'unknown':
        return step({ does: instruction.name, of: undefined, enabled: () => false, isUnknown: true }, () => next);
      case 'return':
        return local((m) => enter(m, following));
    }
  }

  /** Puts the arguments of a call into its parameters and returns its first instruction; undefined after the last. */
  function enter(m: Memory, index: number): number | undefined {
    for (let cell = 1; cell <= count; cell++) m.keep(kept, cell, 0);
    const entry = entries[index];
    if (entry === undefined) return undefined;
    for (let local = 0; local < entry.cells.of.length; local++) {
      if (entry.cells.live.has(0, local)) storeOf(entry, local)(m, entry.call.args[local] ?? 0);
    }
    return entry.at;
  }

  /** Runs local instructions up to the next visible step; undefined at the end of the thread. */
  function nextVisible(m: Memory, from: number | undefined): number | undefined {
    let at = from;
    for (let left = LOCAL_LIMIT; at !== undefined && left > 0; left--) {
      const one = readyAt(at);
      if (one.source !== undefined) reached?.add(one.source);
      if (one.visible !== undefined) {
        for (const cell of one.free) m.keep(kept, cell + 1, 0);
        if (one.visible.isUnknown) m.break('KNOWN');
        return at;
      }
      at = one.go(m, 0);
    }
    if (at !== undefined) m.break('LIVE');
    return undefined;
  }

  const takesTableLocks = calls.some(({ program }) =>
    program.code.some((one) => one.kind === 'primitive' && TABLE_LOCKS.has(primitiveNamed(one.name)?.name ?? '')),
  );
  let ownsLocks = true;

  function settle(m: Memory, from: number | undefined): void {
    const at = nextVisible(m, from);
    m.keep(pc, 1, at === undefined ? 0 : at + 1);
    if (at !== undefined) return;
    m.set(ended, number, 1);
    if (ownsLocks && m.holdsLocks()) m.break('LOCK');
    if (m.get(ranges, number) > 0) m.break('NOTIFY-PAIR');
  }

  const current = (m: Memory): Ready | undefined => {
    const place = get(m.state, pc, 1);
    return place === 0 ? undefined : readyAt(place - 1);
  };

  return {
    name,
    flow: () => flowOf(entries),
    place: (state) => get(state, pc, 1) - 1,
    start(m) {
      m.thread = number;
      m.set(kernel.objects.thread.locks, number, takesTableLocks ? 1 : 0);
      // Locks that its callers hold from the start are theirs to give back.
      ownsLocks = !m.holdsLocks();
      settle(m, enter(m, 0));
    },
    ways(m) {
      const visible = current(m)?.visible;
      if (visible === undefined) return 0;
      if (visible.of !== undefined) return 2;
      if (visible.enabled === undefined) return 1;
      m.thread = number;
      const wasAsking = m.asking;
      m.asking = true;
      const enabled = visible.enabled(m);
      m.asking = wasAsking;
      return enabled ? 1 : 0;
    },
    ended: (m) => m.get(ended, number) === 1,
    lost(m) {
      const visible = current(m)?.visible;
      return visible?.isUnknown ? visible.does : undefined;
    },
    chooses: (m) => current(m)?.visible?.of !== undefined,
    step(m, way) {
      m.thread = number;
      const one = current(m);
      if (one === undefined) throw new Error(`expected ${name} to have a step left`);
      settle(m, one.go(m, way));
    },
    describe(m, way) {
      const one = current(m);
      const visible = one?.visible;
      const assumes = visible?.of === undefined ? undefined : `${visible.of} is ${way === 0 ? 'true' : 'false'}`;
      return { does: visible?.does ?? 'ended', at: one?.source, assumes };
    },
  };
}
