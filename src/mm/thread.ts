import type { StepText } from '../explore/model.ts';
import type { Kernel, Memory } from './kernel.ts';
import { fieldNamed, primitiveNamed, pureNamed } from './known.ts';
import { type Field, get, set } from './layout.ts';
import { deadLocals } from './liveness.ts';
import type { BinaryOperator, Expr, Instruction, Program, Source } from './program.ts';

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
  /** The number of ways in which it can go on: 0 while it waits or has ended, 2 at a choice. */
  ways(m: Memory): number;
  step(m: Memory, way: number): void;
  describe(m: Memory, way: number): Pick<StepText, 'does' | 'at' | 'assumes'>;
}

type Value = (m: Memory) => number;

const BINARY: Readonly<Record<BinaryOperator, (a: number, b: number) => number>> = {
  '+': (a, b) => (a + b) & 0xffff,
  '-': (a, b) => (a - b) & 0xffff,
  '*': (a, b) => (a * b) & 0xffff,
  '/': (a, b) => (b === 0 ? 0 : Math.floor(a / b)),
  '%': (a, b) => (b === 0 ? 0 : a % b),
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '<<': (a, b) => (a << b) & 0xffff,
  '>>': (a, b) => a >> b,
  '==': (a, b) => (a === b ? 1 : 0),
  '!=': (a, b) => (a !== b ? 1 : 0),
  '<': (a, b) => (a < b ? 1 : 0),
  '<=': (a, b) => (a <= b ? 1 : 0),
  '>': (a, b) => (a > b ? 1 : 0),
  '>=': (a, b) => (a >= b ? 1 : 0),
};

const UNARY = {
  '!': (a: number) => (a === 0 ? 1 : 0),
  '~': (a: number) => ~a & 0xffff,
  '-': (a: number) => -a & 0xffff,
} as const;

/** Turns a value into a function of the state. */
function evaluate(expr: Expr, locals: Field, base: number): Value {
  switch (expr.kind) {
    case 'constant':
      return () => expr.value;
    case 'local':
      return (m) => get(m.state, locals, base + expr.local + 1);
    case 'unary': {
      const operand = evaluate(expr.operand, locals, base);
      const apply = UNARY[expr.operator];
      return (m) => apply(operand(m));
    }
    case 'binary': {
      const left = evaluate(expr.left, locals, base);
      const right = evaluate(expr.right, locals, base);
      const apply = BINARY[expr.operator];
      return (m) => apply(left(m), right(m));
    }
    case 'pure': {
      const pure = pureNamed(expr.name);
      if (pure === undefined) throw new Error(`expected "${expr.name}" to be a pure function of the model`);
      const args = expr.args.map((arg) => evaluate(arg, locals, base));
      return (m) => pure.value(m, ...args.map((arg) => arg(m)));
    }
    case 'field': {
      const field = fieldNamed(expr.struct, expr.field);
      if (field === undefined) throw new Error(`expected ${expr.struct}.${expr.field} to be a field of the model`);
      const object = evaluate(expr.object, locals, base);
      return (m) => field.load(m, object(m));
    }
  }
}

/** One instruction, ready to run: `go` says which instruction comes next, undefined at the end. */
interface Ready {
  readonly source: Source | undefined;
  /** A step that others can see; undefined for an instruction that is local to the thread. */
  readonly visible: { readonly does: string; readonly of: string | undefined; enabled(m: Memory): boolean } | undefined;
  go(m: Memory, way: number): number | undefined;
  readonly dead: readonly number[];
}

/** Instructions that a thread may run between two visible steps before it counts as an endless loop. */
const LOCAL_LIMIT = 10_000;

