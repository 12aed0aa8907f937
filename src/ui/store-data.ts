import { done, type Outcome } from '../complaint.ts';
import { groupBy } from '../groups.ts';
import type { Connection } from '../store/connection.ts';
import { findThread } from '../store/find.ts';
import { openStore } from '../store/open.ts';
import { listNotes, listReadMarks, markRead, markThreadRead, putNote } from '../store/own.ts';
import { searchMail } from '../store/search.ts';
import { listChecks, readTrace, stepText } from '../store/view-checks.ts';
import { listPlacesIn, listThreadPlaces } from '../store/view-claim-places.ts';
import { type ClaimRow, listClaims } from '../store/view-claims.ts';
import { listThreadEvents } from '../store/view-events.ts';
import { listHunks } from '../store/view-hunks.ts';
import { type MessageRow, readMessages, readThread, readVersion } from '../store/view-messages.ts';
import { listSeries } from '../store/view-series.ts';
import { listThreads } from '../store/view-threads.ts';
import type {
  Answers,
  ClaimItem,
  ClaimQuery,
  Comparison,
  MessageItem,
  Part,
  Request,
  RequestKind,
  RequestOf,
  ThreadPage,
  UiData,
} from './data.ts';
import {
  checkItems,
  claimItem,
  eventItem,
  messageItems,
  placeItem,
  seriesItems,
  threadItem,
  versionItem,
} from './store-items.ts';

/** Claims of all threads that are read at most. */
const MOST_CLAIMS = 5_000;
/** Mails that a search gives at most. */
const MOST_HITS = 1_000;

type Readers = {
  readonly [K in RequestKind]: (connection: Connection, request: RequestOf<K>) => Promise<Answers[K]>;
};

const READERS: Readers = {
  threads: async (connection, { query }) => (await listThreads(connection, query)).map(threadItem),
  series: async (connection, { query }) => seriesItems(await listSeries(connection, query)),
  thread: readPage,
  claims: (connection, { query }) => newestClaims(connection, query),
  trace: async (connection, { checkId, side }) => (await readTrace(connection, checkId, side)).map(stepText),
  // Only traces speak of what is in the model: it is loaded with the first of them.
  property: async (_, { name }) => (await import('../mm/properties.ts')).propertyNamed(name)?.says ?? '',
  patches: async (connection, { messageIds }) => {
    const rows = await readMessages(connection, messageIds);
    return new Map(
      rows.map(({ message_id, thread_id, version, subject }) => [
        message_id,
        { threadId: thread_id ?? message_id, version: version ?? 1, subject },
      ]),
    );
  },
  search: async (connection, { query }) => {
    const found = await searchMail(connection, query, MOST_HITS);
    if (!found.ok) throw new Error(found.complaint.message);
    return found.value.map((row) => ({
      threadId: row.thread_id ?? row.message_id,
      messageId: row.message_id,
      fromName: row.from_name || row.from_email,
      date: row.date ?? undefined,
      subject: row.subject,
    }));
  },
  comparison: readComparison,
};

/** Opens a database for the screens: what they read through a connection that cannot write, marks and notes through another. */
export async function openStoreData(path: string): Promise<Outcome<UiData>> {
  const opened = await openStore(path, 'read');
  if (!opened.ok) return opened;
  const connection = opened.value;
  let writer: Promise<Connection> | undefined;
  const writing = (): Promise<Connection> => {
    writer ??= openStore(path, 'write').then((outcome) => {
      if (outcome.ok) return outcome.value;
      writer = undefined;
      throw new Error([outcome.complaint.message, ...(outcome.complaint.causes ?? [])].join(': '));
    });
    return writer;
  };
  const now = () => new Date().toISOString();
  return done({
    read: <K extends RequestKind>(request: RequestOf<K>) => {
      const reader: Readers[K] = READERS[request.kind as K];
      return reader(connection, request);
    },
    mark: async (which, isRead) => {
      const date = isRead ? now() : undefined;
      if ('threadId' in which) await markThreadRead(await writing(), which.threadId, date);
      else await markRead(await writing(), which.messageIds, date);
    },
    writeNote: async (on, text) => putNote(await writing(), on, text, now()),
    version: () => connection.dataVersion(),
    close: async () => {
      await connection.close();
      await (await writer)?.close();
    },
  });
}

