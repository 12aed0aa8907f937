import type { ReadFunction } from '../../checks/check-patch.ts';
import { display, displayLine } from '../../display.ts';
import { describeLifted } from '../../lift/describe.ts';
import type { Side } from '../../patch/patch.ts';
import type { Paint } from '../style.ts';

/** A function as it was read before and after its patch: the program beside the source, what was left out, assumed and not known. */
export function readText({ path, function: name, lifts }: ReadFunction, paint: Paint): string {
  const sides: readonly Side[] = ['before', 'after'];
  return sides
    .map((side) => {
      const lift = lifts[side];
      const title = paint('heading', displayLine(`${name}() of ${path} as it was read ${side} the patch`));
      const text = lift.ok ? describeLifted(lift.lifted) : `Missing: ${lift.missing.join(', ')}`;
      return `${title}\n${display(text)}\n\n`;
    })
    .join('');
}
