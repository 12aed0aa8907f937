import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { explore } from '../../src/explore/explore.ts';
import { makeModel } from '../../src/mm/model.ts';
import { subjects } from '../bench/mm-subjects.ts';

/** Less than a CPU second (`npm run bench:mm`); two are what a check may take before it says `bounded`. */
const MOST = 100_000;

test('every check of a shipped world ends within few states', async () => {
  const bounded: string[] = [];
  for (const { name, setting } of subjects()) {
    // The test runner takes a worker that does not answer for a minute for lost.
    await setImmediate();
    if (explore(makeModel(setting), { maxStates: MOST }).bounded) bounded.push(`${name} in ${setting.world.name}`);
  }
  expect(bounded).toEqual([]);
});
