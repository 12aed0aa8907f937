import { expect, test } from 'vitest';
import { explore } from '../../src/explore/bfs.ts';
import { makeModel } from '../../src/mm/model.ts';
import { subjects } from '../bench/mm-subjects.ts';

/** Less than a CPU second (`npm run bench:mm`); two are what a check may take before it says `bounded`. */
const MOST = 100_000;

test('every check of a shipped world ends within few states', () => {
  const bounded = subjects().filter(({ setting }) => explore(makeModel(setting), { maxStates: MOST }).bounded);
  expect(bounded.map(({ name, setting }) => `${name} in ${setting.world.name}`)).toEqual([]);
});
