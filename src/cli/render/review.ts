import { displayLine } from '../../display.ts';
import { groupBy } from '../../groups.ts';
import type { Paint } from '../style.ts';
import { claimLines } from './claim.ts';
import { person } from './person.ts';
import type { Review } from './thread.ts';
import { verdictTable } from './verdicts.ts';

/** Kinds of claims that want an answer. */
const WANTS_ANSWER = new Set(['concern', 'objection', 'request', 'question']);

/** A thread in short: what people want answered, and how each check ended. */
export function reviewText(review: Review, paint: Paint, width: number | undefined): string {
  const { messages, claims, checks } = review;
  const [root] = messages;
  if (root === undefined) return '';
  const senders = new Map(messages.map((message) => [message.message_id, person(message)]));
  const wanting = claims.filter((claim) => WANTS_ANSWER.has(claim.kind));
  return [
    paint('heading', displayLine(root.subject)),
    paint('muted', `${messages.length} mails, ${claims.length} claims, ${wanting.length} that want an answer`),
    ...[...groupBy(wanting, (claim) => claim.message_id)].flatMap(([messageId, said]) => [
      displayLine(senders.get(messageId) ?? ''),
      ...said.flatMap((claim) => claimLines(claim, paint)),
    ]),
    '',
    verdictTable(checks, paint, width),
  ].join('\n');
}
