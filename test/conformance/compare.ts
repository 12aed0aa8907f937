import type { Instruments } from '../../src/checks/programs.ts';
import { DIFFERENCES, type Difference } from '../../src/mm/differences.ts';
import { type Observation, show } from './observation.ts';
import { lineOf, type Program } from './operation.ts';
import type { Probe } from './probe.ts';
import { runTwin, type TwinRun } from './twin.ts';

/** A program on which kernel and model agree, or the first operation after which they do not. */
export type Comparison =
  | { readonly agrees: true; readonly explained: Difference | undefined }
  | { readonly agrees: false; readonly at: number; readonly kernel: string; readonly model: string };

/** What differs between two observations: pairs of results, or of words for one slot. */
function differing(kernel: Observation, model: Observation): [kernel: string, model: string][] {
  const words = ({ result, processes }: Observation) => [result, ...processes.flat()];
  const [left, right] = [words(kernel), words(model)];
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at): [string, string] => [
    left[at] ?? '',
    right[at] ?? '',
  ]).filter(([one, other]) => one !== other);
}

/** Compares what kernel and model show of a program, operation by operation. */
export function compare(
  program: Program,
  kernel: readonly Observation[],
  model: readonly Observation[],
  differences: readonly Difference[] = DIFFERENCES,
): Comparison {
  for (const [at, operation] of program.operations.entries()) {
    const [seen, said] = [kernel[at], model[at]];
    if (seen === undefined || said === undefined) throw new Error(`expected an observation of operation ${at}`);
    const pairs = differing(seen, said);
    if (pairs.length === 0) continue;
    const line = lineOf(operation);
    const before = program.operations.slice(0, at).map(lineOf);
    const known = differences.filter((one) => one.operation.test(line) && before.some((text) => one.after.test(text)));
    const reasons = pairs.map(([left, right]) => known.find((one) => one.kernel.test(left) && one.model.test(right)));
    const [explained] = reasons;
    if (explained !== undefined && reasons.every((one) => one !== undefined)) return { agrees: true, explained };
    return { agrees: false, at, kernel: show(seen), model: show(said) };
  }
  return { agrees: true, explained: undefined };
}

/** What came of a program. */
export interface Compared {
  readonly run: TwinRun;
  readonly comparison: Comparison;
}

/** Runs a program on both, as far as it is modelled, and compares. */
export async function compareProgram(program: Program, probe: Probe, tools: Instruments): Promise<Compared> {
  const run = runTwin(program, tools);
  return { run, comparison: compare(run.program, await probe.run(run.program), run.observations) };
}

/** A disagreement for people: the program, and what both show after the operation at which they part. */
export function report(program: Program, comparison: Comparison & { readonly agrees: false }): string {
  const lines = program.operations.slice(0, comparison.at + 1).map((one) => `  ${lineOf(one)}`);
  return [`program ${program.size}`, ...lines, `  kernel: ${comparison.kernel}`, `  model:  ${comparison.model}`].join(
    '\n',
  );
}
