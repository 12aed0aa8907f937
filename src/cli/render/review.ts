import { displayLine } from '../../display.ts';
import type { Paint } from '../style.ts';
import { checkLines } from './check.ts';
import { claimLines } from './claim.ts';
import { person } from './person.ts';
import type { Review } from './thread.ts';

/** Kinds of claims that want an answer. */
const WANTS_ANSWER = new Set(['concern', 'objection', 'request', 'question']);

/** A thread in short: what people are worried about, and how each check ended. */
export function reviewText(review: Review, paint: Paint): string {
  const { messages, claims, checks } = review;
  const [root] = messages;
  if (root === undefined) return '';
  const senders = new Map(messages.map((message) => [message.message_id, person(message)]));
  const wanting = claims.filter((claim) => WANTS_ANSWER.has(claim.kind));
  const unasked = checks.filter((check) => check.claim_id === null);
  return [
    paint('heading', displayLine(root.subject)),
    paint('muted', `${messages.length} mails, ${claims.length} claims, ${wanting.length} that want an answer`),
    ...wanting.flatMap((claim) => {
      const asked = checks.filter((check) => check.claim_id === claim.claim_id);
      return [
        `  ${displayLine(senders.get(claim.message_id) ?? '')}`,
        ...claimLines(claim, paint),
        ...checkLines(asked, paint),
      ];
    }),
    ...(unasked.length === 0 ? [] : ['  What the checks find by themselves', ...checkLines(unasked, paint)]),
    '',
  ].join('\n');
}
