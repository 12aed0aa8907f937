import type { MailLine } from '../body/line.ts';
import { readLines } from '../body/lines.ts';
import type { Body } from '../body/nodes.ts';
import { treeOf } from '../body/parse.ts';
import { anchorComments } from './anchor-comments.ts';
import type { Patch } from './patch.ts';
import { pathIn, readQuotedDiff } from './quoted.ts';
import { readPatch } from './read.ts';
import type { Reviewed, Source } from './reviewed.ts';
import { traceLines } from './trace.ts';

/** A mail as far as its words and its diff need it. */
export interface ReviewMail {
  readonly messageId: string;
  readonly text: string;
  readonly subject: string;
  /** By its subject it answers another mail, at hand or not. */
  readonly isReply: boolean;
  /** Nobody delivered it: its text is what others quote of it. */
  readonly isRebuilt?: boolean;
}

/**
 * Reads a mail to the end: tree, diff, whose words each line is, what each comment is about.
 *
 * @param mail The mail.
 * @param ancestors The mails that it answers, read before it, nearest first; as far as they are at hand.
 */
export function review(mail: ReviewMail, ancestors: readonly Reviewed[]): Reviewed {
  const { messageId, text, isReply } = mail;
  const marked = readLines(text);
  const sources = traceLines(marked, ancestors);
  const lines = ancestors.length === 0 ? marked : correctDepths(marked, sources);
  const body = treeOf(text, lines);
  const patch = patchOf(mail, body);
  const comments = anchorComments({ messageId, lines, body, patch, sources, isReply }, ancestors);
  return { messageId, text, lines, body, patch, sources, comments };
}

/** The diff of a mail; of a rebuilt one what the quotations left of it, unless they left it whole. */
function patchOf(mail: ReviewMail, body: Body): Patch {
  const whole = readPatch(mail.messageId, mail.text);
  if (mail.isRebuilt !== true || (whole.files.length > 0 && whole.issues.length === 0)) return whole;
  return readQuotedDiff(mail.messageId, body, pathIn(mail.subject));
}

/**
 * Corrects depths by what the ancestors' texts say.
 *
 * ```
 * > +	if (a_long_condition &&
 * another_one)                     the tail of a wrapped quotation: quoted, though unmarked
 *
 * -----Original Message-----
 * The lock is held here.           quoted, though unmarked, as the ancestor has it,
 * [JD] No, it is not.              and own, as no ancestor has it
 * ```
 */
function correctDepths(lines: readonly MailLine[], sources: readonly (Source | undefined)[]): readonly MailLine[] {
  const corrected: MailLine[] = [];
  for (const line of lines) {
    const before = corrected.at(-1)?.depth ?? 0;
    const source = sources[line.number];
    if (line.depth < before && source?.match === 'part') corrected.push({ ...line, depth: before });
    else if (line.unmarked && source === undefined && line.depth === 1 && /\w/.test(line.text)) {
      corrected.push({ ...line, depth: 0 });
    } else corrected.push(line);
  }
  return corrected;
}
