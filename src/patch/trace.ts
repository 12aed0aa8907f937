import type { MailLine } from '../body/line.ts';
import { align } from './align.ts';
import { type Reviewed, type Source, squashAll } from './reviewed.ts';

/** Shorter runs of characters than this stand in too many places to say where a wrapped line comes from. */
const SHORTEST_PART = 12;

/** Characters that one mail may have searched for wrapped lines: a hostile one must not search a megabyte a line. */
const SEARCHED = 20_000_000;

/** The parts of an ancestor that tracing needs. */
type Ancestor = Pick<Reviewed, 'messageId' | 'lines' | 'sources'>;

/**
 * Finds for each quoted line the mail and line that it comes from.
 *
 * The text decides, not the marks: quoted lines are aligned with the nearest ancestor, what is left with the next one.
 * A line that a mailer wrapped or refilled is found inside the ancestor's text. Whatever an ancestor quotes itself is
 * followed to the mail that said it first.
 *
 * @param lines All lines of the mail.
 * @param ancestors Nearest first.
 * @returns One entry a line; also for an unmarked line that is the tail of a wrapped quoted one.
 */
export function traceLines(lines: readonly MailLine[], ancestors: readonly Ancestor[]): (Source | undefined)[] {
  const sources: (Source | undefined)[] = new Array(lines.length).fill(undefined);
  const keys = keysOf(lines);
  const budget = { left: SEARCHED };
  for (const ancestor of ancestors) {
    const open = lines.filter(
      (line) => line.depth > 0 && sources[line.number] === undefined && keys[line.number] !== '',
    );
    if (open.length === 0) break;
    const theirs = keysOf(ancestor.lines);
    const matched = align(
      open.map((line) => keys[line.number] ?? ''),
      theirs,
    );
    for (const [index, line] of open.entries()) {
      const at = matched[index] ?? -1;
      if (at >= 0) sources[line.number] = follow(ancestor, at, 'line');
    }
    traceParts(lines, keys, ancestor, theirs, sources, budget);
  }
  return sources;
}

const known = new WeakMap<readonly MailLine[], readonly string[]>();

/** The squashed lines of a mail, which each of its descendants asks for. */
function keysOf(lines: readonly MailLine[]): readonly string[] {
  const before = known.get(lines);
  if (before !== undefined) return before;
  const keys = squashAll(lines.map(({ text }) => text));
  known.set(lines, keys);
  return keys;
}

/** The line of an ancestor, or what that line itself was taken from. */
function follow(ancestor: Ancestor, at: number, match: Source['match']): Source {
  const further = ancestor.sources[at];
  if (further !== undefined) return match === 'line' ? further : { ...further, match };
  return { messageId: ancestor.messageId, line: at, depth: ancestor.lines[at]?.depth ?? 0, match };
}

/**
 * Finds quoted lines that are parts of an ancestor's lines, or of several.
 *
 * ```
 * +	if (a_long_condition && another_one)       in the ancestor
 *
 * > +	if (a_long_condition &&                    in the quotation: found inside its text,
 * another_one)                                    and so is its tail, though the tail has no mark
 * ```
 */
function traceParts(
  lines: readonly MailLine[],
  keys: readonly string[],
  ancestor: Ancestor,
  theirs: readonly string[],
  sources: (Source | undefined)[],
  budget: { left: number },
): void {
  const flow = theirs.join('');
  const starts = offsetsOf(theirs);
  /** Where in the flow the line before ended, if a part of it was found. */
  let tail = -1;
  for (const [number, key] of keys.entries()) {
    const line = lines[number];
    if (line === undefined || key === '') continue;
    if (sources[number] !== undefined) {
      tail = -1;
      continue;
    }
    if (tail >= 0 && flow.startsWith(key, tail) && !(line.depth === 0 && starts[lineAt(starts, tail)] === tail)) {
      sources[number] = follow(ancestor, lineAt(starts, tail), 'part');
      tail += key.length;
      continue;
    }
    tail = -1;
    if (line.depth === 0 || key.length < SHORTEST_PART || budget.left < flow.length) continue;
    budget.left -= flow.length;
    const found = flow.indexOf(key);
    if (found < 0) continue;
    sources[number] = follow(ancestor, lineAt(starts, found), 'part');
    tail = found + key.length;
  }
}

/** Offset in the joined lines at which each begins. */
function offsetsOf(lines: readonly string[]): number[] {
  let offset = 0;
  return lines.map((line) => {
    offset += line.length;
    return offset - line.length;
  });
}

/** Index of the line that an offset in the joined lines falls into. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
