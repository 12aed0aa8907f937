import { evaluate, type Value } from '../../src/mm/evaluate.ts';
import type { Memory } from '../../src/mm/kernel.ts';
import { primitiveNamed } from '../../src/mm/known.ts';
import type { Expr, Instruction, Program } from '../../src/mm/program.ts';

/** One instruction, ready to run: where the program goes on, or what it returns. */
type Step = (m: Memory, locals: number[]) => { readonly next: number } | { readonly returns: number };

/** Instructions after which a program counts as endless. */
const LIMIT = 200_000;

/** A program of the model as a function: it runs alone, to its end, and returns what it returns. */
export type Runnable = (m: Memory, args: readonly number[]) => number;

/** A program did what no single thread can: it waits for ever, or it asks for data that the model does not have. */
export class StuckError extends Error {
  override readonly name = 'StuckError';
}

/** Makes a program ready to be run by one thread with nobody beside it. */
export function runnable(program: Program): Runnable {
  let locals: number[] = [];
  const load =
    (local: number): Value =>
    () =>
      locals[local] ?? 0;
  const value = (expr: Expr): Value => evaluate(expr, load);
  const steps = program.code.map((instruction, at) => prepare(instruction, at, value, program.name));
  return (m, args) => {
    locals = program.locals.map((_, index) => args[index] ?? 0);
    let at = 0;
    for (let count = 0; count < LIMIT; count++) {
      const step = steps[at];
      if (step === undefined) throw new StuckError(`${program.name} has no instruction ${at}`);
      const after = step(m, locals);
      if ('returns' in after) return after.returns;
      at = after.next;
    }
    throw new StuckError(`${program.name} does not end`);
  };
}

function prepare(instruction: Instruction, at: number, value: (expr: Expr) => Value, name: string): Step {
  const next = { next: at + 1 };
  switch (instruction.kind) {
    case 'primitive': {
      const known = primitiveNamed(instruction.name);
      if (known === undefined) throw new Error(`expected "${instruction.name}" to be a primitive of the model`);
      const args = instruction.args.map(value);
      const { dest } = instruction;
      return (m, locals) => {
        const given = args.map((arg) => arg(m));
        if (known.enabled?.(m, ...given) === false)
          throw new StuckError(`${name} waits at ${instruction.at.text} (${known.name})`);
        const result = known.run(m, ...given) ?? 0;
        if (dest !== undefined) locals[dest] = result;
        return next;
      };
    }
    case 'let': {
      const of = value(instruction.value);
      return (m, locals) => {
        locals[instruction.dest] = of(m);
        return next;
      };
    }
    case 'branch': {
      const test = value(instruction.test);
      const [then, otherwise] = [{ next: instruction.then }, { next: instruction.else }];
      return (m) => (test(m) === 0 ? otherwise : then);
    }
    case 'choice':
      return () => {
        throw new StuckError(`${name} needs to know ${instruction.of}`);
      };
    case 'unknown':
      return () => {
        throw new StuckError(`${name} needs to know what ${instruction.name} does`);
      };
    case 'goto': {
      const target = { next: instruction.target };
      return () => target;
    }
    case 'assert': {
      const test = value(instruction.test);
      return (m) => {
        if (test(m) === 0) m.break('ASSERT');
        return next;
      };
    }
    case 'return': {
      const of = instruction.value === undefined ? undefined : value(instruction.value);
      return (m) => ({ returns: of === undefined ? 0 : of(m) });
    }
  }
}
