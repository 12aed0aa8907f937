import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareSymmetry, programModel, programs, verdictsOf } from '../explore/programs.ts';

test('symmetry keeps every verdict, path length and orbit of 3,000 random programs', async () => {
  const tally = { states: 0, orbits: 0, violated: 0, satisfied: 0, reached: 0, unreached: 0, unknown: 0 };
  await fc.assert(
    fc.asyncProperty(programs, async (random) => {
      // Lets the test runner breathe.
      await setImmediate();
      const model = programModel(random);
      const { full, reduced, orbits } = compareSymmetry(model);
      expect(full.complete).toBe(true);
      expect(reduced.complete).toBe(true);
      expect(reduced.states).toBe(orbits);
      expect(verdictsOf(model, reduced)).toEqual(verdictsOf(model, full));
      tally.states += full.states;
      tally.orbits += orbits;
      for (const { result } of full.outcomes) tally[result]++;
    }),
    { numRuns: 3_000 },
  );
  console.log(`full ${tally.states} states, reduced ${tally.orbits}`, tally);
  // The programs are not all of one kind: each verdict is among them, often.
  expect(Math.min(tally.violated, tally.satisfied, tally.reached, tally.unreached)).toBeGreaterThan(400);
});
