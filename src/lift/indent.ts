import { functionsOf, lostIndent } from '../patch/function.ts';
import type { Hunk } from '../patch/patch.ts';

/**
 * Gives a hunk from a page that lost its indents as much of them back as reading C by its first column needs: what stands
 * within a function is indented, what stands outside is not.
 *
 * Changed lines kept one blank of their indent; of context the place tells. Any other hunk is returned as it is.
 *
 *     static int f(void)          static int f(void)
 *     {                           {
 *     if (g()) {             →    	if (g()) {
 *     h();                        	h();
 *     }                           	}
 *     }                           }
 */
export function withIndents(hunk: Hunk): Hunk {
  if (!lostIndent(hunk.lines)) return hunk;
  const names = functionsOf(hunk, '+');
  const shown = hunk.lines.flatMap((line, at) => (line.mark === '-' ? [] : [{ line, name: names[at] }]));
  const inside = new Set<unknown>();
  /** Behind the brace that opens the function's block. */
  let isBody = shown[0]?.name !== undefined && hunk.heading.includes(shown[0].name);
  for (const [at, { line, name }] of shown.entries()) {
    if (at > 0 && name !== shown[at - 1]?.name) isBody = false;
    const isLast = shown[at + 1] !== undefined && shown[at + 1]?.name !== name;
    if (isBody && name !== undefined && !(isLast && line.text.startsWith('}'))) inside.add(line);
    else if (name !== undefined && line.text.endsWith('{')) isBody = true;
  }
  const lines = hunk.lines.map((line) =>
    line.mark === ' ' && inside.has(line) && !/^(?:#|$)/.test(line.text) ? { ...line, text: `\t${line.text}` } : line,
  );
  return { ...hunk, lines };
}
