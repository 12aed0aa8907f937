import { liveLocals } from './liveness.ts';
import type { Instruction, Program } from './program.ts';

/** Where the locals of a program lie while it runs. */
export interface Cells {
  /** Cells of the state that the program needs. */
  readonly count: number;
  /** For each local its cell in the state, from 0; undefined for one that lives only between two steps of the thread. */
  readonly of: readonly (number | undefined)[];
  /** For each instruction the locals whose values somebody reads from there on. */
  readonly live: readonly ReadonlySet<number>[];
}

/** Says whether a thread stops at an instruction, so that others can see the world before it. */
export function isStep(instruction: Instruction): boolean {
  return instruction.kind === 'primitive' || instruction.kind === 'choice';
}

/**
 * Gives the locals of a program their cells: two share one where they are never live at once.
 *
 * A local that is live at no step is no part of a state. The others are coloured greedily in the order in which they
 * come to life, which for code without much jumping about needs hardly more cells than are live at once.
 */
export function allocateCells(program: Program): Cells {
  const live = liveLocals(program);
  const kept = new Set<number>();
  for (const [at, instruction] of program.code.entries()) {
    if (isStep(instruction)) for (const local of live[at] ?? []) kept.add(local);
  }
  const beside = new Map<number, Set<number>>([...kept].map((local) => [local, new Set()]));
  for (const here of live) {
    for (const local of here) for (const other of here) if (kept.has(other)) beside.get(local)?.add(other);
  }
  const of: (number | undefined)[] = program.locals.map(() => undefined);
  let count = 0;
  for (const local of kept) {
    const taken = new Set([...(beside.get(local) ?? [])].map((other) => of[other]));
    let cell = 0;
    while (taken.has(cell)) cell++;
    of[local] = cell;
    count = Math.max(count, cell + 1);
  }
  return { count, of, live };
}
