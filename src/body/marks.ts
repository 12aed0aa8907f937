/** Quote marks at the start of a line: how deep it is quoted and where its own text begins. */
export interface Marks {
  readonly depth: number;
  /** Offset in the text where the line without its marks begins. */
  readonly start: number;
}

/** The marks beside `>` that one mail uses, learnt from the mail itself. */
export interface MarkStyle {
  /** A character such as `|` that an attribution line was seen to introduce. */
  readonly characters: ReadonlySet<string>;
  /** Initials as Supercite writes them, `JD` of `JD> `. */
  readonly initials: ReadonlySet<string>;
}

/** Real threads end near 30; a line of ten thousand marks must not build ten thousand nested nodes. */
export const DEEPEST_QUOTE = 100;

const INITIALS = /^ ?([A-Z][A-Za-z]{0,4})>(?=[ >]|$)/;

/** What mail programs use beside `>`; each counts only after an attribution line introduced it. */
const ODD_MARKS = '|#:}%';

/** A robot points at a new warning with `>>`, and scissors may open to the right: both are the sender's own. */
const NO_MARK = /^(?:>> \S{1,200}?:\d+:|>8[ -]*-)/;

/**
 * Reads the quote marks of one line.
 *
 * ```
 * > >> text       depth 3
 *      ^ start
 * ```
 *
 * At most one blank may stand before and between marks, and one after the last is taken off.
 *
 * @param line The line without its line end.
 * @param style The marks that this mail uses beside `>`.
 * @returns Depth 0 and start 0 where the line is not quoted; `start` counts from the line's beginning.
 */
export function readMarks(line: string, style: MarkStyle): Marks {
  const first = firstMark(line, style);
  let depth = first > 0 ? 1 : 0;
  let at = first;
  if (line[0] === '>' && NO_MARK.test(line)) return { depth: 0, start: 0 };
  while (depth < DEEPEST_QUOTE) {
    const mark = line[at] === ' ' ? at + 1 : at;
    if (line[mark] !== '>') break;
    depth += 1;
    at = mark + 1;
  }
  if (depth > 0 && line[at] === ' ') at += 1;
  return { depth, start: at };
}

/** Length of an initials mark or of an odd mark at the start of the line; 0 where none stands there. */
function firstMark(line: string, style: MarkStyle): number {
  if (style.initials.size > 0) {
    const match = INITIALS.exec(line);
    if (match?.[1] !== undefined && style.initials.has(match[1])) return match[0].length;
  }
  const at = line[0] === ' ' ? 1 : 0;
  const mark = line[at];
  return mark !== undefined && style.characters.has(mark) ? at + 1 : 0;
}

/**
 * Learns which marks beside `>` a mail uses.
 *
 * ```
 * Jane Doe wrote:          an attribution,
 * | does this take         then a character that is no letter: it quotes
 * ^
 * JD> does this take       or the same initials on two lines or more
 * ^^^
 * ```
 *
 * @param lines All lines of the mail.
 * @param introduces Whether a line ends an attribution.
 */
export function learnMarks(lines: readonly string[], introduces: (line: string) => boolean): MarkStyle {
  const characters = new Set<string>();
  const seen = new Map<string, number>();
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const initials = INITIALS.exec(line)?.[1];
    if (initials !== undefined) seen.set(initials, (seen.get(initials) ?? 0) + 1);
    const odd = line[0] === ' ' ? line[1] : line[0];
    if (odd === undefined || !ODD_MARKS.includes(odd)) continue;
    const before = lines[at - 1]?.trim() === '' ? lines[at - 2] : lines[at - 1];
    if (before !== undefined && introduces(before)) characters.add(odd);
  }
  const initials = new Set([...seen].filter(([, count]) => count > 1).map(([name]) => name));
  return { characters, initials };
}
