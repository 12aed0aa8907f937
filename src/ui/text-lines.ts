import type { BodyNode, Leaf } from '../body/nodes.ts';
import { parseBody } from '../body/parse.ts';
import type { HunkItem, MessageItem } from './data.ts';

/** One line of a mail, with what it is. */
export interface TextLine {
  /** Without quote marks. */
  readonly text: string;
  /** 0 for the sender's own. */
  readonly depth: number;
  readonly kind: Leaf['type'];
  /** Offsets of the whole line in the mail's text, quote marks included, end exclusive, without the line end. */
  readonly start: number;
  readonly end: number;
  /** The hunk of the mail's own diff that the line stands in, and its index there; -1 is the `@@` line. */
  readonly hunk: HunkItem | undefined;
  readonly hunkLine: number;
}

const known = new WeakMap<MessageItem, readonly TextLine[]>();

/**
 * Reads the lines of a message: quote depth and kind from the body tree, hunks from the database.
 *
 * The same message gives the same lines without reading it again.
 */
export function textLines(message: MessageItem): readonly TextLine[] {
  const before = known.get(message);
  if (before !== undefined) return before;
  const lines = readLines(message);
  known.set(message, lines);
  return lines;
}

function readLines({ text, hunks }: MessageItem): readonly TextLine[] {
  const raw = text.replace(/\n$/, '').split('\n');
  const leaves: { readonly leaf: Leaf; readonly depth: number }[] = [];
  collect(parseBody(text).children, 0, leaves);
  const kinds = new Map<number, { readonly text: string; readonly depth: number; readonly kind: Leaf['type'] }>();
  for (const { leaf, depth } of leaves) {
    const first = leaf.position.start.line - 1;
    for (const [index, line] of leaf.lines.entries()) kinds.set(first + index, { text: line, depth, kind: leaf.type });
  }
  const hunkAt = hunksByLine(hunks);
  let start = 0;
  return raw.map((line, number) => {
    const { text: own, depth, kind } = kinds.get(number) ?? { text: line, depth: 0, kind: 'break' as const };
    const hunk = hunkAt.get(number);
    const hunkLine = hunk === undefined ? -1 : number - hunk.firstLine - 1;
    const placed = { text: own, depth, kind, start, end: start + line.length, hunk, hunkLine };
    start += line.length + 1;
    return placed;
  });
}

function collect(nodes: readonly BodyNode[], depth: number, leaves: { leaf: Leaf; depth: number }[]): void {
  for (const node of nodes) {
    if (node.type === 'quote') collect(node.children, node.depth, leaves);
    else leaves.push({ leaf: node, depth });
  }
}

function hunksByLine(hunks: readonly HunkItem[]): ReadonlyMap<number, HunkItem> {
  const lines = new Map<number, HunkItem>();
  for (const hunk of hunks) for (let line = hunk.firstLine; line <= hunk.lastLine; line++) lines.set(line, hunk);
  return lines;
}
