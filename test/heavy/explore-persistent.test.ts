import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { choosyPrograms, programModel, programs, resultsOneByOne } from '../explore/programs.ts';

test.each([
  ['random programs', programs],
  ['random programs full of choices', choosyPrograms],
])('persistent sets keep the result of every property of 2,000 %s, with symmetry and without', async (_, arbitrary) => {
  const tally = { full: 0, persistent: 0, both: 0, violated: 0, reached: 0 };
  await fc.assert(
    fc.asyncProperty(arbitrary, async (random) => {
      // Lets the test runner breathe.
      await setImmediate();
      const model = programModel(random);
      const full = resultsOneByOne(model, {});
      const persistent = resultsOneByOne(model, { persistent: true });
      const both = resultsOneByOne(model, { persistent: true, symmetry: true });
      expect(persistent.results).toEqual(full.results);
      expect(both.results).toEqual(full.results);
      tally.full += full.states;
      tally.persistent += persistent.states;
      tally.both += both.states;
      for (const result of full.results) if (result === 'violated' || result === 'reached') tally[result]++;
    }),
    { numRuns: 2_000 },
  );
  console.log(JSON.stringify(tally));
  expect(Math.min(tally.violated, tally.reached)).toBeGreaterThan(50);
  expect(tally.persistent).toBeLessThan(tally.full);
});
