import { type Liveness, livenessOf } from './liveness.ts';
import type { Instruction, Program } from './program.ts';

/** Where the locals of a program lie while it runs. */
export interface Cells {
  /** Cells of the state that the program needs. */
  readonly count: number;
  /** For each local its cell in the state, from 0; undefined for one that lives only between two steps of the thread. */
  readonly of: readonly (number | undefined)[];
  /** For each instruction at which the thread can stop the cells that hold nothing there, none for the others. */
  readonly free: readonly (readonly number[])[];
  readonly live: Liveness;
}

/** Programs are shared by the models of many checks. */
const known = new WeakMap<Program, Cells>();

/**
 * Gives the locals of a program their cells: two share one where they are never live at once.
 *
 * A local that is live at no step is no part of a state. The others are coloured greedily in the order of their
 * declaration, which for code that jumps little needs hardly more cells than are live at once. A cell that holds
 * nothing is zeroed by a thread that stops there, so that two states that differ only in it are one.
 */
export function cellsOf(program: Program): Cells {
  const cells = known.get(program) ?? allocate(program);
  known.set(program, cells);
  return cells;
}

/** Says whether a thread stops at an instruction, so that others can see the world before it. */
const isStep = ({ kind }: Instruction): boolean => kind === 'primitive' || kind === 'choice' || kind === 'unknown';

function allocate(program: Program): Cells {
  const live = livenessOf(program);
  const kept = program.locals.map((_, local) => program.code.some((one, at) => isStep(one) && live.has(at, local)));
  const of: (number | undefined)[] = [];
  /** For each cell the instructions at which it holds something. */
  const taken: Uint8Array[] = [];
  for (const [local, stays] of kept.entries()) {
    const lives = stays ? program.code.flatMap((_, at) => (live.has(at, local) ? [at] : [])) : [];
    const free = taken.findIndex((used) => lives.every((at) => used[at] === 0));
    const cell = free < 0 ? taken.length : free;
    of.push(stays ? cell : undefined);
    if (stays && free < 0) taken.push(new Uint8Array(program.code.length));
    for (const at of lives) (taken[cell] as Uint8Array)[at] = 1;
  }
  const free = program.code.map((one, at) =>
    isStep(one) ? [...taken.keys()].filter((cell) => taken[cell]?.[at] === 0) : [],
  );
  return { count: taken.length, of, free, live };
}
