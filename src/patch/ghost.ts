import type { MailLine } from '../body/line.ts';
import { readLines } from '../body/lines.ts';
import type { Attribution, Body, Quote } from '../body/nodes.ts';
import { treeOf } from '../body/parse.ts';
import { deepLeavesOf } from '../body/tree.ts';
import { anchorComments } from './anchor-comments.ts';
import { pathIn, readQuotedDiff } from './quoted.ts';
import type { Reviewed } from './reviewed.ts';
import { traceLines } from './trace.ts';

/** An ancestor that nobody delivered, rebuilt from what a reply quotes of it. */
export interface Ghost {
  readonly messageId: string;
  /** How many quote marks its lines have in the reply. */
  readonly depth: number;
  /** As the attribution line above the quotation has them. */
  readonly author: string | undefined;
  readonly date: string | undefined;
  /** What was quoted, one level of marks taken off for each level between. */
  readonly text: string;
  /** For each line of `text` the line of the reply; -1 for a blank line that stands for something cut out. */
  readonly lines: readonly number[];
}

/** What is known of a reply whose ancestors are missing. */
export interface Orphan {
  readonly messageId: string;
  readonly text: string;
  readonly subject: string;
  /** Message-IDs of its ancestors as its headers name them, nearest first; may be shorter than the quotation is deep. */
  readonly ancestors: readonly string[];
}

/**
 * Rebuilds the missing ancestors of a reply from its quotations.
 *
 * ```
 * > On Monday, X wrote:          of the ghost at depth 1,
 * > > +	page = alloc();         its own ghost at depth 2: the patch,
 * > This sleeps.                 words of the first
 * ```
 *
 * @returns Nearest first. A ghost that no header names has the id `quote-DEPTH.REPLY`.
 */
export function ghostsOf(orphan: Orphan): Ghost[] {
  const lines = readLines(orphan.text);
  const body = treeOf(orphan.text, lines);
  const deepest = lines.reduce((depth, line) => Math.max(depth, line.depth), 0);
  const ghosts: Ghost[] = [];
  for (let depth = 1; depth <= deepest; depth += 1) {
    const quoted = lines.filter((line) => line.depth >= depth);
    if (!quoted.some((line) => line.depth === depth && line.text.trim() !== '')) continue;
    const messageId = orphan.ancestors[depth - 1] ?? `quote-${depth}.${orphan.messageId}`;
    ghosts.push({ messageId, depth, ...sourceOf(body, depth), ...textOf(quoted, depth) });
  }
  return ghosts;
}

/** Author and date of the words at a depth, from the first attribution or quote that names them. */
function sourceOf(body: Body, depth: number): Pick<Ghost, 'author' | 'date'> {
  const attribution = deepLeavesOf(body).find(({ leaf, depth: at }) => leaf.type === 'attribution' && at === depth - 1);
  const named = attribution?.leaf as Attribution | undefined;
  return { author: named?.author ?? authorAt(body, depth), date: named?.date };
}

function authorAt(tree: Body | Quote, depth: number): string | undefined {
  for (const child of tree.children) {
    if (child.type !== 'quote' || child.depth > depth) continue;
    const author = child.depth === depth ? child.author : authorAt(child, depth);
    if (author !== undefined) return author;
  }
  return undefined;
}

function textOf(quoted: readonly MailLine[], depth: number): Pick<Ghost, 'text' | 'lines'> {
  const text: string[] = [];
  const lines: number[] = [];
  for (const [index, line] of quoted.entries()) {
    const before = quoted[index - 1];
    if (before !== undefined && before.number + 1 < line.number) {
      text.push('');
      lines.push(-1);
    }
    text.push(line.depth > depth ? `${'>'.repeat(line.depth - depth)} ${line.text}` : line.text);
    lines.push(line.number);
  }
  return { text: `${text.join('\n')}\n`, lines };
}

/**
 * Reads the ghosts of a reply to the end, as `review` does mails.
 *
 * @returns Nearest first, as `review` wants the ancestors of the reply.
 */
export function reviewGhosts(orphan: Orphan): Reviewed[] {
  const reviewed: Reviewed[] = [];
  const path = pathIn(orphan.subject);
  for (const { messageId, text } of ghostsOf(orphan).reverse()) {
    const lines = readLines(text);
    const body = treeOf(text, lines);
    const patch = readQuotedDiff(messageId, body, path);
    const sources = traceLines(lines, reviewed);
    const comments = anchorComments({ messageId, lines, body, patch, sources }, reviewed);
    reviewed.unshift({ messageId, text, lines, body, patch, sources, comments });
  }
  return reviewed;
}
