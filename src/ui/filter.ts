import { CLAIM_KINDS } from '../claims/claim.ts';
import { STATUSES } from '../claims/ledger.ts';
import type { ClaimItem, ClaimQuery, SeriesItem, ThreadItem } from './data.ts';

/** The values that a prefix of the filter looks at. */
type Fields<T> = Readonly<Record<string, (item: T) => readonly (string | undefined)[]>>;

const CLAIM_FIELDS: Fields<ClaimItem> = {
  kind: (claim) => [claim.kind],
  status: (claim) => [claim.status, claim.verdict],
  verdict: (claim) => [claim.verdict],
  person: (claim) => [claim.fromName],
  concept: (claim) => claim.concepts,
  symbol: (claim) => claim.symbols,
  path: (claim) => [claim.anchor?.path],
  function: (claim) => [claim.anchor?.function],
  subject: (claim) => [claim.subject],
};

const THREAD_FIELDS: Fields<ThreadItem> = {
  person: (thread) => [thread.fromName],
  subject: (thread) => [thread.subject],
  status: (thread) => [
    thread.open > 0 ? 'open' : '',
    thread.unanswered > 0 ? 'unanswered' : '',
    thread.confirmed > 0 ? 'confirmed' : '',
    thread.unread > 0 ? 'unread' : '',
  ],
};

const SERIES_FIELDS: Fields<SeriesItem> = {
  person: (series) => [series.fromName],
  subject: (series) => [series.subject],
  status: (series) => [series.open > 0 ? 'open' : '', series.confirmed > 0 ? 'confirmed' : ''],
};

/**
 * Narrows a list of claims.
 *
 * Every word must be found, case aside: `kind:concern status:open flush` are concerns that are open and say "flush";
 * quotes keep words together, `person:"Ada Amber"`.
 */
export function filterClaims(claims: readonly ClaimItem[], filter: string): readonly ClaimItem[] {
  return narrowed(claims, filter, CLAIM_FIELDS, (claim) => [claim.evidence, claim.fromName, claim.kind, claim.subject]);
}

/** Narrows a list of threads, as `filterClaims`. */
export function filterThreads(threads: readonly ThreadItem[], filter: string): readonly ThreadItem[] {
  return narrowed(threads, filter, THREAD_FIELDS, (thread) => [thread.subject, thread.fromName]);
}

/** Narrows a list of series, as `filterClaims`. */
export function filterSeries(series: readonly SeriesItem[], filter: string): readonly SeriesItem[] {
  return narrowed(series, filter, SERIES_FIELDS, (one) => [one.subject, one.fromName]);
}

/** What the database can look for of a claim filter: what it finds holds all that the filter would keep. */
export function queryOfFilter(filter: string): ClaimQuery {
  const asked = new Map(wordsOf(filter.toLowerCase()).map((word) => splitWord(word)));
  const among = (values: readonly string[], value: string | undefined) =>
    value !== undefined && values.includes(value) ? value : undefined;
  const query = {
    kind: among(CLAIM_KINDS, asked.get('kind')),
    status: among(STATUSES, asked.get('status')),
    person: ascii(asked.get('person')),
    path: ascii(asked.get('path')),
  };
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}

/** The database looks past the case of ASCII letters alone. */
function ascii(value: string | undefined): string | undefined {
  return value !== undefined && /^[\x20-\x7e]+$/.test(value) ? value : undefined;
}

/** The prefix of a word, empty where it has none, and what follows. */
function splitWord(word: string): readonly [prefix: string, rest: string] {
  const colon = word.indexOf(':');
  return colon > 0 ? [word.slice(0, colon), word.slice(colon + 1)] : ['', word];
}

/** Whether every word of a filter is found in one of the texts, case aside. */
export function matchesWords(texts: readonly (string | undefined)[], filter: string): boolean {
  return wordsOf(filter.toLowerCase()).every((word) => holds(texts, word));
}

/** The words of a filter; quotes keep blanks in a word, and one that is not closed ends with the filter. */
function wordsOf(filter: string): readonly string[] {
  return (filter.match(/(?:"[^"]*"?|[^\s"])+/g) ?? []).map((word) => word.replaceAll('"', '')).filter(Boolean);
}

function holds(texts: readonly (string | undefined)[], word: string): boolean {
  const wanted = word.toLowerCase();
  return texts.some((text) => text?.toLowerCase().includes(wanted));
}

function narrowed<T>(
  items: readonly T[],
  filter: string,
  fields: Fields<T>,
  texts: (item: T) => readonly string[],
): readonly T[] {
  const words = wordsOf(filter);
  if (words.length === 0) return items;
  const tests = words.map((word) => {
    const [prefix, rest] = splitWord(word);
    const field = fields[prefix.toLowerCase()];
    return field === undefined ? (item: T) => holds(texts(item), word) : (item: T) => holds(field(item), rest);
  });
  return items.filter((item) => tests.every((test) => test(item)));
}
