import { display, displayLine } from '../../display.ts';
import type { ClaimRow } from '../../store/view-claims.ts';
import type { MessageRow } from '../../store/view-messages.ts';
import type { Paint } from '../style.ts';
import { claimLines } from './claim.ts';
import { person } from './person.ts';

/** A mail as a person reads it: headers, text with its quotes marked, and below what it claims. */
export function mailText(message: MessageRow, claims: readonly ClaimRow[], paint: Paint): string {
  return [
    ...headerLines(message, paint),
    '',
    ...bodyLines(message, paint),
    ...(claims.length === 0
      ? []
      : ['', paint('heading', 'Claims'), ...claims.flatMap((claim) => claimLines(claim, paint))]),
    '',
  ].join('\n');
}

/** The headers of a mail that tell who wrote it, when and where, one a line. */
export function headerLines(message: MessageRow, paint: Paint): string[] {
  const headers = [
    ['From', person(message)],
    ['Date', message.date ?? 'unknown'],
    ['Subject', message.subject],
    ['Message-ID', message.message_id],
    ['Thread', message.thread_id ?? ''],
    ['Lists', message.list_ids.join(', ')],
  ];
  return headers
    .filter(([, value]) => value !== '')
    .map(([name = '', value = '']) => `${paint('heading', `${name}:`)} ${displayLine(value)}`);
}

function bodyLines(message: MessageRow, paint: Paint): string[] {
  if (message.text === null) return [paint('muted', 'Nobody delivered this mail, and no reply quotes it.')];
  const rebuilt = message.is_ghost
    ? [paint('muted', 'Nobody delivered this mail; this is what replies quote of it.'), '']
    : [];
  const lines = display(message.text).trimEnd().split('\n');
  return [...rebuilt, ...lines.map((line) => (line.startsWith('>') ? paint('quote', line) : line))];
}
