import type { Program, Source } from '../mm/program.ts';

/** The lines of a program that a change consists of, on one of its sides. */
export interface ChangedLines {
  /** By function, number and text. */
  readonly at: ReadonlySet<string>;
  /** Whether some of them stand nowhere on the other side, so that the change does more than to take out or move. */
  readonly isNew: boolean;
}

/**
 * The lines of a program that are not, in this order, in that of the other side of a patch too: what is put in, taken out,
 * changed or moved. A line counts where the model has something of it.
 */
export function changedLines(program: Program, other: Program): ChangedLines {
  const [own, others] = [linesOf(program), linesOf(other)];
  const kept = inCommon(own, others);
  const changed = own.filter((_, index) => !kept.has(index));
  const known = new Set(others.map(textOf));
  return { at: new Set(changed.map(placeOf)), isNew: changed.some((at) => !known.has(textOf(at))) };
}

/** Whether a place in a program is on one of the lines. */
export function isChanged(changed: ChangedLines, at: Source): boolean {
  return changed.at.has(placeOf(at));
}

/** The changed lines that no run comes to, as phrases: what a world would need so that all of the change shows. */
export function unreachedOf(program: Program, changed: ChangedLines, reached: ReadonlySet<Source>): readonly string[] {
  const seen = new Set([...reached].map(placeOf));
  const unseen = linesOf(program).filter((at) => isChanged(changed, at) && !seen.has(placeOf(at)));
  return [...new Set(unseen.map(({ file, line, text }) => `a run that comes to ${file}:${line}, "${text}"`))];
}

/** The lines of a program in the order of its instructions. */
function linesOf(program: Program): readonly Source[] {
  const sources = program.code.flatMap((one) => ('at' in one ? [one.at] : []));
  return sources.filter((at, index) => {
    const last = sources[index - 1];
    return last === undefined || placeOf(last) !== placeOf(at);
  });
}

const placeOf = ({ function: name, line, text }: Source): string => `${name}:${line}: ${text}`;
const textOf = ({ function: name, text }: Source): string => `${name}: ${text}`;

/** The places of those of the lines that are a longest common subsequence with the others, by their texts. */
function inCommon(own: readonly Source[], others: readonly Source[]): ReadonlySet<number> {
  const [left, right] = [own.map(textOf), others.map(textOf)];
  const width = right.length + 1;
  /** How many the lines from `i` and the others from `j` have in common, at `i * width + j`. */
  const common = new Uint32Array((left.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] as number;
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      common[i * width + j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const kept = new Set<number>();
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    if (left[i] === right[j]) {
      kept.add(i);
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return kept;
}
