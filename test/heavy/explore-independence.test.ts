import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { choosyPrograms, compareIndependence, programModel, programs } from '../explore/programs.ts';

test.each([
  ['random programs', programs],
  ['random programs full of choices', choosyPrograms],
])('independence keeps the result of every property and every last state of 2,000 %s', async (_, arbitrary) => {
  const tally = { full: 0, reduced: 0, ends: 0, violated: 0, reached: 0, satisfied: 0, unreached: 0 };
  await fc.assert(
    fc.asyncProperty(arbitrary, async (random) => {
      // Lets the test runner breathe.
      await setImmediate();
      const { full, reduced } = compareIndependence(programModel(random));
      expect({ ...reduced, states: 0 }).toEqual({ ...full, states: 0 });
      tally.full += full.states;
      tally.reduced += reduced.states;
      tally.ends += full.ends.length;
      for (const result of full.results) tally[result as 'violated']++;
    }),
    { numRuns: 2_000 },
  );
  console.log(JSON.stringify(tally));
  expect(Math.min(tally.violated, tally.reached, tally.satisfied, tally.unreached, tally.ends)).toBeGreaterThan(50);
  expect(tally.reduced).toBeLessThan(tally.full);
});
