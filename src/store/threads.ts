import { given } from './bulk.ts';
import type { Connection, Writer } from './connection.ts';

/** A message's place in its thread. */
export interface Place {
  readonly messageId: string;
  readonly threadId: string;
  readonly parentMessageId: string | undefined;
  readonly depth: number;
  readonly isBot: boolean;
}

/** A place in a thread that no delivered message fills, with what its replies tell of it. */
export interface Ghost extends Place {
  readonly date: string | undefined;
  readonly fromName: string;
  readonly fromEmail: string;
  readonly subject: string;
  /** What replies quote of it, undefined where nobody does. */
  readonly text: string | undefined;
}

/** The trees of some threads. */
export interface Trees {
  readonly threadIds: readonly string[];
  readonly places: readonly Place[];
  readonly ghosts: readonly Ghost[];
  /** Ids that a thread's mails name and that have no place in it, each once a thread. */
  readonly mentions: readonly { readonly id: string; readonly threadId: string }[];
}

/**
 * Removes threads, before their messages are put into new ones.
 *
 * @param ghosts the ghosts of the new threads: those of the old ones that are not among them go, too
 */
export async function dropThreads(
  connection: Writer,
  threadIds: readonly string[],
  ghosts: readonly string[],
): Promise<void> {
  const ids = JSON.stringify(threadIds);
  await connection.run('DELETE FROM mention WHERE thread_id IN (SELECT value FROM json_each(?))', [ids]);
  await connection.run(
    `DELETE FROM message WHERE is_ghost AND thread_id IN (SELECT value FROM json_each(?))
     AND message_id NOT IN (SELECT value FROM json_each(?))`,
    [ids, JSON.stringify(ghosts)],
  );
  await connection.run('DELETE FROM thread WHERE thread_id IN (SELECT value FROM json_each(?))', [ids]);
}

/** Stores the trees of threads; their messages are no longer pending, and the threads are unread. */
export async function putTrees(connection: Writer, trees: Trees, derivation: number): Promise<void> {
  await connection.run(
    `INSERT INTO thread (thread_id, derived_by) SELECT value, ? FROM json_each(?) WHERE true
     ON CONFLICT (thread_id) DO UPDATE SET derived_by = excluded.derived_by`,
    [-derivation, JSON.stringify(trees.threadIds)],
  );
  await connection.run(
    `INSERT INTO message (message_id, date, from_name, from_email, subject, list_ids, is_ghost)
     SELECT g ->> 'messageId', g ->> 'date', g ->> 'fromName', g ->> 'fromEmail', g ->> 'subject', '[]', 1
     FROM ${given('g')} WHERE true
     ON CONFLICT (message_id) DO UPDATE SET date = excluded.date, from_name = excluded.from_name,
       from_email = excluded.from_email, subject = excluded.subject`,
    [JSON.stringify(trees.ghosts)],
  );
  await connection.run('DELETE FROM ghost WHERE message_id IN (SELECT value FROM json_each(?))', [
    JSON.stringify([...trees.places, ...trees.ghosts].map((place) => place.messageId)),
  ]);
  await connection.run(
    `INSERT INTO ghost (message_id, text) SELECT g ->> 'messageId', g ->> 'text'
     FROM ${given('g')} WHERE g ->> 'text' IS NOT NULL`,
    [JSON.stringify(trees.ghosts)],
  );
  await connection.run(
    `UPDATE message SET thread_id = p ->> 'threadId', parent_message_id = p ->> 'parentMessageId', depth = p ->> 'depth',
       is_bot = p ->> 'isBot', is_pending = 0
     FROM ${given('p')} WHERE message_id = p ->> 'messageId'`,
    [JSON.stringify([...trees.places, ...trees.ghosts.map(({ text, ...place }) => place)])],
  );
  await connection.run(
    `INSERT INTO mention (mentioned_id, thread_id) SELECT m ->> 'id', m ->> 'threadId' FROM ${given('m')}`,
    [JSON.stringify(trees.mentions)],
  );
}

/** Finds the threads whose trees stand and whose mails are not read to the end. */
export async function unreadThreads(connection: Connection, derivation: number): Promise<string[]> {
  const rows = await connection.all<{ thread_id: string }>(
    'SELECT thread_id FROM thread WHERE derived_by = ? ORDER BY thread_id',
    [-derivation],
  );
  return rows.map((row) => row.thread_id);
}

/** Marks threads as read to the end by a version of the code. */
export async function markRead(connection: Writer, threadIds: readonly string[], derivation: number): Promise<void> {
  await connection.run('UPDATE thread SET derived_by = ? WHERE thread_id IN (SELECT value FROM json_each(?))', [
    derivation,
    JSON.stringify(threadIds),
  ]);
}

/** Marks the threads that hold a version of some series as unread. */
export function markVersionsUnread(
  connection: Writer,
  seriesIds: readonly string[],
  derivation: number,
): Promise<void> {
  return markUnread(connection, 'SELECT value FROM json_each(?)', seriesIds, derivation);
}

/** Marks the threads that hold other versions of what some mails begin as unread, before those are built anew. */
export function markRelatedUnread(
  connection: Writer,
  messageIds: readonly string[],
  derivation: number,
): Promise<void> {
  const begun = 'SELECT series_id FROM series WHERE head_message_id IN (SELECT value FROM json_each(?))';
  return markUnread(connection, begun, messageIds, derivation);
}

/** @param series SQL that gives the ids of series, of the ids that are bound to its `?` */
async function markUnread(
  connection: Writer,
  series: string,
  ids: readonly string[],
  derivation: number,
): Promise<void> {
  await connection.run(
    `UPDATE thread SET derived_by = ? WHERE thread_id IN (SELECT thread_id FROM v_series WHERE series_id IN (${series}))`,
    [-derivation, JSON.stringify(ids)],
  );
}
