import type { TextOrigin } from './lifted.ts';
import { blocks } from './mask.ts';
import { normalise } from './normalise.ts';
import type { BranchChoice, Defined } from './preprocess.ts';

/** The text of one function definition, ready to be parsed. */
export interface FunctionText {
  readonly name: string;
  readonly origin: TextOrigin;
  /** Path in the kernel tree, or `reference`. */
  readonly file: string;
  /** From the first word of its head to the closing brace, as written. */
  readonly text: string;
  /** The same, normalised: offsets agree. */
  readonly code: string;
  /** For each line of the text the line of the file that it is, from 1. */
  readonly lines: readonly number[];
  /** Conditionals within the function, by line of the file. */
  readonly choices: readonly BranchChoice[];
}

/** What one side of a change says: the functions whose text is at hand, by name. */
export type FunctionTexts = ReadonlyMap<string, FunctionText>;

/** Lines of C, each with the line of the file that it is. */
export interface NumberedText {
  readonly file: string;
  readonly origin: TextOrigin;
  readonly text: string;
  readonly lines: readonly number[];
}

/** A call of this name stands where a fragment of a function has lines missing. */
export const HOLE = '__lines_not_shown';

/** A whole file as numbered text. */
export function wholeFile(file: string, text: string, origin: TextOrigin): NumberedText {
  return { file, origin, text, lines: text.split('\n').map((_, index) => index + 1) };
}

/**
 * The function definitions in a text.
 *
 * A definition is what begins in the first column with a head `name(...)`, followed by a block that is closed. Of two
 * definitions with one name (the branches of an `#if`) the one that is read is kept.
 */
export function functionsIn(source: NumberedText, defined?: Defined): Map<string, FunctionText> {
  const { code, choices } = normalise(source.text, defined);
  const starts = lineStarts(source.text);
  const found = new Map<string, FunctionText>();
  for (const [brace, end] of [...blocks(code)].sort(([a], [b]) => a - b)) {
    const head = headBefore(code, brace);
    if (head === undefined) continue;
    const first = lineAt(starts, head.start);
    const last = lineAt(starts, end);
    found.set(head.name, {
      name: head.name,
      origin: source.origin,
      file: source.file,
      text: source.text.slice(head.start, end + 1),
      code: code.slice(head.start, end + 1),
      lines: source.lines.slice(first, last + 1),
      choices: choices
        .filter((choice) => choice.line > first && choice.line <= last + 1)
        .map((choice) => ({ ...choice, line: source.lines[choice.line - 1] ?? choice.line })),
    });
  }
  return found;
}

/**
 * The head of the function whose block opens at `brace`.
 *
 *     static int foo(struct page *page,
 *     ^start     ^name
 *                    int n)
 *     {
 *     ^brace
 */
export function headBefore(code: string, brace: number): { name: string; start: number } | undefined {
  const limit = Math.max(0, brace - MAX_HEAD);
  const before = code.slice(limit, brace);
  if (!/\)\s*$/.test(before)) return undefined;
  const boundary = Math.max(before.lastIndexOf(';'), before.lastIndexOf('}')) + 1;
  // A macro of its own, `core_initcall(f)`, may stand between: the head is what begins last.
  const starts = [...before.slice(boundary).matchAll(/^[A-Za-z_]/gm)].map(({ index }) => boundary + index).reverse();
  for (const start of starts) {
    const words = before.slice(start, before.indexOf('(', start)).trimEnd();
    const name = /^[\w\s*]+$/.test(words) ? /\w+$/.exec(words)?.[0] : undefined;
    if (name === undefined) continue;
    // `static int` may stand on a line of its own.
    const above = before.lastIndexOf('\n', start - 2) + 1;
    const hasTypeAbove = above < start && /^[\w \t*]*\w[\w \t*]*\n$/.test(before.slice(above, start));
    return { name, start: limit + (hasTypeAbove ? above : start) };
  }
  return undefined;
}

/** Longer heads do not occur: the longest of 6.1's mm/ has 600 characters. */
const MAX_HEAD = 4000;

/** Offsets at which the lines of a text begin. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The line, from 0, that an offset stands in. */
export function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
