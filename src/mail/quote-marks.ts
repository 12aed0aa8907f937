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
} as const;
const MOST_BLANKS = 3;

/** What the innermost level, the patch, has and comments have not. */
const DIFF_TEXT = /^(?:[+-](?:\s|$|\S)|@@ |diff --git|[}#*]|\/\*)/;
const WORDS = /^[A-Z(]?[a-z']* [a-z']+ [a-z']+ /;

/**
 * Finds the likeliest reading of a run of marks after a line at some level.
 *
 *     … +} > > > > > > > > Is this a good default        at level 5, a run of 8 marks:
 *          \__________/ \_____/                          a blank line at 4, then a line at 4
 *
 * A commenter's blank line stands at the commenter's level, and blank lines never lie outside of the two levels that they
 * stand between.
 *
 * @param marks length of the run
 * @param before level of the line before it; one more where that line is an attribution, which opens a level
 * @param deepest level that no line goes beyond
 * @param text what follows the run
 */
export function partMarks(marks: number, before: number, deepest: number, text: string): PartedMarks {
  if (marks === 0) return { blanks: [], level: 0 };
  const peeled: number[] = [];
  const most = deepest * (MOST_BLANKS + 1);
  while (marks - peeled.length * Math.max(1, before) > most) peeled.push(Math.max(1, before));
  const left = marks - peeled.length * Math.max(1, before);
  let best: { cost: number; parted: PartedMarks } | undefined;
  for (let level = 1; level <= Math.min(deepest, left); level += 1) {
    for (const blanks of blankRuns(left - level, before, level)) {
      const cost = costOf(blanks, before, level, text) + textCost(level, deepest, text);
      if (best === undefined || cost < best.cost) best = { cost, parted: { blanks, level } };
    }
  }
  if (best === undefined) return { blanks: [...peeled], level: Math.min(deepest, left) };
  return { blanks: [...peeled, ...best.parted.blanks], level: best.parted.level };
}

/** All ways to write a number of marks as blank lines that lead from one level to the other. */
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

function textCost(level: number, deepest: number, text: string): number {
  if (level < deepest) return DIFF_TEXT.test(text) ? COST.diffAmongWords : 0;
  return WORDS.test(text) ? COST.wordsAmongDiff : 0;
}
