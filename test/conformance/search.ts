import fc from 'fast-check';
import type { Instruments } from '../../src/checks/programs.ts';
import { limitedTo } from './capabilities.ts';
import { compareProgram, report } from './compare.ts';
import { Coverage } from './coverage.ts';
import { programs } from './generate.ts';
import type { Size } from './operation.ts';
import type { Probe } from './probe.ts';

/** What came of many programs. */
export interface Found {
  /** How many ran, up to one that disagreed. */
  readonly programs: number;
  /** The shortest program of a disagreement, with both outputs; undefined where there was none. */
  readonly disagreement: string | undefined;
  /** How many programs ended at a difference that the model's documentation explains, by its name. */
  readonly explained: ReadonlyMap<string, number>;
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
  // What is shrunk goes on from the last failure.
  let disagreement: string | undefined;
  const capabilities = await probe.capabilities;
  const property = fc.asyncProperty(programs(size), async (program) => {
    const { run, comparison } = await compareProgram(limitedTo(capabilities, program), probe, tools);
    if (!comparison.agrees) {
      disagreement = report(run.program, comparison);
      return false;
    }
    const { explained: reason } = comparison;
    if (reason !== undefined) explained.set(reason.name, (explained.get(reason.name) ?? 0) + 1);
    coverage.add(run);
    return true;
  });
  const { numRuns } = await fc.check(property, { seed, numRuns: count, unbiased: true, endOnFailure: !shrinks });
  return { programs: numRuns, disagreement, explained };
}
