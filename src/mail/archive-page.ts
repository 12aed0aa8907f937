import { createHash } from 'node:crypto';
import type { Issue } from '../issue.ts';
import { readAddresses } from './address.ts';
import { readCollapsed } from './collapsed-page.ts';
import { contentHash } from './content-hash.ts';
import { readDate } from './date.ts';
import { type Field, valuesOf } from './head.ts';
import { readListIds } from './list-id.ts';
import type { Message, Origin } from './message.ts';
import { readMessageIds } from './message-id.ts';
import { restoreContextMarks } from './page-diff.ts';

/** `Thu Jun 28 2018 - 10:49:44 EST`: as archive pages show a date; no mail program writes the dash. */
const PAGE_DATE = /^[A-Z][a-z]{2} [A-Z][a-z]{2} \d{1,2} \d{4} - \d\d:\d\d:\d\d/;
/** A whole mail with its head on one line of text. */
const COLLAPSED = /^From \S+ [A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} [\d:]{5,8} \d{4} +[A-Z][\w-]*: /;
const LONGEST_LEVEL = 30;

/** Fields that pages show below the title. */
const SHOWN = /^(from|to|cc|date|message-id|in-reply-to|references|reply-to|list-id):[ \t]*(.*)$/i;
const LONGEST_HEAD = 100;

interface Page {
  readonly fields: readonly Field[];
  readonly text: string;
  readonly issues: readonly Issue[];
}

/** Tells whether a text is a mail as a list archive's page shows it: a title over `From:` and `Date:`, or one long line. */
export function isArchivePage(text: string): boolean {
  return COLLAPSED.test(text.trimStart().slice(0, 2000)) || readShownHead(text) !== undefined;
}

/**
 * Reads the text of a list archive's page.
 *
 * A page gives the title, the sender's name, a date and the text, with addresses masked and blanks lost. Its Message-ID is
 * made of those where the page has none; so are those of the mails that it quotes, one a quote level, so that threads have
 * a place for what can be rebuilt of them. What was lost is told in issues.
 */
export function readArchivePage(raw: Uint8Array, origin: Origin): Message {
  const page = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('utf8').replace(/\r\n/g, '\n');
  const isCollapsed = COLLAPSED.test(page.trimStart());
  const { fields, text: shown, issues } = isCollapsed ? readLine(page) : readShown(page);
  const { text, restored } = restoreContextMarks(shown);
  const first = (name: string): string => valuesOf(fields, name)[0] ?? '';
  const hash = createHash('sha256')
    .update(`${first('subject')}\0${first('from')}\0${first('date')}`)
    .digest('hex')
    .slice(0, 32);
  const messageId = readMessageIds(first('message-id'))[0] ?? `${hash}@archive-page.invalid`;
  const references = ancestors(fields, levelsOf(text), hash);
  const found = restored > 0 ? [...issues, lostBlanks(restored)] : issues;
  return {
    messageId,
    from: senderOf(first('from')),
    to: peopleOf(first('to')),
    cc: peopleOf(first('cc')),
    date: pageDate(first('date')),
    subject: first('subject'),
    inReplyTo: references.slice(-1),
    references,
    listIds: readListIds(fields),
    headers: new Map(fields.map(({ name, value }) => [name, [value]])),
    text,
    contentHash: contentHash(fields, text),
    raw,
    origin,
    issues: found.map((issue) => ({ ...issue, where: messageId, offset: origin.offset })),
  };
}

/**
 * Reads the head of a page: a title, then fields in any order, with blank lines between them or without. It ends at the first
 * other line, or once sender and date are there at a blank line.
 *
 *     Re: [PATCH] mm: x
 *
 *     From: Jane Doe
 *     Date: Thu Jun 28 2018 - 10:49:44 EST
 *
 * @returns undefined where this is no page
 */
function readShownHead(page: string): { readonly fields: readonly Field[]; readonly bodyAt: number } | undefined {
  const titleAt = page.search(/\S/);
  const titleEnd = page.indexOf('\n', titleAt);
  const title = page.slice(titleAt, titleEnd).trim();
  if (titleEnd < 0 || SHOWN.test(title)) return undefined;
  const fields: { name: string; value: string }[] = [{ name: 'subject', value: title }];
  const has = (name: string) => fields.some((field) => field.name === name);
  let at = titleEnd + 1;
  for (let lines = 0; at < page.length && lines < LONGEST_HEAD; lines += 1) {
    const end = page.indexOf('\n', at);
    const line = page.slice(at, end < 0 ? page.length : end);
    const [, name, value = ''] = SHOWN.exec(line) ?? [];
    if (name !== undefined) fields.push({ name: name.toLowerCase(), value: value.trim() });
    else if (line.trim() !== '' || (has('from') && has('date'))) break;
    at = end < 0 ? page.length : end + 1;
  }
  const isPage = has('from') && fields.some(({ name, value }) => name === 'date' && PAGE_DATE.test(value));
  return isPage ? { fields, bodyAt: at } : undefined;
}

