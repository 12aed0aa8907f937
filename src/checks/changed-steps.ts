import type { FunctionTexts } from '../lift/text.ts';
import type { Alike, Program, Source } from '../mm/program.ts';

/** A line as it stands in one place of a program, by its instructions: that of a callee stands wherever it is called. */
type Line = readonly [Source, ...Source[]];

/** The lines of a program that a change consists of, on one of its sides. */
export interface ChangedLines {
  readonly lines: readonly Line[];
  /** Whether some of them stand nowhere on the other side, so that the change does more than to take out or move. */
  readonly isNew: boolean;
  /** Whether some of them stand on the other side too, in another order. */
  readonly isMoved: boolean;
}

/**
 * The lines of a program that are not, in this order, in that of the other side of a patch too: what is put in, taken out,
 * changed or moved. A line counts where the model has something of it.
 *
 * @param texts Of the other side: a line that stands there is not new, though nothing is left of it in the other program.
 */
export function changedLines(program: Program, other: Program, texts: FunctionTexts): ChangedLines {
  const [own, others] = [linesOf(program), linesOf(other)];
  const { kept, keptThere } = inCommon(own.map(textOf), others.map(textOf));
  const lines = own.filter((_, index) => !kept.has(index));
  const moved = new Set(others.filter((_, index) => !keptThere.has(index)).map(textOf));
  const known = new Set(others.map(textOf));
  return {
    lines,
    isNew: lines.some((line) => !known.has(textOf(line)) && !standsIn(texts, line[0])),
    isMoved: lines.some((line) => moved.has(textOf(line))),
  };
}

/** Whether an instruction is on one of the lines. */
export function isChanged({ lines }: ChangedLines, at: Source): boolean {
  return lines.some((line) => line.includes(at));
}

/**
 * The changed lines that no run comes to, as phrases: what a world would need so that all of the change shows.
 *
 * Of a place that stands for others too a run does not show which of them it comes to.
 *
 * @param alike Of the program as it ran.
 */
export function unreachedOf(
  { lines }: ChangedLines,
  reached: ReadonlySet<Source>,
  alike: Alike = new Map(),
): readonly string[] {
  return lines
    .filter((line) => !line.some((at) => reached.has(at) && !alike.has(at)))
    .map(([{ file, line, text }]) => `a run that comes to ${file}:${line}, "${text}"`);
}

/** The lines of a program in the order of its instructions, each with those that it stands for behind it. */
function linesOf({ code, alike }: Program): readonly Line[] {
  const lines: [Source, ...Source[]][] = [];
  for (const one of code) {
    if (!('at' in one)) continue;
    const last = lines.at(-1);
    if (last !== undefined && isOneLine(last[0], one.at)) last.push(one.at);
    else lines.push([one.at]);
  }
  return alike === undefined ? lines : lines.flatMap((line) => [line, ...othersOf(line, alike)]);
}

/** The lines that a line stands for besides, and those that these stand for. */
function othersOf(line: Line, alike: Alike): readonly Line[] {
  const others: [Source, ...Source[]][] = [];
  const open = [...line];
  const seen = new Set<Source>(open);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const other of alike.get(at) ?? []) {
      if (seen.has(other)) continue;
      seen.add(other);
      open.push(other);
      const known = others.find(([first]) => isOneLine(first, other));
      if (known === undefined) others.push([other]);
      else known.push(other);
    }
  }
  return others;
}

const isOneLine = (one: Source, other: Source): boolean => one.function === other.function && one.line === other.line;

function standsIn(texts: FunctionTexts, { function: name, text }: Source): boolean {
  return (
    texts
      .get(name)
      ?.text.split('\n')
      .some((line) => line.trim() === text) === true
  );
}

const textOf = ([{ function: name, text }]: Line): string => `${name}: ${text}`;

/** The places, on both sides, of those texts that are a longest common subsequence. */
function inCommon(
  left: readonly string[],
  right: readonly string[],
): { readonly kept: ReadonlySet<number>; readonly keptThere: ReadonlySet<number> } {
  const width = right.length + 1;
  /** How many the texts from `i` and the others from `j` have in common, at `i * width + j`. */
  const common = new Uint32Array((left.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] as number;
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      common[i * width + j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const kept = new Set<number>();
  const keptThere = new Set<number>();
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    if (left[i] === right[j]) {
      kept.add(i);
      keptThere.add(j);
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return { kept, keptThere };
}
