import { describe, expect, test } from 'vitest';
import { removals } from './mm-removal.ts';

/** What makes worlds wider only, so that what holds, holds with it too; test/mm/cpus.test.ts fails without it. */
const WIDENS_ONLY: readonly string[] = ['hardware: leaves lazy TLB mode'];

const all = await removals();

describe('a part of the model is taken out, and verdicts of bugs, examples and reference functions become others', () => {
  console.log(
    all.map(({ what, verdicts }) => `${what} (${verdicts.length}): ${verdicts.slice(0, 4).join('; ')}`).join('\n'),
  );

  test.each(all.filter(({ what }) => !WIDENS_ONLY.includes(what)))('$what', ({ verdicts }) => {
    expect(verdicts).not.toEqual([]);
  });

  test('what no verdict needs is named', () => {
    expect(all.filter(({ verdicts }) => verdicts.length === 0).map(({ what }) => what)).toEqual(WIDENS_ONLY);
  });
});
