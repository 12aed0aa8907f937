import { createHash } from 'node:crypto';
import libmime from 'libmime';
import type { Issue } from '../issue.ts';
import { readAddresses } from './address.ts';
import { contentHash } from './content-hash.ts';
import { readDate } from './date.ts';
import { unflow } from './flowed.ts';
import { decodeWords, type Field, readHead, valuesOf } from './head.ts';
import { readListIds } from './list-id.ts';
import type { Message, Origin } from './message.ts';
import { readMessageIds } from './message-id.ts';
import { decodeMime } from './mime-text.ts';
import { decodePlainText } from './plain-text.ts';

/** Header fields of the way and the seals of a mail: long, many, and read by no later stage. They stay in the raw mail. */
const TRACE =
  /^(?:received|return-path|delivered-to|arc-|dkim-|domainkey-|authentication-results|received-spf|x-(?:received|google-|gm-|ms-|microsoft-|forefront-|exchange-|spam|ironport|proofpoint|virus|barracuda|amp|hm-|me-|rspam|stat|session|fda|uipd|he-tag|msfbl|sg-|ovh|ham|bess|dkim|clacks|originating|originalarrival|tm-|eopattrib|nai-|hashed|face))/;

/** A Date header later than the first trace of delivery by more than this is wrong. */
const DAY = 24 * 60 * 60 * 1000;

/**
 * Reads one mail.
 *
 * Nothing is thrown for bad input: what could not be read is told in `issues`, and the mail keeps all that could. Mails of
 * one plain text part are decoded here, all others by mailparser.
 *
 * @param raw the mail's bytes, without the `From ` line of an mbox
 * @param origin where they stood
 */
export async function parseMessage(raw: Uint8Array, origin: Origin): Promise<Message> {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const head = readHead(bytes);
  const { fields } = head;
  const issues: Issue[] = [...head.issues];
  const text = withoutNul(await decodeText(bytes, head.bodyAt, fields, issues), issues);
  tellLongLines(text, issues);
  const hash = contentHash(fields, text);
  const first = (name: string): string => valuesOf(fields, name)[0] ?? '';
  const messageId = ownId(fields, bytes, issues);
  const [from, to, cc] = [
    readAddresses(first('from') || first('sender')),
    readAddresses(valuesOf(fields, 'to').join(', ')),
    readAddresses(valuesOf(fields, 'cc').join(', ')),
  ];
  const people = new Set([...from, ...to, ...cc].map(({ email }) => email));
  const references = valuesOf(fields, 'references').flatMap(readMessageIds);
  return {
    messageId,
    from: from[0] ?? { name: '', email: '' },
    to,
    cc,
    date: ownDate(fields, issues),
    subject: decodeWords(first('subject')),
    // "Message from X <x@host> of Tuesday": an address in brackets is no id
    inReplyTo: valuesOf(fields, 'in-reply-to')
      .flatMap(readMessageIds)
      .filter((id) => !people.has(id.toLowerCase())),
    references: [...new Set(references)],
    listIds: readListIds(fields),
    headers: otherHeaders(fields),
    text,
    contentHash: hash,
    raw,
    origin,
    issues: issues.map((issue) => ({
      ...issue,
      where: issue.where ?? messageId,
      offset: issue.offset ?? origin.offset,
    })),
  };
}

async function decodeText(raw: Buffer, bodyAt: number, fields: readonly Field[], issues: Issue[]): Promise<string> {
  const type = libmime.parseHeaderValue(valuesOf(fields, 'content-type')[0] ?? 'text/plain');
  const params: Readonly<Record<string, string | undefined>> = type.params;
  const disposition = (valuesOf(fields, 'content-disposition')[0] ?? '').toLowerCase();
  const contentType = type.value.trim().toLowerCase();
  const isPlain = contentType === 'text/plain' || contentType === 'text' || contentType === '';
  if (isPlain && !disposition.startsWith('attachment')) {
    const text = decodePlainText(
      {
        charset: (params.charset ?? '').trim().toLowerCase(),
        encoding: (valuesOf(fields, 'content-transfer-encoding')[0] ?? '').trim().toLowerCase(),
        body: raw.subarray(bodyAt),
      },
      issues,
    );
    const isFlowed = params.format?.trim().toLowerCase() === 'flowed';
    if (text !== undefined) return isFlowed ? unflow(text, params.delsp?.toLowerCase() === 'yes') : text;
  }
  return decodeMime(raw, issues);
}

/** A line longer than this is no text that people wrote; it is kept, and told. */
const LONGEST_LINE = 100_000;

function tellLongLines(text: string, issues: Issue[]): void {
  let longest = 0;
  for (let at = 0, end = 0; end >= 0; at = end + 1) {
    end = text.indexOf('\n', at);
    longest = Math.max(longest, (end < 0 ? text.length : end) - at);
  }
  if (longest > LONGEST_LINE) issues.push({ code: 'mail.long-line', says: `a line of ${longest} characters` });
}

/** A NUL ends strings in SQLite and in C; its picture U+2400 stands for it, so that offsets stay. */
function withoutNul(text: string, issues: Issue[]): string {
  if (!text.includes('\0')) return text;
  issues.push({ code: 'mail.nul', says: 'NUL characters in the text were replaced by U+2400' });
  return text.replaceAll('\0', '\u2400');
}

function ownId(fields: readonly Field[], raw: Buffer, issues: Issue[]): string {
  const ids = valuesOf(fields, 'message-id').flatMap(readMessageIds);
  const [id] = ids;
  if (id === undefined) {
    issues.push({ code: 'mail.no-message-id', says: 'the mail has no Message-ID; one was made of its bytes' });
    return `${createHash('sha256').update(raw).digest('hex').slice(0, 40)}@no-message-id.invalid`;
  }
  if (ids.length > 1) {
    issues.push({
      code: 'mail.message-ids',
      says: `the mail has ${ids.length} Message-IDs; the first is its own: ${ids.join(' ')}`,
    });
  }
  return id;
}

/** The Date header, or where it makes no sense beside the first trace of delivery, the date of that trace. */
function ownDate(fields: readonly Field[], issues: Issue[]): string | undefined {
  const stated = valuesOf(fields, 'date')[0];
  const date = stated === undefined ? undefined : readDate(stated);
  const arrived = valuesOf(fields, 'received')
    .map(arrival)
    .find((trace) => trace !== undefined);
  const ahead = date !== undefined && arrived !== undefined && Date.parse(date) > Date.parse(arrived) + DAY;
  if (date !== undefined && !ahead) return date;
  const instead = arrived === undefined ? 'the mail has no date' : 'the date of delivery is used';
  issues.push({ code: 'mail.date', says: `the Date header makes no sense (${stated ?? 'there is none'}): ${instead}` });
  return arrived;
}

/** `Received: from a by b with SMTP id c; Wed, 23 Jun 2021 06:04:14 +0000`. */
function arrival(trace: string): string | undefined {
  const at = trace.lastIndexOf(';');
  return at < 0 ? undefined : readDate(trace.slice(at + 1));
}

function otherHeaders(fields: readonly Field[]): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>();
  for (const { name, value } of fields) {
    if (TRACE.test(name)) continue;
    const values = headers.get(name);
    if (values === undefined) headers.set(name, [decodeWords(value)]);
    else values.push(decodeWords(value));
  }
  return headers;
}
