import stringWidth from 'string-width';
import { display, expandTabs } from '../display.ts';
import type { Role } from './theme.ts';

/** Text of one look. Made by `segment` only, so that what stands in it is safe for a terminal. */
export interface Segment {
  readonly text: string;
  readonly role: Role;
  /** The cursor lights this part of the row up. */
  readonly lit?: true;
}

/** What Enter on a row leads to, and what the keys that act on "the thing under the cursor" mean. */
export type Target =
  /** A thread, or any of its mails; on a mail of it, and on a line of that mail. */
  | { readonly kind: 'thread'; readonly threadId: string; readonly messageId?: string; readonly line?: number }
  | { readonly kind: 'message'; readonly messageId: string }
  | { readonly kind: 'claim'; readonly claimId: string; readonly threadId: string }
  | { readonly kind: 'trace'; readonly checkId: string; readonly side: 'before' | 'after'; readonly threadId: string }
  /** A line of code that a step of a trace stands for. */
  | { readonly kind: 'code'; readonly file: string; readonly line: number; readonly function: string }
  /** What is folded or can be. */
  | { readonly kind: 'fold'; readonly id: string; readonly folded: boolean }
  | { readonly kind: 'action'; readonly name: string };

/** One line of a pane: height 1, made for a width. */
export interface Row {
  /** Which piece of the source the row shows: stays when widths, folds or data change. Wrapped rows share one. */
  readonly anchor: string;
  readonly segments: readonly Segment[];
  readonly target?: Target;
  /** What starts here, for the keys that jump. */
  readonly stop?: ReadonlySet<Stop>;
  /** The folds that the row can be folded away with, the outermost first. */
  readonly folds?: readonly string[];
  /** The claims made or anchored here. */
  readonly claimIds?: readonly string[];
}

export type Stop = 'file' | 'hunk' | 'claim' | 'concern' | 'own' | 'message' | 'patch';

/** The rows of a pane, made when they are looked at, so that 100,000 of them cost what 40 cost. Never empty. */
export interface Rows {
  readonly length: number;
  at(index: number): Row;
  /** Index of the first row with that anchor, -1 without one. */
  find(anchor: string): number;
}

/** Gives rows that are all there already. */
export function rowsOf(rows: readonly Row[]): Rows {
  const first = rows[0] ?? blankRow('empty');
  return {
    length: Math.max(1, rows.length),
    at: (index) => rows[index] ?? first,
    find: (anchor) => rows.findIndex((row) => row.anchor === anchor),
  };
}

/**
 * Gives rows that are made one by one from items.
 *
 * @param items What the list shows.
 * @param anchorOf Stable name of an item.
 * @param rowOf The row of an item, made each time it is asked for.
 * @param empty The row that stands where there are no items: what would be here and how to get it.
 */
export function lazyRows<T>(
  items: readonly T[],
  anchorOf: (item: T) => string,
  rowOf: (item: T, index: number) => Row,
  empty: Row,
): Rows {
  return {
    length: Math.max(1, items.length),
    at: (index) => {
      const item = items[index];
      return item === undefined ? empty : rowOf(item, index);
    },
    find: (anchor) => items.findIndex((item) => anchorOf(item) === anchor),
  };
}

/** More marks on one letter than any script stacks. */
const STACKED_MARKS = /(\p{M}{8})\p{M}+/gu;

/** Makes a piece of text: safe, on one line, tabs as blanks. `column` is where it starts in the line as written. */
export function segment(text: string, role: Role = 'plain', column = 0): Segment {
  const line = text.includes('\n') ? text.replaceAll('\n', ' ') : text;
  return { text: display(expandTabs(line, column)).replace(STACKED_MARKS, '$1\u{FFFD}'), role };
}

/** Makes a piece of text that the cursor lights up. */
export function litSegment(text: string, role: Role = 'plain'): Segment {
  return { ...segment(text, role), lit: true };
}

/** A row without text, to separate. */
export function blankRow(anchor: string): Row {
  return { anchor, segments: [] };
}

/** A row of one look. */
export function textRow(anchor: string, text: string, role: Role = 'plain'): Row {
  return { anchor, segments: [segment(text, role)] };
}

/** The text of a row as the screen has it. */
export function rowText(row: Row): string {
  return row.segments.map((part) => part.text).join('');
}

/** Characters of one column that nothing combines with, one UTF-16 unit each: most lines have no other. */
const SINGLE = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03ff\u0400-\u0482\u048a-\u052f─-╿▌▏▾▸…›·–—→✓✗○•“”‘’]*$/;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Terminal columns of a text. */
export function widthOf(text: string): number {
  return SINGLE.test(text) ? text.length : stringWidth(text);
}

/** A text's graphemes with the columns of each. */
export function* cellsOf(text: string): Generator<{ readonly text: string; readonly width: number }> {
  if (SINGLE.test(text)) {
    for (const character of text) yield { text: character, width: 1 };
    return;
  }
  for (const { segment: grapheme } of graphemes.segment(text)) yield { text: grapheme, width: stringWidth(grapheme) };
}

/**
 * Cuts the columns `from` to `from + width` out of a line and pads it with blanks to exactly `width` columns.
 *
 * A wide character that an edge would halve is left out for a blank. Where something is left out on the right, the last
 * column says so with `ellipsis`.
 */
export function fit(segments: readonly Segment[], from: number, width: number, ellipsis = ''): Segment[] {
  const whole = segments.reduce((sum, part) => sum + widthOf(part.text), 0);
  const marks = ellipsis !== '' && whole - from > width && width > 0;
  const end = from + width - (marks ? widthOf(ellipsis) : 0);
  const fitted: Segment[] = [];
  let column = 0;
  let written = from;
  for (const part of segments) {
    let text = '';
    for (const cell of cellsOf(part.text)) {
      const next = column + cell.width;
      if (column >= from && next <= end) {
        text += ' '.repeat(Math.max(0, column - written)) + cell.text;
        written = next;
      }
      column = next;
    }
    if (text !== '') fitted.push({ ...part, text });
    if (column >= end) break;
  }
  if (marks) fitted.push({ text: ' '.repeat(Math.max(0, end - written)) + ellipsis, role: 'muted' });
  const missing = from + width - (marks ? from + width : written);
  if (missing > 0) fitted.push({ text: ' '.repeat(missing), role: 'plain' });
  return fitted;
}

/**
 * Breaks text into lines of at most `width` columns, between words where it can.
 *
 * @param text One paragraph; its blanks are kept within a line.
 * @param width At least 1.
 * @returns At least one line.
 */
export function wrap(text: string, width: number): string[] {
  return wrapRanges(text, width).map(([start, end]) => text.slice(start, end).trimEnd());
}

/** As `wrap`, with the offsets of each line in the text; every character belongs to exactly one line. */
export function wrapRanges(text: string, width: number): [start: number, end: number][] {
  if (widthOf(text) <= width) return [[0, text.length]];
  const ranges: [number, number][] = [];
  let start = 0;
  let at = 0;
  let used = 0;
  const breakHere = () => {
    ranges.push([start, at]);
    start = at;
    used = 0;
  };
  for (const word of text.split(/(?<= )(?=[^ ])/)) {
    const wordWidth = widthOf(word.trimEnd());
    if (used > 0 && used + wordWidth > width) breakHere();
    if (wordWidth <= width) {
      at += word.length;
      used += widthOf(word);
      continue;
    }
    for (const cell of cellsOf(word)) {
      if (used + cell.width > width && at > start) breakHere();
      at += cell.text.length;
      used += cell.width;
    }
  }
  ranges.push([start, at]);
  return ranges;
}
