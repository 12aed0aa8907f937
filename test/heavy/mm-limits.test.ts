import { expect, test } from 'vitest';
import { explore } from '../../src/explore/bfs.ts';
import { makeModel } from '../../src/mm/model.ts';
import { subjects } from '../bench/mm-subjects.ts';

/** A check with so many states ends in a small part of a second; two CPU seconds are 500,000 to 800,000 states (`npm run bench:mm`). */
const QUICK = 10_000;
const MOST = 800_000;

test('a check of a shipped world takes few states, but for one world that comes near two CPU seconds', () => {
  const large = new Map<string, number>();
  for (const { setting } of subjects()) {
    const { states, complete, outcomes } = explore(makeModel(setting), { maxStates: MOST });
    expect(complete || outcomes.some(({ result }) => result === 'violated')).toBe(true);
    if (states > QUICK) large.set(setting.world.name, states);
  }
  expect(Object.fromEntries(large)).toEqual({ 'fault-around-punch-in-flight': 785_385 });
});
