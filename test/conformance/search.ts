import fc from 'fast-check';
import type { Instruments } from '../../src/checks/programs.ts';
import { compareProgram, report } from './compare.ts';
import { Coverage } from './coverage.ts';
import { programs } from './generate.ts';
import type { Size } from './operation.ts';
import type { Probe } from './probe.ts';

/** What came of many programs. */
export interface Found {
  readonly programs: number;
  /** The shortest program of a disagreement, with both outputs; undefined where there was none. */
  readonly disagreement: string | undefined;
  /** How many programs ended at a difference that the model's documentation explains, by its name. */
  readonly explained: ReadonlyMap<string, number>;
  /** Programs of which the kernel showed something else once, and what the model says on another run. */
  readonly unsteady: readonly string[];
}

/** Compares generated programs until the given number is reached or one disagrees, which is then made short unless nobody asks. */
export async function search(
  size: Size,
  { seed, count, shrinks = true }: { readonly seed: number; readonly count: number; readonly shrinks?: boolean },
  probe: Probe,
  tools: Instruments,
  coverage = new Coverage(),
): Promise<Found> {
  const explained = new Map<string, number>();
  const unsteady: string[] = [];
  let ran = 0;
  const property = fc.asyncProperty(programs(size), async (program) => {
    const { run, comparison, unsteady: once } = await compareProgram(program, probe, tools);
    ran++;
    if (!comparison.agrees) return false;
    if (once !== undefined) unsteady.push(report(run.program, once));
    const { explained: reason } = comparison;
    if (reason !== undefined) explained.set(reason.name, (explained.get(reason.name) ?? 0) + 1);
    coverage.add(run);
    return true;
  });
  const details = await fc.check(property, { seed, numRuns: count, unbiased: true, endOnFailure: !shrinks });
  const [counterexample] = details.counterexample ?? [];
  if (counterexample === undefined) return { programs: ran, disagreement: undefined, explained, unsteady };
  const { run, comparison } = await compareProgram(counterexample, probe, tools);
  const disagreement = comparison.agrees
    ? `a program that disagreed once and agrees now:\n${JSON.stringify(counterexample)}`
    : report(run.program, comparison);
  return { programs: ran, disagreement, explained, unsteady };
}
