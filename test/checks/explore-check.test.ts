import { expect, test } from 'vitest';
import { exploreCheck } from '../../src/checks/explore-check.ts';
import { B3 } from '../../src/mm/bugs/b3.ts';
import { makeModel } from '../../src/mm/model.ts';
import { programModel } from '../explore/programs.ts';
import { settingOf } from '../mm/bug-run.ts';

const LIMITS = { maxStates: 1_000_000 };

/** Three CPUs that take, map and free frames: many states, few of which differ in more than the order of steps. */
const large = programModel({
  groups: [
    {
      cpus: 3,
      program: ['pick page', 'skip or not', 'take free frame', 'skip or not', 'read pte', 'pick page', 'stop'],
    },
  ],
  pages: 2,
  frames: 3,
  mapped: true,
  watched: 9,
  guessed: 9,
});

test('a small check is explored in every order of its steps, a large one with fewer', () => {
  const small = makeModel(settingOf(B3, 'after'));
  expect(exploreCheck(small, LIMITS).states).toBe(1_456);
  const { actors: _, ...everyOrder } = large;
  const [reduced, full] = [exploreCheck(large, LIMITS), exploreCheck(everyOrder, LIMITS)];
  expect(reduced.outcomes.map(({ result }) => result)).toEqual(full.outcomes.map(({ result }) => result));
  expect([full.states, reduced.states]).toEqual([37_504, 5_768]);
});

test('with every order wanted the model does not say who acts', () => {
  expect(makeModel({ ...settingOf(B3, 'after'), everyOrder: true }).actors).toBeUndefined();
});
