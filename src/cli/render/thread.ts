import { displayLine } from '../../display.ts';
import { groupBy } from '../../groups.ts';
import type { CheckRow } from '../../store/view-checks.ts';
import type { ClaimRow } from '../../store/view-claims.ts';
import type { MessageRow } from '../../store/view-messages.ts';
import type { TagRow } from '../../store/view-tags.ts';
import type { Paint } from '../style.ts';
import { claimLines } from './claim.ts';
import { tagLines } from './tags.ts';
import { verdictTable } from './verdicts.ts';

/** All of a thread that its review shows. */
export interface Review {
  readonly messages: readonly MessageRow[];
  readonly claims: readonly ClaimRow[];
  readonly checks: readonly CheckRow[];
}

/** A thread as its tree, each mail with what it claims, then the tags and the checks. */
export function threadText(review: Review, tags: readonly TagRow[], paint: Paint, width: number | undefined): string {
  const { messages, claims, checks } = review;
  const [root] = messages;
  if (root === undefined) return '';
  const byMessage = groupBy(claims, (claim) => claim.message_id);
  return [
    paint('heading', displayLine(root.subject || root.message_id)),
    paint(
      'muted',
      `${messages.filter((message) => !message.is_ghost).length} mails, ${claims.length} claims, thread ${displayLine(root.message_id)}`,
    ),
    '',
    ...messages.flatMap((message) => [
      mailLine(message, root.subject, paint, width),
      ...(byMessage.get(message.message_id) ?? []).flatMap((claim) => claimLines(claim, paint)),
    ]),
    ...tagLines(tags, paint),
    ...(checks.length === 0 ? [''] : ['', verdictTable(checks, paint, width)]),
  ].join('\n');
}

function mailLine(message: MessageRow, title: string, paint: Paint, width: number | undefined): string {
  const indent = '  '.repeat(Math.min(message.depth, 12));
  const who = message.is_ghost
    ? `(not delivered) ${message.from_name || message.message_id}`
    : message.from_name || message.from_email;
  const subject =
    message.subject.replace(/^(?:Re:\s*)+/i, '') === title || message.depth === 0 ? '' : `  ${message.subject}`;
  const line = displayLine(
    `${message.date?.slice(0, 16).replace('T', ' ') ?? '                '}  ${indent}${who}${subject}`,
  );
  return paint(message.is_ghost ? 'muted' : 'heading', width === undefined ? line : line.slice(0, width));
}
