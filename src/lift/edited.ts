import { functionsOf } from '../patch/function.ts';
import type { FileChange, HunkLine } from '../patch/patch.ts';

/** The text of a function before and after a change, made from a text that stands for one of the two. */
export interface EditedText {
  readonly before: string;
  readonly after: string;
}

/**
 * Carries the changes that hunks make within a function over to another text of that function.
 *
 * The other text has fewer lines than the kernel's (it is the model's own), so the hunks are not applied as a patch
 * would be: lines are matched by their words, in order, and what was matched says where the changed lines belong.
 *
 *     reference                      hunk
 *     if (!page)            ←──→     	if (!page)
 *                                    	trace_page(page);
 *     else if (unused(pte)) ←──→    -	else if (unused(pte))
 *                                   +	else if (unused(pte) && !armed(vma))
 *
 * The text may stand for the function before the change, or for it after. Undefined where it stands for neither: a
 * changed line is not in it, or nothing near an added line is.
 */
export function editReference(reference: string, change: FileChange, name: string): EditedText | undefined {
  const groups = linesOfFunction(change, name);
  if (groups.every((lines) => lines.every((line) => line.mark === ' '))) return undefined;
  const forward = carry(reference, groups, '-', '+');
  if (forward !== undefined) return { before: reference, after: forward };
  const backward = carry(reference, groups, '+', '-');
  return backward === undefined ? undefined : { before: backward, after: reference };
}

/** The lines of each hunk that stand in the function, on either side. */
function linesOfFunction(change: FileChange, name: string): HunkLine[][] {
  return change.hunks
    .map((hunk) => {
      const [before, after] = [functionsOf(hunk, '-'), functionsOf(hunk, '+')];
      return hunk.lines.filter((line, at) => (line.mark === '-' ? before : after)[at] === name);
    })
    .filter((lines) => lines.length > 0);
}

/** Takes the lines marked `from` out of a text and puts those marked `to` in, hunk by hunk. */
function carry(text: string, groups: readonly HunkLine[][], from: '-' | '+', to: '-' | '+'): string | undefined {
  let lines = text.split('\n');
  for (const group of groups) {
    const edited = carryGroup(lines, group, from, to);
    if (edited === undefined) return undefined;
    lines = edited;
  }
  return lines.join('\n');
}

function carryGroup(
  lines: readonly string[],
  group: readonly HunkLine[],
  from: '-' | '+',
  to: '-' | '+',
): string[] | undefined {
  const present = group.filter((line) => line.mark !== to);
  const places = matchLines(
    present.map((line) => ({ text: words(line.text), counts: line.mark === from ? CHANGED : 1 })),
    lines.map(words),
  );
  const placeOf = new Map(present.map((line, at) => [line, places[at]]));
  const gone = new Set<number>();
  const added = new Map<number, string[]>();
  let last: number | undefined;
  for (const [at, line] of group.entries()) {
    if (line.mark !== to) {
      const place = placeOf.get(line);
      if (line.mark === from && saysSomething(line.text)) {
        if (place === undefined) return undefined;
        gone.add(place);
      }
      last = place ?? (saysSomething(line.text) ? undefined : last);
      continue;
    }
    if (!saysSomething(line.text)) continue;
    const before = last ?? aboveNext(group.slice(at), placeOf);
    if (before === undefined) return undefined;
    added.set(before, [...(added.get(before) ?? []), line.text]);
  }
  return [
    ...(added.get(-1) ?? []),
    ...lines.flatMap((line, at) => [...(gone.has(at) ? [] : [line]), ...(added.get(at) ?? [])]),
  ];
}

/** The line above the one that the next matched line of the hunk stands at; -1 above the first. */
function aboveNext(rest: readonly HunkLine[], placeOf: ReadonlyMap<HunkLine, number | undefined>): number | undefined {
  const next = rest.map((line) => placeOf.get(line)).find((place) => place !== undefined);
  return next === undefined ? undefined : next - 1;
}

/** A changed line must be found: it counts for more than all context of a hunk together. */
const CHANGED = 10_000;

/** A line without its blanks and comments: what must agree. */
function words(line: string): string {
  return line
    .replace(/\/\*.*?\*\//g, '')
    .replace(/\/\/.*$/, '')
    .replace(/\s+/g, '');
}

/** A comment, a blank line and a lone brace say nothing about where a change belongs. */
function saysSomething(line: string): boolean {
  return !/^\s*(?:\/?\*.*|[{}]*)\s*$/.test(line);
}

interface Sought {
  readonly text: string;
  /** How much a match of it counts. */
  readonly counts: number;
}

/**
 * Matches lines in order so that as many words as possible agree; a lone brace counts next to nothing.
 *
 * @returns For each line of `some` its place in `all`.
 */
function matchLines(some: readonly Sought[], all: readonly string[]): (number | undefined)[] {
  const width = all.length + 1;
  const score = new Float64Array((some.length + 1) * width);
  const weight = (i: number, j: number) => {
    const { text, counts } = some[i] ?? { text: '', counts: 0 };
    return text !== '' && text === all[j] ? Math.max(0.01, text.length - 1) * counts : 0;
  };
  for (let i = some.length - 1; i >= 0; i--) {
    for (let j = all.length - 1; j >= 0; j--) {
      const agreed = weight(i, j);
      const both = agreed === 0 ? 0 : agreed + (score[(i + 1) * width + j + 1] ?? 0);
      score[i * width + j] = Math.max(both, score[(i + 1) * width + j] ?? 0, score[i * width + j + 1] ?? 0);
    }
  }
  const places: (number | undefined)[] = some.map(() => undefined);
  for (let i = 0, j = 0; i < some.length && j < all.length; ) {
    const here = score[i * width + j] ?? 0;
    const agreed = weight(i, j);
    if (agreed > 0 && here === agreed + (score[(i + 1) * width + j + 1] ?? 0)) {
      places[i] = j;
      i++;
      j++;
    } else if (here === (score[(i + 1) * width + j] ?? 0)) i++;
    else j++;
  }
  return places;
}
