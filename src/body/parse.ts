import { type Plugin, unified } from 'unified';
import type { Position } from 'unist';
import { attributionAt } from './attribution.ts';
import { codeAt } from './code-block.ts';
import { type DiffState, diffAt, noDiff } from './diff.ts';
import { footerAt, signatureAt } from './ending.ts';
import type { MailLine } from './line.ts';
import { readLines } from './lines.ts';
import type { Body, Leaf } from './nodes.ts';
import { prose } from './prose.ts';
import { isBreak, isSnip } from './separator.ts';
import { trailerAt } from './trailer.ts';
import { growTree, placeOf } from './tree.ts';

/**
 * Reads review mail into a body tree; a parser for unified.
 *
 * ```ts
 * unified().use(reviewMail).parse('On Mon, X wrote:\n> text\n\nNo.\n')
 * ```
 */
export const reviewMail: Plugin<[], string, Body> = function reviewMail() {
  this.parser = readBody;
};

const processor = unified().use(reviewMail).freeze();

/**
 * Reads a mail's decoded text into a tree of quotes, words, diffs, code, trailers and what surrounds them.
 *
 * Never throws; takes time linear in the text. Each character of the text belongs to exactly one leaf.
 *
 * @param text The decoded text with LF line ends.
 */
export function parseBody(text: string): Body {
  return processor.parse(text);
}

function readBody(text: string): Body {
  return treeOf(text, readLines(text));
}

/**
 * Reads lines whose quote marks are already read into a tree.
 *
 * @param text The whole text.
 * @param lines All its lines; their depths are believed.
 */
export function treeOf(text: string, lines: readonly MailLine[]): Body {
  const diffs = new Map<number, DiffState>();
  const leaves: { leaf: Leaf; depth: number }[] = [];
  for (let at = 0; at < lines.length; ) {
    const depth = lines[at]?.depth ?? 0;
    let end = at + 1;
    while (end < lines.length && lines[end]?.depth === depth) end += 1;
    const diff = diffs.get(depth) ?? noDiff();
    diffs.set(depth, diff);
    for (const leaf of readRun(lines.slice(at, end), diff)) leaves.push({ leaf, depth });
    at = end;
  }
  return growTree(text, leaves);
}

/** Knows one form of lines: makes its leaf where it starts at `at`. */
type Construct = (run: readonly MailLine[], at: number, diff: DiffState) => Found | undefined;

/** How many lines a construct takes, and what it makes of them. */
interface Found {
  readonly length: number;
  readonly leaf: (place: Position, lines: readonly string[]) => Leaf;
}

/** In the order in which they are asked. */
const CONSTRUCTS: readonly Construct[] = [
  (run, at, diff) => {
    const found = diffAt(run, at, diff);
    return (
      found && {
        length: found.length,
        leaf: (position, lines) => ({ type: 'diff', position, lines, form: found.form }),
      }
    );
  },
  (run, at) => {
    const length = signatureAt(run, at);
    return length > 0 ? { length, leaf: (position, lines) => ({ type: 'signature', position, lines }) } : undefined;
  },
  (run, at) => {
    const found = attributionAt(run, at);
    if (found === undefined) return undefined;
    const { length, author, date } = found;
    return { length, leaf: (position, lines) => ({ type: 'attribution', position, lines, author, date }) };
  },
  (run, at) => {
    const length = footerAt(run, at);
    return length > 0 ? { length, leaf: (position, lines) => ({ type: 'footer', position, lines }) } : undefined;
  },
  (run, at) =>
    isBreak(run[at]?.text ?? '')
      ? { length: 1, leaf: (position, lines) => ({ type: 'break', position, lines }) }
      : undefined,
  (run, at) =>
    isSnip(run[at]?.text ?? '')
      ? { length: 1, leaf: (position, lines) => ({ type: 'snip', position, lines }) }
      : undefined,
  (run, at) => {
    const found = trailerAt(run, at);
    if (found === undefined) return undefined;
    const { length, key, value } = found;
    return { length, leaf: (position, lines) => ({ type: 'trailer', position, lines, key, value }) };
  },
  (run, at) => {
    const found = codeAt(run, at);
    return (
      found && {
        length: found.length,
        leaf: (position, lines) => ({ type: 'code', position, lines, flavour: found.flavour }),
      }
    );
  },
];

/**
 * Cuts lines of one depth that stand together into leaves.
 *
 * The first construct that knows a line takes it; what none knows is prose. Blank lines between two lines of prose
 * belong to it, all others are breaks.
 */
function readRun(run: readonly MailLine[], diff: DiffState): Leaf[] {
  const leaves: Leaf[] = [];
  let from = 0;
  let words = 0;
  const close = (to: number): void => {
    if (words > from) leaves.push(prose(placeOf(run, from, words), textOf(run, from, words)));
    from = Math.max(from, words);
    if (to > from) leaves.push({ type: 'break', position: placeOf(run, from, to), lines: textOf(run, from, to) });
    from = to;
  };
  for (let at = 0; at < run.length; ) {
    const blank = run[at]?.text.trim() === '';
    const found = blank ? undefined : ask(run, at, diff);
    if (found !== undefined) {
      close(at);
      from = at + found.length;
      leaves.push(found.leaf(placeOf(run, at, from), textOf(run, at, from)));
    } else if (!blank) {
      if (words <= from) close(at);
      words = at + 1;
    }
    at += found?.length ?? 1;
  }
  close(run.length);
  return leaves;
}

function ask(run: readonly MailLine[], at: number, diff: DiffState): Found | undefined {
  for (const construct of CONSTRUCTS) {
    const found = construct(run, at, diff);
    if (found !== undefined) return found;
  }
  return undefined;
}

function textOf(run: readonly MailLine[], from: number, to: number): string[] {
  return run.slice(from, to).map((line) => line.text);
}
