import type { MailLine } from '../body/line.ts';
import { readLines } from '../body/lines.ts';
import { treeOf } from '../body/parse.ts';
import { anchorComments } from './anchor-comments.ts';
import { readPatch } from './read.ts';
import type { Reviewed, Source } from './reviewed.ts';
import { traceLines } from './trace.ts';

/**
 * Reads a mail to the end: tree, diff, whose words each line is, what each comment is about.
 *
 * @param mail The mail.
 * @param ancestors The mails that it answers, read before it, nearest first; as far as they are at hand.
 */
export function review(mail: { messageId: string; text: string }, ancestors: readonly Reviewed[]): Reviewed {
  const { messageId, text } = mail;
  const marked = readLines(text);
  const patch = readPatch(messageId, text);
  const sources = traceLines(marked, ancestors);
  const lines = deepenTails(marked, sources);
  const body = treeOf(text, lines);
  const comments = anchorComments({ messageId, lines, body, patch, sources }, ancestors);
  return { messageId, text, lines, body, patch, sources, comments };
}

/**
 * Counts unmarked lines that an ancestor's text knows for the tail of a wrapped quotation as quoted.
 *
 * ```
 * > +	if (a_long_condition &&
 * another_one)
 * ^ depth 0 by its marks, depth 1 in truth
 * ```
 */
function deepenTails(lines: readonly MailLine[], sources: readonly (Source | undefined)[]): readonly MailLine[] {
  const deepened: MailLine[] = [];
  for (const line of lines) {
    const before = deepened.at(-1)?.depth ?? 0;
    const tail = line.depth < before && sources[line.number]?.match === 'part';
    deepened.push(tail ? { ...line, depth: before } : line);
  }
  return deepened;
}
