import type { Point, Position } from 'unist';
import type { MailLine } from './line.ts';
import type { Attribution, Body, BodyNode, Leaf, Quote } from './nodes.ts';
import { startsHeader } from './outlook.ts';

/** A leaf and the quote depth that it stands at. */
export interface DeepLeaf {
  readonly leaf: Leaf;
  readonly depth: number;
}

/** A quote while it grows. */
type OpenQuote = { -readonly [Key in keyof Quote]: Quote[Key] };

/**
 * Nests leaves into quotes.
 *
 * A leaf deeper than the one before it opens a quote, a shallower one closes quotes. Each quote gets the author that
 * the last attribution one level above it named.
 *
 * @param text The whole mail.
 * @param leaves All leaves in order; together they tile the text.
 */
export function growTree(text: string, leaves: readonly DeepLeaf[]): Body {
  const first = leaves[0]?.leaf.position.start ?? { line: 1, column: 1, offset: 0 };
  const last = leaves.at(-1)?.leaf.position.end ?? { line: 1, column: 1, offset: text.length };
  const body: Body = { type: 'body', position: { start: first, end: last }, children: [] };
  const open: OpenQuote[] = [];
  const authors: (string | undefined)[] = [];
  for (const [index, { leaf, depth }] of leaves.entries()) {
    while ((open.at(-1)?.depth ?? 0) > depth) open.pop();
    let parent: { children: BodyNode[] } = open.at(-1) ?? body;
    if ((open.at(-1)?.depth ?? 0) < depth) {
      const quote: OpenQuote = {
        type: 'quote',
        depth,
        author: authors[depth],
        position: { ...leaf.position },
        children: [],
      };
      parent.children.push(quote);
      open.push(quote);
      parent = quote;
    }
    for (const quote of open) quote.position.end = leaf.position.end;
    parent.children.push(leaf);
    if (leaf.type === 'attribution') {
      const named = depthNamed(leaf, depth, leaves, index);
      authors.length = named;
      authors[named] = leaf.author;
      const around = open.at(-1);
      if (around?.depth === named) around.author ??= leaf.author;
    }
  }
  return body;
}

/**
 * The depth whose author an attribution names.
 *
 * ```
 * > On Mon, X wrote:              names the depth below,
 * > > …
 * > -----Original Message-----    a copied header with words of its own depth behind it names its own:
 * > From: X                       the mail program quoted the header along with the mail
 * > …
 * ```
 */
function depthNamed(leaf: Attribution, depth: number, leaves: readonly DeepLeaf[], index: number): number {
  if (depth === 0 || leaf.lines.length < 2 || !startsHeader(leaf.lines[0] ?? '')) return depth + 1;
  const next = leaves.slice(index + 1, index + 3).find(({ leaf: after }) => after.type !== 'break');
  return next !== undefined && next.depth > depth ? depth + 1 : depth;
}

/** The position of a run's lines from `from` to before `to`, line ends and quote marks included. */
export function placeOf(run: readonly MailLine[], from: number, to: number): Position {
  const first = run[from];
  const last = run[to - 1];
  if (first === undefined || last === undefined) throw new Error(`expected lines ${from} to ${to} of ${run.length}`);
  return { start: { line: first.number + 1, column: 1, offset: first.start }, end: endOf(last) };
}

function endOf(line: MailLine): Point {
  return line.ended
    ? { line: line.number + 2, column: 1, offset: line.end }
    : { line: line.number + 1, column: line.end - line.start + 1, offset: line.end };
}

/** All leaves of a tree in the order of the text, each with the depth of the quote around it. */
export function deepLeavesOf(tree: Body): DeepLeaf[] {
  const leaves: DeepLeaf[] = [];
  const visit = (node: Body | Quote, depth: number): void => {
    for (const child of node.children) {
      if (child.type === 'quote') visit(child, child.depth);
      else leaves.push({ leaf: child, depth });
    }
  };
  visit(tree, 0);
  return leaves;
}
