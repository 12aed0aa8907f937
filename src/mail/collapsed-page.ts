import type { Field } from './head.ts';
import { readLevels } from './quote-marks.ts';

/** Header fields that a mail may have; a word before a colon that is none of them belongs to the text. */
const NAMES =
  'return-path|received(?:-spf)?|from|to|cc|bcc|subject|date|message-id|in-reply-to|references|reply-to|sender|mime-version|user-agent|' +
  'content-[a-z-]+|list-[a-z-]+|x-[a-z0-9-]+|arc-[a-z-]+|dkim-[a-z-]+|dmarc-filter|authentication-results[a-z-]*|precedence|organization|autocrypt';
const FIELD = new RegExp(`(?:^|\\s)(${NAMES}):(?=\\s|$)`, 'gi');
/** `On Wed, 23 June 2021 Peter Xu wrote: >`: where the text of a reply starts. */
const ATTRIBUTION = /\bOn [^>]{5,160}? (?:wrote|writes):\s+>/;
/** Longest line that people write below quote marks; what goes on longer has unquoted text behind it. */
const LONGEST_LINE = 100;
/** Lines in a row at one level that show that the level is there, and the deepest level that is looked for. */
const FEWEST_REPEATS = 3;
const DEEPEST = 9;

/** A mail whose page lost all line breaks, as far as it can be read. */
export interface Collapsed {
  readonly fields: readonly Field[];
  readonly text: string;
}

/**
 * Reads the text of a page that lost its line breaks: fields are known by their names, quoted lines by their marks.
 *
 *     … List-ID: On Wed, X wrote: > On Tue, Y wrote: > > first line > > second line > answer
 *                ^ text starts    ^ level 1          ^ level 2      ^ level 2     ^ level 1
 *
 * A run of marks may stand for blank quoted lines and the marks of the line after them. Unquoted text has no marks; it starts
 * where a quoted line would be longer than people write them, after the end of a sentence.
 */
export function readCollapsed(page: string): Collapsed {
  const flat = page.replace(/\s+/g, ' ').trim();
  const fields: Field[] = [];
  const headEnd = ATTRIBUTION.exec(flat)?.index ?? endOfFields(flat);
  const head = flat.slice(0, headEnd);
  const names = [...head.matchAll(FIELD)];
  for (const [at, match] of names.entries()) {
    const end = names[at + 1]?.index ?? head.length;
    fields.push({ name: (match[1] ?? '').toLowerCase(), value: head.slice(match.index + match[0].length, end).trim() });
  }
  return { fields, text: readText(flat.slice(headEnd)) };
}

/** Where no attribution shows the start of the text, it starts after the name of the last field of the head. */
function endOfFields(flat: string): number {
  const last = [...flat.slice(0, 64 * 1024).matchAll(FIELD)].at(-1);
  return last === undefined ? 0 : last.index + last[0].length;
}

interface Piece {
  marks: number;
  text: string;
}

function readText(flat: string): string {
  const pieces = joinComparisons(piecesOf(flat));
  const deepest = deepestLevel(pieces);
  const levels = readLevels(pieces, deepest);
  const lines: string[] = [];
  for (const [at, { text }] of pieces.entries()) {
    const { blanks, level: found } = levels[at] ?? { blanks: [], level: 0 };
    for (const blank of blanks) lines.push(quoted(blank, ''));
    const cut = found === 0 ? text.length : endOfQuoted(text);
    lines.push(quoted(found, text.slice(0, cut).trim()));
    const own = text.slice(cut).trim();
    if (own !== '') lines.push('', own, '');
  }
  return `${lines.join('\n')}\n`;
}

/** Cuts before each run of marks that stand alone: ` > > text`, not `p->x`, not `a >> 2`. */
function piecesOf(flat: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  let marks = 0;
  for (const run of flat.matchAll(/(?<=^|\s)>(?: >)*(?=\s|$)/g)) {
    pieces.push({ marks, text: flat.slice(from, run.index).trim() });
    marks = run[0].replace(/ /g, '').length;
    from = run.index + run[0].length;
  }
  pieces.push({ marks, text: flat.slice(from).trim() });
  return pieces.filter((piece, at) => at > 0 || piece.text !== '');
}

/** `if (a > b)` is no quote: a single mark within an open parenthesis compares. */
function joinComparisons(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const before = joined.at(-1);
    const isOpen = before !== undefined && count(before.text, '(') > count(before.text, ')') && before.marks !== 1;
    if (isOpen && piece.marks === 1 && /^[^()]*\)/.test(piece.text)) before.text = `${before.text} > ${piece.text}`;
    else joined.push({ ...piece });
  }
  return joined;
}

function count(text: string, mark: string): number {
  return text.split(mark).length - 1;
}

/**
 * The deepest level that lines stand at: one that an attribution opens, or one whose run of marks often stands before line
 * after line. A run twice as long as a commoner one is a blank line and a line of half its level.
 */
function deepestLevel(pieces: readonly Piece[]): number {
  let deepest = 1;
  const repeats = new Map<number, number>();
  for (const [at, { marks, text }] of pieces.entries()) {
    if (marks <= deepest && /(?:wrote|writes):$/.test(text)) deepest = Math.max(deepest, marks + 1);
    if (marks > 0 && pieces[at - 1]?.marks === marks) repeats.set(marks, (repeats.get(marks) ?? 0) + 1);
  }
  for (const [marks, times] of repeats) {
    const half = repeats.get(marks / 2) ?? 0;
    if (times >= FEWEST_REPEATS && half <= 4 * times && marks <= DEEPEST) deepest = Math.max(deepest, marks);
  }
  return deepest;
}

function quoted(level: number, text: string): string {
  return `${'> '.repeat(level)}${text}`.trimEnd();
}

/** Where a quoted line ends that has unquoted text behind it: after its last sentence within a line's length. */
function endOfQuoted(text: string): number {
  const isDiff = /^(?:@@ -|[+-])/.test(text) && text.length <= 2 * LONGEST_LINE;
  if (text.length <= LONGEST_LINE || isDiff) return text.length;
  const sentences = [...text.slice(0, LONGEST_LINE).matchAll(/[.?!:;)}](?=\s+[A-Z])/g)];
  const last = sentences.at(-1);
  if (last !== undefined) return last.index + 1;
  const space = text.lastIndexOf(' ', LONGEST_LINE);
  return space > 0 ? space : text.length;
}
