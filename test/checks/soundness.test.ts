import { expect, test } from 'vitest';
import { runSide } from '../../src/checks/run.ts';
import { B3 } from '../../src/mm/bugs/b3.ts';
import { requestOf } from '../mm/bug-run.ts';

/** Runs the mended function of a bug with a clock that jumps ahead at its n-th look. */
function runUntil(look: number) {
  let looks = 0;
  const now = () => (looks++ < look ? 0 : Number.MAX_SAFE_INTEGER);
  return runSide({ ...requestOf(B3, 'after'), now }).run;
}

test('time that is up while a run is still looked through for what it breaks besides leaves the run bounded', () => {
  const whole = runUntil(Number.POSITIVE_INFINITY);
  expect(whole.result).toBe('holds');
  const runs = Array.from({ length: 30 }, (_, look) => runUntil(look));
  const finished = runs.filter(({ states }) => states === whole.states);
  expect(finished.map(({ result }) => result)).toContain('bounded');
  expect(runs.at(-1)?.result).toBe('holds');
  const firstHolds = runs.findIndex(({ result }) => result === 'holds');
  expect(runs.slice(0, firstHolds).every(({ result }) => result === 'bounded')).toBe(true);
});
