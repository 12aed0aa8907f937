import { given } from './bulk.ts';
import type { Connection, Writer } from './connection.ts';

/** One version of a series. */
export interface SeriesRow {
  readonly headMessageId: string;
  readonly version: number;
  readonly subject: string;
  readonly parts: number;
  /** What linking needs of it, as JSON. */
  readonly outline: object;
  /** Series that share one of these may be versions of each other. */
  readonly keys: readonly string[];
  readonly members: readonly { readonly messageId: string; readonly part: number }[];
}

/** A series and the version before it. */
export interface SeriesLink {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly confidence: number;
}

const SHARING = `SELECT DISTINCT other.head_message_id FROM series_key other WHERE other.key IN
  (SELECT mine.key FROM series_key mine WHERE mine.head_message_id IN`;

/** Marks the series that start with some mails, and all that may be versions of them: their links want finding again. */
export async function markSeriesPending(connection: Writer, messageIds: readonly string[]): Promise<void> {
  await connection.run(
    `UPDATE series SET is_pending = 1 WHERE head_message_id IN (${SHARING} (SELECT value FROM json_each(?))))`,
    [JSON.stringify(messageIds)],
  );
}

/** Replaces the series that start with some mails; they and all that may be versions of them are pending. */
export async function putSeries(
  connection: Writer,
  messageIds: readonly string[],
  series: readonly SeriesRow[],
): Promise<void> {
  await markSeriesPending(connection, messageIds);
  await connection.run('DELETE FROM series WHERE head_message_id IN (SELECT value FROM json_each(?))', [
    JSON.stringify(messageIds),
  ]);
  await connection.run(
    `INSERT INTO series (head_message_id, series_id, version, subject, parts, outline)
     SELECT s ->> 'headMessageId', s ->> 'headMessageId', s ->> 'version', s ->> 'subject', s ->> 'parts', s -> 'outline'
     FROM ${given('s')}`,
    [JSON.stringify(series.map(({ keys, members, ...row }) => row))],
  );
  await connection.run(
    `INSERT INTO series_key (key, head_message_id) SELECT k ->> 'key', k ->> 'head' FROM ${given('k')}`,
    [JSON.stringify(series.flatMap(({ headMessageId, keys }) => keys.map((key) => ({ key, head: headMessageId }))))],
  );
  await connection.run(
    `INSERT INTO series_part (message_id, head_message_id, part)
     SELECT p ->> 'messageId', p ->> 'head', p ->> 'part' FROM ${given('p')}`,
    [
      JSON.stringify(
        series.flatMap(({ headMessageId, members }) => members.map((member) => ({ ...member, head: headMessageId }))),
      ),
    ],
  );
}

/** A series with a key that it is compared by. */
export interface KeyedSeries {
  readonly head: string;
  readonly key: string;
  /** Its links want finding; else it is only what others are compared with. */
  readonly pending: boolean;
}

/** Reads what finding the pending links needs: pending series, those that may be their versions, and what these have. */
export async function pendingSeries(connection: Connection): Promise<KeyedSeries[]> {
  const near = `${SHARING} (SELECT head_message_id FROM series WHERE is_pending))`;
  const rows = await connection.all<{ head: string; key: string; pending: number }>(
    `WITH near AS MATERIALIZED (${near})
     SELECT k.head_message_id AS head, k.key, k.head_message_id IN (SELECT head_message_id FROM near) AS pending
     FROM series_key k
     WHERE k.head_message_id IN (${SHARING} (SELECT head_message_id FROM near)))
     ORDER BY k.head_message_id, k.key`,
  );
  return rows.map((row) => ({ ...row, pending: row.pending === 1 }));
}

/** Outlines that are read at a time: their text takes more memory than what is made of it. */
const OUTLINES = 64;

/** Reads the outlines of series, as `putSeries` was given them, and hands each over to `take`. */
export async function eachOutline(
  connection: Connection,
  heads: readonly string[],
  take: (outline: unknown) => void,
): Promise<void> {
  for (let start = 0; start < heads.length; start += OUTLINES) {
    const rows = await connection.all<{ outline: string }>(
      'SELECT outline FROM series WHERE head_message_id IN (SELECT value FROM json_each(?)) ORDER BY head_message_id',
      [JSON.stringify(heads.slice(start, start + OUTLINES))],
    );
    for (const row of rows) take(JSON.parse(row.outline));
  }
}

/** The version before each series, and which series they are all of. */
export async function linksOfSeries(connection: Connection): Promise<ReadonlyMap<string, SeriesPlace>> {
  const rows = await connection.all<SeriesPlace & { head: string }>(
    'SELECT head_message_id AS head, series_id AS seriesId, previous_message_id AS previous FROM series',
  );
  return new Map(rows.map(({ head, seriesId, previous }) => [head, { seriesId, previous }]));
}

/** A version's place among the versions of its series. */
export interface SeriesPlace {
  readonly seriesId: string;
  readonly previous: string | null;
}

/** Stores the links of series, and from them which versions are of one series; the series stay pending. */
export async function linkSeries(
  connection: Connection,
  pending: readonly string[],
  links: readonly SeriesLink[],
): Promise<void> {
  await connection.run(
    `UPDATE series SET previous_message_id = NULL, link_reason = NULL, link_confidence = NULL
     WHERE head_message_id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(pending)],
  );
  await connection.run(
    `UPDATE series SET previous_message_id = l ->> 'from', link_reason = l ->> 'reason', link_confidence = l ->> 'confidence'
     FROM ${given('l')} WHERE head_message_id = l ->> 'to'`,
    [JSON.stringify(links)],
  );
  await connection.run(
    `WITH RECURSIVE chain (head, root) AS (
       SELECT head_message_id, head_message_id FROM series WHERE previous_message_id IS NULL
       UNION ALL
       SELECT s.head_message_id, chain.root FROM chain JOIN series s ON s.previous_message_id = chain.head)
     UPDATE series SET series_id = chain.root FROM chain
     WHERE series.head_message_id = chain.head AND series.series_id <> chain.root`,
  );
}

/** Marks series as done: their links are found, and what depends on them is derived. */
export async function settleSeries(connection: Connection, heads: readonly string[]): Promise<void> {
  await connection.run('UPDATE series SET is_pending = 0 WHERE head_message_id IN (SELECT value FROM json_each(?))', [
    JSON.stringify(heads),
  ]);
}

/** Reads which series have versions in which threads. */
export async function threadsBySeries(connection: Connection): Promise<{ thread_id: string; series_id: string }[]> {
  return connection.all(
    'SELECT DISTINCT thread_id, series_id FROM v_series WHERE thread_id IS NOT NULL ORDER BY thread_id, series_id',
  );
}

/** Finds the threads that hold versions of the series that a thread has a part of, and so on from these; itself among them. */
export async function threadsOfVersions(connection: Connection, threadId: string): Promise<string[]> {
  const rows = await connection.all<{ thread_id: string }>(
    `WITH RECURSIVE near (thread_id) AS (
       SELECT ?
       UNION
       SELECT other.thread_id FROM near
       JOIN v_series mine ON mine.thread_id = near.thread_id
       JOIN v_series other ON other.series_id = mine.series_id)
     SELECT thread_id FROM near WHERE thread_id IS NOT NULL ORDER BY thread_id`,
    [threadId],
  );
  return rows.map((row) => row.thread_id);
}