/** Title and fields, then the text. */
function readShown(page: string): Page {
  const { fields, bodyAt } = readShownHead(page) ?? { fields: [], bodyAt: 0 };
  const text = page.slice(bodyAt).replace(/^\n+/, '');
  const shown = fields.map(({ name }) => name).join(', ');
  const issues: Issue[] = [{ code: 'page.headers', says: `an archive page: of its headers only ${shown} are there` }];
  if (/@x{4,}/.test(text)) issues.push({ code: 'page.addresses', says: 'the page masks addresses' });
  if (!/\n\s*\n/.test(text))
    issues.push({ code: 'page.blank-lines', says: 'the page dropped blank lines: paragraphs run together' });
  return { fields, text: text.endsWith('\n') ? text : `${text}\n`, issues };
}

function readLine(page: string): Page {
  const { fields, text } = readCollapsed(page.trimStart());
  const says =
    'the page lost all line breaks and what stood in angle brackets; lines were told apart by their quote marks';
  return { fields, text, issues: [{ code: 'page.line-breaks', says }] };
}

function lostBlanks(restored: number): Issue {
  const says = `the page dropped leading blanks: ${restored} context lines of diffs got their mark back, indentation is lost`;
  return { code: 'page.blanks', says };
}

/** A page shows the name alone, or with the address masked. */
function senderOf(from: string): Message['from'] {
  const [address] = from.includes('@') ? readAddresses(from) : [];
  return address ?? { name: from.replace(/^"|"$/g, ''), email: '' };
}

function peopleOf(value: string): readonly Message['from'][] {
  return Array.from(value.matchAll(/(?:[^,"]|"[^"]*"?)+/g), ([person]) => senderOf(person.trim())).filter(
    ({ name, email }) => name !== '' || email !== '',
  );
}

/** Levels of quotes that are used for more than a stray mark. */
function levelsOf(text: string): number {
  const counts = new Map<number, number>();
  for (const [marks] of text.matchAll(/^(?:> ?)+/gm)) {
    const level = marks.replace(/ /g, '').length;
    counts.set(level, (counts.get(level) ?? 0) + 1);
  }
  const used = [...counts].filter(([, lines]) => lines > 1).map(([level]) => level);
  return Math.min(LONGEST_LEVEL, Math.max(0, ...used));
}

/**
 * The mails that this one answers, oldest first: one a quote level, named by the page's References as far as it kept them.
 *
 * A page without them has made-up names. One that kept References but lost the id in In-Reply-To lost its direct parent's
 * too; the first reference is the thread's root.
 */
function ancestors(fields: readonly Field[], levels: number, hash: string): readonly string[] {
  const kept = valuesOf(fields, 'references').flatMap(readMessageIds);
  const answered = valuesOf(fields, 'in-reply-to').flatMap(readMessageIds);
  const madeUp = (level: number) => `${level}.${hash}@quoted.invalid`;
  const nearest = answered[0] ?? (levels > 0 ? madeUp(1) : undefined);
  const known = kept
    .filter((id) => id !== nearest)
    .slice(1)
    .reverse();
  const chain = Array.from({ length: Math.max(0, levels - 1) }, (_, at) => known[at] ?? madeUp(at + 2));
  return [...kept.slice(0, 1), ...chain.reverse(), ...(nearest === undefined ? [] : [nearest])].filter(
    (id, at, all) => all.indexOf(id) === at,
  );
}

const newYork = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', timeZoneName: 'short' });

/** Pages of one archive write EST all year long and mean the time of New York. */
function pageDate(value: string): string | undefined {
  const date = readDate(value);
  if (date === undefined || !/\bEST$/.test(value.trim())) return date;
  const isSummer = newYork.format(new Date(date)).endsWith('EDT');
  return isSummer ? new Date(Date.parse(date) - 60 * 60 * 1000).toISOString() : date;
}