/** Makes a thread of programs, which run one after the other on the locals that `locals` holds. */
export function makeThread(
  name: string,
  number: number,
  calls: readonly Call[],
  locals: Field,
  kernel: Kernel,
): Thread {
  const ready: Ready[] = [];
  const entries: { readonly at: number; readonly call: Call }[] = [];
  for (const [index, call] of calls.entries()) {
    const base = ready.length;
    entries.push({ at: base, call });
    const dead = deadLocals(call.program);
    const following = index + 1;
    for (const [at, instruction] of call.program.code.entries()) {
      ready.push(prepare(instruction, { at, base, following, dead: dead[at] ?? [] }));
    }
  }
  const { pc } = kernel.objects.thread;

  function prepare(
    instruction: Instruction,
    where: { at: number; base: number; following: number; dead: readonly number[] },
  ): Ready {
    const { at, base, following, dead } = where;
    const value = (expr: Expr) => evaluate(expr, locals, 0);
    const next = base + at + 1;
    switch (instruction.kind) {
      case 'primitive': {
        const known = primitiveNamed(instruction.name);
        if (known === undefined) throw new Error(`expected "${instruction.name}" to be a primitive of the model`);
        const args = instruction.args.map(value);
        const { dest } = instruction;
        const { enabled } = known;
        return {
          source: instruction.at,
          dead,
          visible: {
            does: instruction.name,
            of: undefined,
            enabled: enabled === undefined ? () => true : (m) => enabled(m, ...args.map((arg) => arg(m))),
          },
          go: (m) => {
            const result = known.run(m, ...args.map((arg) => arg(m)));
            if (dest !== undefined) set(m.state, locals, dest + 1, result ?? 0);
            return next;
          },
        };
      }
      case 'let': {
        const of = value(instruction.value);
        return {
          source: instruction.at,
          dead,
          visible: undefined,
          go: (m) => {
            set(m.state, locals, instruction.dest + 1, of(m));
            return next;
          },
        };
      }
      case 'branch': {
        const test = value(instruction.test);
        return {
          source: instruction.at,
          dead,
          visible: undefined,
          go: (m) => base + (test(m) !== 0 ? instruction.then : instruction.else),
        };
      }
      case 'choice':
        return {
          source: instruction.at,
          dead,
          visible: { does: 'choice', of: instruction.of, enabled: () => true },
          go: (_m, way) => base + (way === 0 ? instruction.then : instruction.else),
        };
      case 'goto':
        return { source: undefined, dead, visible: undefined, go: () => base + instruction.target };
      case 'assert': {
        const test = value(instruction.test);
        return {
          source: instruction.at,
          dead,
          visible: undefined,
          go: (m) => {
            if (test(m) === 0) m.break('ASSERT');
            return next;
          },
        };
      }
      case 'return':
        return { source: instruction.at, dead, visible: undefined, go: (m) => enter(m, following) };
    }
  }

  /** Puts the arguments of a call into its parameters and returns its first instruction; undefined after the last. */
  function enter(m: Memory, index: number): number | undefined {
    const entry = entries[index];
    for (let local = 1; local <= locals.count; local++) set(m.state, locals, local, entry?.call.args[local - 1] ?? 0);
    return entry?.at;
  }

  /** Runs local instructions up to the next visible step. */
  function settle(m: Memory, from: number | undefined): void {
    let at = from;
    for (let left = LOCAL_LIMIT; at !== undefined; left--) {
      const one = ready[at];
      if (one === undefined) throw new Error(`expected instruction ${at} of ${name} to exist`);
      if (one.visible !== undefined) break;
      if (left === 0) throw new Error(`expected ${name} to reach a step within ${LOCAL_LIMIT} local instructions`);
      at = one.go(m, 0);
    }
    set(m.state, pc, number, at === undefined ? 0 : at + 1);
    if (at !== undefined) for (const local of ready[at]?.dead ?? []) set(m.state, locals, local + 1, 0);
  }

  const current = (m: Memory) => ready[get(m.state, pc, number) - 1];

  return {
    name,
    start(m) {
      m.thread = number;
      settle(m, enter(m, 0));
    },
    ways(m) {
      const visible = current(m)?.visible;
      m.thread = number;
      if (visible === undefined) return 0;
      m.asking = true;
      const enabled = visible.enabled(m);
      m.asking = false;
      if (!enabled) return 0;
      return visible.of === undefined ? 1 : 2;
    },
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
