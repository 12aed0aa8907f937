import { describe, expect, test } from 'vitest';
import { BUGS } from '../../src/mm/bugs.ts';
import { liftBug, runBug } from './bug-run.ts';

/** States seen: up to the violation before the fix, all of them after it. */
const STATES: Readonly<Record<string, readonly [before: number, after: number]>> = {
  A1: [18, 24],
  A3: [73, 133],
  A5: [30, 34],
  A7: [41, 67],
  B1: [567, 467],
  B3: [1414, 1456],
  B5: [264, 238],
  B7: [59, 38],
  B9: [60, 61],
  B11: [229, 205],
  B13: [661, 732],
  C1: [652, 712],
  C3: [542, 2008],
  C5: [1348, 1851],
  C7: [251, 240],
  C9: [259, 236],
  C11: [75, 222],
  C13: [2, 2],
  C15: [239, 218],
  C17: [3, 3],
  D1: [16, 19],
  D3: [10, 12],
  D5: [10, 27],
  E1: [24, 26],
  E5: [364, 164],
  E7: [1371, 1353],
  E9: [12, 12],
  F1: [31, 34],
  F3: [45, 47],
  F5: [230, 219],
  F7: [1299, 1381],
  F9: [6, 9],
  F11: [80, 73],
  F13: [21, 23],
  F15: [116, 280],
  F17: [11, 11],
  G1: [355, 84],
  G5: [341, 108],
  G7: [258, 622],
  H1: [1288, 505],
  H3: [40, 30],
  H5: [11, 13],
  I1: [156, 199],
  I3: [4, 11],
  I5: [10, 16],
  I7: [9, 8],
  I9: [16, 14],
  J1: [64, 62],
  J3: [309, 149],
  J5: [167, 381],
  J7: [164, 51],
  J9: [62, 46],
  J11: [3, 20],
  J13: [146, 120],
  K1: [6, 15],
  K3: [407, 136],
  K5: [75, 55],
  K7: [42, 79],
  K9: [184, 265],
  L1: [120, 89],
};

/** The fragments that are not found in the lines in their order. */
function missingFrom(lines: readonly string[], story: readonly string[]): string[] {
  let at = 0;
  return story.filter((fragment) => {
    const found = lines.findIndex((line, index) => index >= at && line.includes(fragment));
    if (found >= 0) at = found + 1;
    return found < 0;
  });
}

describe.each(BUGS)('$id $title', (bug) => {
  test.each(['before', 'after'] as const)('%s is read with nothing unknown and nothing assumed', (side) => {
    const lift = liftBug(bug, side);
    expect(lift.ok ? { unknown: lift.lifted.unknown, assumed: lift.lifted.assumed } : lift.missing).toEqual({
      unknown: [],
      assumed: [],
    });
  });

  test('is violated before the fix, as its story tells', () => {
    const run = runBug(bug, 'before');
    const lines = run.trace.map((step) => `${step.actor}: ${step.does}`);
    expect({ result: run.result, missing: run.missing }).toEqual({ result: 'violated', missing: [] });
    expect(missingFrom(lines, bug.story), lines.join('\n')).toEqual([]);
    expect(run.states).toBe(STATES[bug.id]?.[0]);
  });

  test('holds after it, with its witnesses reached and a mutant that fails', () => {
    const run = runBug(bug, 'after');
    expect({ result: run.result, missing: run.missing }).toEqual({ result: 'holds', missing: [] });
    expect(run.mutant).toBeDefined();
    expect(run.states).toBe(STATES[bug.id]?.[1]);
  });
});
