import { expect, test } from 'vitest';
import type { Bug } from '../../src/mm/bug.ts';
import { BUGS } from '../../src/mm/bugs.ts';
import { WORLDS } from '../../src/mm/worlds.ts';
import { checkText, table } from './instruments.ts';

/** The bugs whose text is one function, which a patch then shows whole, in worlds that patches are judged in. */
const ONE_FUNCTION = BUGS.filter(
  (bug) => bug.before.split('\n}').length === 2 && WORLDS.some(({ name }) => name === bug.world.name),
);

test('the bugs that are not judged as patches are those whose text has more than one function', () => {
  const others = BUGS.filter((bug) => !ONE_FUNCTION.includes(bug));
  expect(others.map(({ id }) => id)).toEqual('A7 B9 B13 C1 C3 C7 C11 E5 E7 F13 G5 I9 J11 J13 K5'.split(' '));
});

/** The fix as a patch that shows the whole function. */
function patchOf({ id, before, after }: Bug): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const lines = [...old.map((line) => `-${line}`), ...now.map((line) => `+${line}`)];
  const path = `mm/${id.toLowerCase()}.c`;
  return [
    `diff --git a/${path} b/${path}`,
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -1,${old.length} +1,${now.length} @@`,
    ...lines,
    '',
  ].join('\n');
}

test.each(ONE_FUNCTION)(
  'the fix of $id, mailed as a patch, is judged in its world and does away with the violation',
  (bug) => {
    const checks = checkText(patchOf(bug), '', {
      kernel: bug.kernel,
      wanted: { world: bug.world.name, property: bug.property },
    });
    expect(table(checks)).toEqual([`${bug.world.name} ${bug.property}: violated → holds`]);
  },
);
