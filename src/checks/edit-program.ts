import type { Instruction, Program, Source } from '../mm/program.ts';

/** A program that differs from another in one decision, and what that is: `with flush_tlb_range before mm/rmap.c:1697`. */
export interface Edit {
  readonly program: Program;
  readonly says: string;
}

/**
 * Puts instructions before another one: who comes to that one runs them first, by a jump too unless it is a jump back, as a
 * line before a loop or a label runs once.
 */
export function insertBefore(program: Program, at: number, added: readonly Instruction[]): Program {
  const moved = program.code.map((one, from) =>
    retarget(one, (target) => (target > at || (target === at && from >= at) ? target + added.length : target)),
  );
  return { ...program, code: moved.toSpliced(at, 0, ...added) };
}

/** The program without an instruction: who comes to it goes on behind it. */
export function without(program: Program, at: number): Program {
  return { ...program, code: program.code.with(at, { kind: 'goto', target: at + 1 }) };
}

/** An instruction with its jumps led elsewhere. */
function retarget(one: Instruction, to: (target: number) => number): Instruction {
  if (one.kind === 'goto') return { ...one, target: to(one.target) };
  // biome-ignore lint/suspicious/noThenProperty: the instruction's own name for it.
  if (one.kind === 'branch' || one.kind === 'choice') return { ...one, then: to(one.then), else: to(one.else) };
  return one;
}

/** A place between two lines of a function's own text. */
export interface Gap {
  /** The instruction that stands behind it. */
  readonly at: number;
  /** `before mm/rmap.c:1697`. */
  readonly says: string;
  readonly source: Source;
}

/** The places between the lines of a program's own function; a callee in the place of its call is one line. */
export function gapsOf(program: Program): readonly Gap[] {
  const gaps: Gap[] = [];
  let last: Source | undefined;
  for (const [at, one] of program.code.entries()) {
    if (!('at' in one)) continue;
    const isOwn = one.at.function === program.name;
    const wasOwn = last?.function === program.name;
    if (isOwn && (!wasOwn || last?.line !== one.at.line))
      gaps.push({ at, says: `before ${place(one.at)}`, source: one.at });
    else if (!isOwn && wasOwn && last !== undefined) gaps.push({ at, says: `after ${place(last)}`, source: last });
    last = one.at;
  }
  return gaps;
}

export function place({ file, line }: Source): string {
  return `${file}:${line}`;
}
