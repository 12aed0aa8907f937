import { hash } from 'node:crypto';
import { decodeWords, type Field, valuesOf } from './head.ts';
import { readMessageIds } from './message-id.ts';

/**
 * Computes what public-inbox's ContentHash computes: SHA-256 over the references, From, Subject, Date, To, Cc and the text
 * without trailing blanks. The Message-ID, the traces of delivery and List-Id are left out, so that two deliveries of one
 * mail agree.
 *
 * Equal to public-inbox's own value for mails of one text part; a mail of several parts counts as its decoded text.
 */
export function contentHash(fields: readonly Field[], text: string): string {
  const own = new Set(valuesOf(fields, 'message-id').flatMap(readMessageIds));
  const named = [...valuesOf(fields, 'references'), ...valuesOf(fields, 'in-reply-to')].flatMap(readMessageIds);
  const parts = [...new Set(named)].filter((id) => !own.has(id)).map((id) => `ref\0${id}\0`);
  const sender = valuesOf(fields, 'from').length > 0 ? 'From' : 'Sender';
  for (const name of [sender, 'Subject', 'Date', 'To', 'Cc']) {
    const isAddress = name !== 'Subject' && name !== 'Date';
    for (const value of valuesOf(fields, name.toLowerCase())) {
      const decoded = decodeWords(value);
      parts.push(`${name}\0${isAddress ? plainAddress(decoded) : decoded}\0`);
    }
  }
  return hash('sha256', `${parts.join('')}\x000:1\0b\0${text.trimEnd()}`, 'hex');
}

/** Some mail processors quote names and change the case of host names. */
function plainAddress(value: string): string {
  return value.replaceAll('"', '').replace(/@[a-z0-9_.\-()]*[A-Z]\S*/g, (host) => host.toLowerCase());
}
