import { expect, test } from 'vitest';
import { BUGS } from '../../src/mm/bugs.ts';
import { makeModel } from '../../src/mm/model.ts';
import { settingOf } from './bug-run.ts';

const STEPS = 40;

/** The parts in which two states differ, as `Model.changed` has them. */
function differing(cuts: readonly number[], left: Uint8Array, right: Uint8Array): number {
  return cuts.reduce((mask, from, part) => {
    const isSame = left.subarray(from, cuts[part + 1]).every((byte, at) => byte === right[from + at]);
    return isSame ? mask : mask | (1 << Math.min(part, 31));
  }, 0);
}

test('a step tells every part of the state that it changed', () => {
  let steps = 0;
  let spared = 0;
  for (const bug of BUGS) {
    const model = makeModel(settingOf(bug, 'before'));
    const { cuts = [] } = model;
    let state = model.initial[0];
    for (let left = STEPS; left > 0 && state !== undefined; left--) {
      const here: Uint8Array = state;
      const successors = [...model.actions(here)].flatMap((action) => {
        const after = model.step(here, action)?.slice();
        if (after === undefined) return [];
        const told = model.changed?.() ?? 0;
        expect({ bug: bug.id, missed: differing(cuts, here, after) & ~told }).toEqual({ bug: bug.id, missed: 0 });
        steps++;
        if (cuts.some((_, part) => (told & (1 << Math.min(part, 31))) === 0)) spared++;
        return [after];
      });
      state = successors[left % successors.length];
    }
  }
  expect(steps).toBeGreaterThan(1_500);
  // Else it would tell nothing.
  expect(spared / steps).toBeGreaterThan(0.9);
});
