import { expect, test } from 'vitest';
import type { Bug } from '../../src/mm/bug.ts';
import { BUGS } from '../../src/mm/bugs.ts';
import { worldNamed } from '../../src/mm/worlds.ts';
import { checkText, table } from './instruments.ts';

/** The bugs whose text is one function, which a patch then shows whole, in worlds that patches are judged in. */
const ONE_FUNCTION = BUGS.filter(
  (bug) => bug.before.split('\n}').length === 2 && worldNamed(bug.world.name) !== undefined,
);

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
