/** A line to be found in a text. */
export interface Sought {
  /** Without blanks and comments; empty for a line that is not to be found. */
  readonly text: string;
  /** How much a match of it counts. */
  readonly counts: number;
}

/** What lines count for that stand next to each other in both texts: it decides between places where one line fits several. */
const ADJACENT = 0.0001;

/**
 * Matches lines in order so that as many words as possible agree; a lone brace counts next to nothing. Of two places for a
 * line it takes the one next to those of its neighbours.
 *
 * @param all The text's lines, without blanks and comments.
 * @returns For each line of `some` its place in `all`.
 */
export function matchLines(some: readonly Sought[], all: readonly string[]): readonly (number | undefined)[] {
  const worth = worthOf(some, all);
  const { width, best, matched, belowSome, belowAll } = worth;
  const places: (number | undefined)[] = some.map(() => undefined);
  /** The cell was come to as the neighbour of a match. */
  let isNeighbour = false;
  for (let i = 0, j = 0; i < some.length && j < all.length; ) {
    const at = i * width + j;
    const here = matched[at] as number;
    if (here > 0 && (isNeighbour || here === best[at])) {
      places[i] = j;
      const next = neighbourOf(worth, i, j);
      isNeighbour = next > (best[at + width + 1] as number);
      [i, j] = isNeighbour ? [belowSome[i] as number, belowAll[j] as number] : [i + 1, j + 1];
    } else if (best[at] === best[at + width]) i++;
    else j++;
  }
  return places;
}

interface Worth {
  /** Line `i` of the one and `j` of the other have the cell `i * width + j`. */
  readonly width: number;
  /** The best that the lines from `i` on are worth in the text from `j` on. */
  readonly best: Float64Array;
  /** The same with `i` matched to `j`; 0 where they differ. */
  readonly matched: Float64Array;
  /** For each line the next that is not blank. */
  readonly belowSome: readonly number[];
  readonly belowAll: readonly number[];
}

function worthOf(some: readonly Sought[], all: readonly string[]): Worth {
  const width = all.length + 1;
  const best = new Float64Array((some.length + 1) * width);
  const matched = new Float64Array((some.length + 1) * width);
  const worth = { width, best, matched, belowSome: nextLine(some.map(({ text }) => text)), belowAll: nextLine(all) };
  for (let i = some.length - 1; i >= 0; i--) {
    const { text, counts } = some[i] as Sought;
    for (let j = all.length - 1; j >= 0; j--) {
      const at = i * width + j;
      if (text !== '' && text === all[j]) {
        const rest = Math.max(best[at + width + 1] as number, neighbourOf(worth, i, j));
        matched[at] = Math.max(0.01, text.length - 1) * counts + rest;
      }
      best[at] = Math.max(matched[at] as number, best[at + width] as number, best[at + 1] as number);
    }
  }
  return worth;
}

/** What it is worth that the next lines of both match, too; 0 where they do not. */
function neighbourOf({ width, matched, belowSome, belowAll }: Worth, i: number, j: number): number {
  const next = matched[(belowSome[i] as number) * width + (belowAll[j] as number)] as number;
  return next > 0 ? next + ADJACENT : 0;
}

function nextLine(lines: readonly string[]): readonly number[] {
  const next: number[] = [];
  for (let at = lines.length - 1, below = lines.length; at >= 0; at--) {
    next[at] = below;
    if (lines[at] !== '') below = at;
  }
  return next;
}
