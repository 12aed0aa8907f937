/** A line of a page without line breaks: the run of quote marks before it, and its text. */
export interface MarkedText {
  readonly marks: number;
  readonly text: string;
}

/** How a run of quote marks parts into blank quoted lines and the marks of the line that follows. */
export interface PartedMarks {
  readonly blanks: readonly number[];
  readonly level: number;
}

/** What makes a reading less likely; a change of level without a blank line is rare, two blank lines are, too. */
const COST = {
  blankAtOuter: 1,
  blankAtInner: 1.2,
  blankBetween: 1.6,
  secondBlank: 0.7,
  changeWithoutBlank: 3,
  changeWithinSentence: 0.9,
  wordsAmongDiff: 1.5,
  diffAmongWords: 2,
  impossible: 50,
} as const;
const MOST_BLANKS = 3;

/** What is a line of a diff wherever it stands; a dash alone may open a list. */
const CHANGED_CODE = /^(?:\+|@@ -|diff --git |-.{0,200}[;{}()])/;
/** What the innermost level, the patch, has within a hunk and comments have not. */
const DIFF_TEXT = /^(?:[+-](?:\s|$|\S)|@@ |diff --git|[}#*]|\/\*)/;
const WORDS = /^[A-Z(]?[a-z']* [a-z']+ [a-z']+ /;

/** The likeliest reading of all lines so far that ends at one level. */
interface Reading {
  readonly cost: number;
  readonly parted: PartedMarks;
  /** Level that the next line goes on from: one deeper after an attribution. */
  readonly after: number;
  /** The last line of the deepest level stands in a hunk. */
  readonly inHunk: boolean;
  readonly before: Reading | undefined;
}

/**
 * Finds the likeliest levels of lines whose marks ran together with those of blank lines before them.
 *
 *     … +} > > > > > > > > Is this a good default        at level 5, a run of 8 marks:
 *          \__________/ \_____/                          a blank line at 4, then a line at 4
 *
 * A commenter's blank line stands at the commenter's level, and blank lines never lie outside of the two levels that they
 * stand between. All lines are weighed together (Viterbi's algorithm), since one run alone is often ambiguous.
 *
 * @param deepest level that no line goes beyond
 */
export function readLevels(lines: readonly MarkedText[], deepest: number): readonly PartedMarks[] {
  const runs = new Map<string, readonly (readonly number[])[]>();
  let open: readonly Reading[] = [
    { cost: 0, parted: { blanks: [], level: 0 }, after: 0, inHunk: false, before: undefined },
  ];
  for (const line of lines) open = line.marks === 0 ? unquoted(open) : quoted(line, open, deepest, runs);
  const parted: PartedMarks[] = [];
  for (let at: Reading | undefined = cheapest(open); at?.before !== undefined; at = at.before) parted.push(at.parted);
  return parted.reverse();
}

/** Text without marks stands at level 0 and leaves the levels around it as they are. */
function unquoted(open: readonly Reading[]): readonly Reading[] {
  return open.map((before) => ({ ...before, parted: { blanks: [], level: 0 }, before }));
}

function quoted(
  { marks, text }: MarkedText,
  open: readonly Reading[],
  deepest: number,
  runs: Map<string, readonly (readonly number[])[]>,
): readonly Reading[] {
  const readings: Reading[] = [];
  const opens = /(?:wrote|writes):$/.test(text);
  for (let level = 1; level <= Math.min(deepest, marks); level += 1) {
    let best: Reading | undefined;
    for (const before of open) {
      const { blanks, cost } = partAt(marks, before.after, level, text, runs);
      const sum = before.cost + cost + textCost(level, deepest, text, before.inHunk);
      if (best !== undefined && best.cost <= sum) continue;
      const inHunk = level === deepest ? text.startsWith('@@ -') || (before.inHunk && text !== '--') : before.inHunk;
      best = { cost: sum, parted: { blanks, level }, after: opens ? level + 1 : level, inHunk, before };
    }
    if (best !== undefined) readings.push(best);
  }
  return readings;
}

/** The cheapest way to read a run as blank lines and a line at a level. */
function partAt(
  marks: number,
  before: number,
  level: number,
  text: string,
  runs: Map<string, readonly (readonly number[])[]>,
): { blanks: readonly number[]; cost: number } {
  const key = `${marks} ${before} ${level}`;
  const known = runs.get(key) ?? blankRuns(marks - level, before, level);
  runs.set(key, known);
  let best = { blanks: [] as readonly number[], cost: COST.impossible + marks - level };
  for (const blanks of known) {
    const cost = costOf(blanks, before, level, text);
    if (cost < best.cost) best = { blanks, cost };
  }
  return best;
}

/** All ways to write a number of marks as a few blank lines that lead from one level to the other. */
function blankRuns(marks: number, from: number, to: number): readonly (readonly number[])[] {
  if (marks === 0) return [[]];
  const [low, high] = [Math.max(1, Math.min(from, to)), Math.max(from, to)];
  const runs: number[][] = [];
  const grow = (run: readonly number[], left: number) => {
    if (left === 0) runs.push([...run]);
    if (left <= 0 || run.length === MOST_BLANKS) return;
    const last = run.at(-1) ?? from;
    const [first, final] = to >= from ? [Math.max(low, last), high] : [low, Math.min(high, last)];
    for (let level = first; level <= final; level += 1) grow([...run, level], left - level);
  };
  grow([], marks);
  return runs;
}

function costOf(blanks: readonly number[], before: number, level: number, text: string): number {
  if (blanks.length === 0) {
    if (before === level) return 0;
    return /^[a-z]/.test(text) ? COST.changeWithinSentence : COST.changeWithoutBlank;
  }
  const [outer, inner] = [Math.min(before, level), Math.max(before, level)];
  return blanks.reduce((cost, blank, at) => {
    const between = blank === inner ? COST.blankAtInner : COST.blankBetween;
    return cost + (blank === outer ? COST.blankAtOuter : between) + (blanks[at - 1] === blank ? COST.secondBlank : 0);
  }, 0);
}

function textCost(level: number, deepest: number, text: string, inHunk: boolean): number {
  if (level < deepest) return (inHunk ? DIFF_TEXT : CHANGED_CODE).test(text) ? COST.diffAmongWords : 0;
  return inHunk && WORDS.test(text) ? COST.wordsAmongDiff : 0;
}

function cheapest(readings: readonly Reading[]): Reading | undefined {
  return readings.reduce<Reading | undefined>(
    (best, one) => (best === undefined || one.cost < best.cost ? one : best),
    undefined,
  );
}
