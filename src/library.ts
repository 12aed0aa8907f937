import process from 'node:process';
import { defaultDatabase } from './cli/paths.ts';
import { expectDone } from './cli/refusal.ts';
import type { Connection, Value } from './store/connection.ts';
import { findThread } from './store/find.ts';
import { openStore } from './store/open.ts';
import { runQuery } from './store/query.ts';
import { readRaw } from './store/raw.ts';
import { type HitRow, searchMail } from './store/search.ts';
import { type CheckFilter, type CheckRow, listChecks, type Trace, tracesOf } from './store/view-checks.ts';
import { type ClaimPlaceRow, listClaimPlaces } from './store/view-claim-places.ts';
import { type ClaimFilter, type ClaimRow, listClaims } from './store/view-claims.ts';
import { type ClaimEventRow, listEvents } from './store/view-events.ts';
import { type MessageRow, readMessage, readThread } from './store/view-messages.ts';
import { listSeries, type SeriesFilter, type SeriesRow } from './store/view-series.ts';
import { listTags, type TagFilter, type TagRow } from './store/view-tags.ts';
import { listThreads, type ThreadFilter, type ThreadRow } from './store/view-threads.ts';

/** Most hits of a search, and seconds of a query, where the caller sets none. */
const LIMIT = 1000;
const SECONDS = 30;

export type {
  CheckRow as Check,
  ClaimEventRow as ClaimEvent,
  ClaimPlaceRow as ClaimPlace,
  ClaimRow as Claim,
  HitRow as Hit,
  MessageRow as Message,
  SeriesRow as Series,
  TagRow as Tag,
  ThreadRow as Thread,
  Trace,
};

/** A database of mmlore, open to be read. Every list is an array of the rows of the view that it is named after. */
export interface Lore {
  threads(filter?: ThreadFilter): Promise<ThreadRow[]>;
  series(filter?: SeriesFilter): Promise<SeriesRow[]>;
  /** The mails of a thread in the order of its tree; the thread may be named as for `mmlore show`. */
  thread(name: string): Promise<MessageRow[]>;
  /** A mail by its Message-ID without brackets; undefined where there is none. */
  message(messageId: string): Promise<MessageRow | undefined>;
  /** The bytes of a mail as they stood in its archive; undefined where no source delivered it. */
  raw(messageId: string): Promise<Uint8Array | undefined>;
  claims(filter?: ClaimFilter): Promise<ClaimRow[]>;
  events(claimId: string): Promise<ClaimEventRow[]>;
  places(claimId: string): Promise<ClaimPlaceRow[]>;
  checks(filter?: CheckFilter): Promise<CheckRow[]>;
  /** The traces of those of the checks that break their property. */
  traces(checks: readonly CheckRow[]): Promise<Trace[]>;
  tags(filter: TagFilter): Promise<TagRow[]>;
  /** Mails by the prefixes of `mmlore search`, newest first. */
  search(query: string, limit?: number): Promise<HitRow[]>;
  /** Runs a statement that only reads; values are bound to its `?`. It is stopped after so many seconds. */
  query<Row extends object>(sql: string, values?: readonly Value[], seconds?: number): Promise<Row[]>;
  close(): Promise<void>;
}

/**
 * Opens a database to read it. What cannot be done is thrown as an error whose `complaint` says why, and the way out.
 *
 * @param path the file; else the one that `mmlore` uses where it is told of no other
 */
export async function open(path = defaultDatabase({ env: process.env })): Promise<Lore> {
  return loreOf(expectDone(await openStore(path, 'read')));
}

function loreOf(connection: Connection): Lore {
  return {
    threads: (filter) => listThreads(connection, filter),
    series: (filter) => listSeries(connection, filter),
    thread: async (name) => readThread(connection, expectDone(await findThread(connection, name))),
    message: (messageId) => readMessage(connection, messageId),
    raw: (messageId) => readRaw(connection, messageId),
    claims: (filter) => listClaims(connection, filter),
    events: (claimId) => listEvents(connection, claimId),
    places: (claimId) => listClaimPlaces(connection, claimId),
    checks: (filter) => listChecks(connection, filter),
    traces: (checks) => tracesOf(connection, checks),
    tags: (filter) => listTags(connection, filter),
    search: async (query, limit = LIMIT) => expectDone(await searchMail(connection, query, limit)),
    query: async <Row extends object>(sql: string, values: readonly Value[] = [], seconds = SECONDS) =>
      // Only the caller knows what the statement selects.
      expectDone(await runQuery(connection, sql, { values, seconds })) as unknown as Row[],
    close: () => connection.close(),
  };
}