async function newestClaims(connection: Connection, { thread, ...query }: ClaimQuery): Promise<Part<ClaimItem>> {
  const found = thread === undefined ? undefined : await findThread(connection, thread);
  if (found !== undefined && !found.ok) throw new Error(found.complaint.message);
  const most = Math.min(query.limit ?? MOST_CLAIMS, MOST_CLAIMS);
  const rows = await listClaims(connection, {
    ...query,
    ...(found === undefined ? {} : { thread: found.value }),
    newestFirst: true,
    limit: most + 1,
  });
  return { items: rows.slice(0, most).map(claimItem), isWhole: rows.length <= most };
}

async function withHunks(connection: Connection, rows: readonly MessageRow[]): Promise<readonly MessageItem[]> {
  const ids = rows.map(({ message_id }) => message_id);
  return messageItems(rows, await listHunks(connection, ids));
}

async function readPage(
  connection: Connection,
  { id }: Extract<Request, { kind: 'thread' }>,
): Promise<ThreadPage | undefined> {
  const found = await findThread(connection, id);
  if (!found.ok) return undefined;
  const threadId = found.value;
  const rows = await readThread(connection, threadId);
  const order = new Map(rows.map(({ message_id }, index) => [message_id, index]));
  const place = (claim: ClaimRow) => order.get(claim.message_id) ?? rows.length;
  const claims = (await listClaims(connection, { thread: threadId })).sort(
    (one, other) => place(one) - place(other) || one.start - other.start,
  );
  const events = groupBy(await listThreadEvents(connection, threadId), ({ claim_id }) => claim_id);
  const places = groupBy(await listThreadPlaces(connection, threadId), ({ claim_id }) => claim_id);
  return {
    threadId,
    subject: rows.find(({ subject }) => subject !== '')?.subject ?? '',
    messages: await withHunks(connection, rows),
    claims: claims.map(claimItem),
    checks: checkItems(await listChecks(connection, { thread: threadId })),
    events: new Map([...events].map(([claimId, own]) => [claimId, own.map(eventItem)])),
    places: new Map([...places].map(([claimId, own]) => [claimId, own.map(placeItem)])),
    read: new Set(await listReadMarks(connection, threadId)),
    notes: new Map((await listNotes(connection, threadId)).map((row) => [row.claim_id ?? row.message_id, row.text])),
  };
}

async function readComparison(
  connection: Connection,
  { seriesId, from, to }: Extract<Request, { kind: 'comparison' }>,
): Promise<Comparison | undefined> {
  const versions = (await listSeries(connection, { series: seriesId })).map(versionItem);
  const last = to === undefined ? versions.length - 1 : versions.findIndex(({ head }) => head === to);
  const first = from === undefined ? last - 1 : versions.findIndex(({ head }) => head === from);
  const [earlier, later] = [versions[first], versions[last]];
  if (earlier === undefined || later === undefined) return undefined;
  const [before, after] = [await patchesOf(connection, earlier.head), await patchesOf(connection, later.head)];
  const earlierIds = new Set(before.map(({ messageId }) => messageId));
  const rows = await listClaims(connection, { series: seriesId, version: earlier.version });
  const claims = rows.map(claimItem).filter(({ anchor }) => anchor !== undefined && earlierIds.has(anchor.messageId));
  const claimed = new Set(claims.map(({ claimId }) => claimId));
  const laterIds = new Set(after.map(({ messageId }) => messageId));
  const places = (await listPlacesIn(connection, seriesId, later.version))
    .map(placeItem)
    .filter(({ messageId }) => messageId === undefined || laterIds.has(messageId));
  const checks = checkItems(await listChecks(connection, { series: seriesId }));
  return {
    seriesId,
    versions,
    from: earlier,
    to: later,
    before,
    after,
    claims,
    places: new Map(places.filter(({ claimId }) => claimed.has(claimId)).map((place) => [place.claimId, place])),
    checks: checks.filter(
      ({ claimId, messageId }) => claimed.has(claimId ?? '') && (earlierIds.has(messageId) || laterIds.has(messageId)),
    ),
  };
}

/** The mails of a version that hold diffs. */
async function patchesOf(connection: Connection, head: string): Promise<readonly MessageItem[]> {
  const mails = await withHunks(connection, await readVersion(connection, head));
  return mails.filter(({ hunks }) => hunks.length > 0);
}
