import { functionsOf } from '../patch/function.ts';
import type { FileChange, HunkLine } from '../patch/patch.ts';
import { matchLines } from './match-lines.ts';

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
  return isBalanced(lines) ? lines.join('\n') : undefined;
}

/** As many blocks are closed as are opened: the braces of a hunk found their places. */
function isBalanced(lines: readonly string[]): boolean {
  const braces = lines.map(words).join('').match(/[{}]/g) ?? [];
  return braces.reduce((depth, brace) => depth + (brace === '{' ? 1 : -1), 0) === 0;
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
    if (!isCode(line.text)) continue;
    if (line.mark !== to) {
      const place = placeOf.get(line);
      if (line.mark === from && place === undefined && saysSomething(line.text)) return undefined;
      if (line.mark === from && place !== undefined) gone.add(place);
      last = behind(lines, last, { text: line.text, place, isFirst: at === 0 });
      continue;
    }
    const before = last ?? aboveNext(group.slice(at), placeOf);
    if (before === undefined) return undefined;
    added.set(before, [...(added.get(before) ?? []), line.text]);
  }
  return [
    ...(added.get(-1) ?? []),
    ...lines.flatMap((line, at) => [...(gone.has(at) ? [] : [line]), ...(added.get(at) ?? [])]),
  ];
}

/** Behind which line of the text stands what follows a line of the hunk; undefined where that line does not tell. */
function behind(
  lines: readonly string[],
  last: number | undefined,
  { text, place, isFirst }: { readonly text: string; readonly place: number | undefined; readonly isFirst: boolean },
): number | undefined {
  if (!saysSomething(text)) return closes(lines, last, place) ? place : last;
  return isFirst || !isJump(text) || isNextTo(lines, last, place) ? place : undefined;
}

/**
 * Whether the line at `place` is next to the one at `last`, or ends the block which that one stands in. Another brace says
 * nothing of where a change belongs: the text may have no block there, where the hunk has one.
 */
function closes(lines: readonly string[], last: number | undefined, place: number | undefined): boolean {
  if (place === undefined || last === undefined) return place !== undefined;
  if (isNextTo(lines, last, place)) return true;
  const between = lines.slice(last + 1, place).join('');
  let depth = 0;
  for (const [brace] of between.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0 && lines[place]?.trim() === '}';
}

function isNextTo(lines: readonly string[], last: number | undefined, place: number | undefined): boolean {
  return last !== undefined && place !== undefined && words(lines.slice(last + 1, place).join('')) === '';
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

/** Neither a comment, or part of one, nor a blank line: `*count = 1;` is code. */
function isCode(line: string): boolean {
  const rest = line.replace(/\/\*.*?\*\//g, '').trim();
  return !/^(?:\/\*.*|\*(?:[\s/].*)?)?$/.test(rest);
}

/** A jump stands in many places of a function: what it is about is the condition above it. */
function isJump(line: string): boolean {
  return /^\s*(?:continue|break|return\b[^;]*|goto \w+);/.test(line);
}

/** A comment, a blank line and a lone brace say nothing about where a change belongs. */
function saysSomething(line: string): boolean {
  return isCode(line) && !/^\s*[{}]*\s*$/.test(line);
}
