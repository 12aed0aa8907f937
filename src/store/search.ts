import type * as z from 'zod';
import { done, type Outcome, refused } from '../complaint.ts';
import type { hitRow } from '../schema/message.ts';
import { given } from './bulk.ts';
import type { Connection, Value, Writer } from './connection.ts';
import { readQuery, type Term } from './search-terms.ts';
import { containing } from './where.ts';

/** The words of a message, by whose they are. */
export interface Words {
  readonly messageId: string;
  readonly subject: string;
  readonly own: string;
  readonly quoted: string;
  readonly diff: string;
}

/**
 * Indexes the words of messages, in place of what was indexed of them before.
 *
 * In the order of their rows: FTS5 writes what it has gathered whenever a row comes before the one that it was given last.
 */
export async function putWords(connection: Writer, words: readonly Words[]): Promise<void> {
  await connection.run(
    `INSERT OR REPLACE INTO message_text (rowid, subject, own, quoted, diff)
     SELECT m.id, w ->> 'subject', w ->> 'own', w ->> 'quoted', w ->> 'diff'
     FROM ${given('w')} JOIN message m ON m.message_id = w ->> 'messageId'
     ORDER BY m.id`,
    [JSON.stringify(words)],
  );
}

/** A mail that a search found. */
export type HitRow = z.infer<typeof hitRow>;

/** Searches mail with lore's prefixes; newest first. */
export async function searchMail(connection: Connection, query: string, limit: number): Promise<Outcome<HitRow[]>> {
  const read = readQuery(query);
  if (!read.ok) return read;
  const alternatives = read.value.map((terms) => terms.map(conditionOf));
  const wrong = alternatives.flat().find((condition) => typeof condition === 'string');
  if (wrong !== undefined) return refused({ kind: 'input', message: wrong, hint: 'See `mmlore search --help`.' });

  const conditions = alternatives.map((terms) => terms.filter((term) => typeof term !== 'string'));
  const sql = conditions.map((terms) => `(${terms.map((term) => term.sql).join(' AND ')})`).join(' OR ');
  const rows = await connection.all<HitRow>(
    `SELECT m.message_id, m.thread_id, m.date, m.from_name, m.from_email, m.subject FROM message m
     WHERE NOT m.is_ghost AND (${sql}) ORDER BY m.date DESC, m.message_id LIMIT ?`,
    [...conditions.flat().flatMap((term) => term.values), limit],
  );
  return done(rows);
}

interface TermCondition {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** The SQL of a term, or what is wrong with it. */
function conditionOf(term: Term): TermCondition | string {
  const condition = CONDITIONS[term.prefix]?.(term.text);
  if (condition === undefined || typeof condition === 'string')
    return condition ?? `there is no prefix ${term.prefix}:`;
  return term.negated ? { ...condition, sql: `NOT (${condition.sql})` } : condition;
}

const CONDITIONS: Readonly<Record<string, (text: string) => TermCondition | string>> = {
  '': (text) => words('subject own quoted diff', text),
  s: (text) => words('subject', text),
  b: (text) => words('own quoted diff', text),
  nq: (text) => words('own diff', text),
  q: (text) => words('quoted', text),
  f: (text) => ({
    sql: `(m.from_name LIKE ? ESCAPE '\\' OR m.from_email LIKE ? ESCAPE '\\')`,
    values: [containing(text), containing(text)],
  }),
  d: dates,
  dfn: (text) => ({
    sql: `m.message_id IN (SELECT message_id FROM file_change WHERE path LIKE ? ESCAPE '\\')`,
    values: [containing(text)],
  }),
  dfhh: (text) => ({
    sql: `m.message_id IN (SELECT message_id FROM hunk WHERE function = ? OR heading LIKE ? ESCAPE '\\')`,
    values: [text, containing(text)],
  }),
  patchid: (text) => ({
    sql: 'm.message_id IN (SELECT message_id FROM patch WHERE patch_id = ?)',
    values: [text.toLowerCase()],
  }),
  m: (text) => ({ sql: 'm.message_id = ?', values: [text.replace(/^<|>$/g, '')] }),
  l: (text) => ({ sql: `m.list_ids LIKE ? ESCAPE '\\'`, values: [containing(text)] }),
};

/** A phrase in some columns of the text index; FTS5 has its own syntax, which quotes keep out. */
function words(columns: string, text: string): TermCondition {
  const isOpen = text.endsWith('*');
  const phrase = `"${text.replace(/\*$/, '').replaceAll('"', '""')}"${isOpen ? '*' : ''}`;
  return {
    sql: 'm.id IN (SELECT rowid FROM message_text WHERE message_text MATCH ?)',
    values: [`{${columns}} : ${phrase}`],
  };
}

/** `20230501..20230601`, `2023-05-01..`, `..20230601`; a single day is that day. */
function dates(text: string): TermCondition | string {
  const [from = '', to] = text.split('..', 2);
  const first = from === '' ? undefined : dayOf(from);
  const last = to === undefined ? from : to;
  const end = last === '' ? undefined : dayOf(last);
  if ((from !== '' && first === undefined) || (last !== '' && end === undefined)) {
    return `${text} is no date: write d:20230501..20230601`;
  }
  return {
    sql: 'm.date >= ? AND m.date < ?',
    values: [first ?? '', end === undefined ? '~' : new Date(Date.parse(end) + 24 * 60 * 60 * 1000).toISOString()],
  };
}

function dayOf(text: string): string | undefined {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)/.exec(text);
  if (match === null) return undefined;
  const day = `${match[1]}-${match[2]}-${match[3]}`;
  return Number.isNaN(Date.parse(day)) ? undefined : day;
}
