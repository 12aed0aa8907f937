import { primitiveNamed } from '../mm/known.ts';
import type { Instruction, Program, Source } from '../mm/program.ts';

/** A program with one protecting step taken out or weakened. */
export interface Mutant {
  readonly program: Program;
  /** What was done to which step: `without flush_tlb_range`, `pte_free instead of pte_free_defer`. */
  readonly says: string;
  readonly at: Source;
}

/** Steps whose weaker form is another primitive of the same arguments. */
const WEAKER: Readonly<Record<string, string>> = {
  pte_free_defer: 'pte_free',
  mn_invalidate_range_end: 'mn_invalidate_range_only_end',
  pmd_lock: 'pmd_lockptr',
};

/**
 * Makes the mutants of a program, in the order of its steps: each step that yields no value dropped in turn, and each
 * that has a weaker form weakened.
 *
 * A step whose value is used is not dropped: without it the program would be another one, not a less careful one.
 */
export function* mutantsOf(program: Program): Generator<Mutant> {
  for (const [at, instruction] of program.code.entries()) {
    if (instruction.kind !== 'primitive') continue;
    const name = primitiveNamed(instruction.name)?.name ?? instruction.name;
    const weaker = WEAKER[name];
    if (weaker !== undefined) {
      const says = `${weaker} instead of ${instruction.name}`;
      yield { program: replaced(program, at, { ...instruction, name: weaker }), says, at: instruction.at };
    }
    if (instruction.dest !== undefined) continue;
    const says = `without ${instruction.name}`;
    yield { program: replaced(program, at, { kind: 'goto', target: at + 1 }), says, at: instruction.at };
  }
}

function replaced(program: Program, at: number, instruction: Instruction): Program {
  return { ...program, code: program.code.with(at, instruction) };
}
