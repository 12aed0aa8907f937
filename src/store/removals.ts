import type { Connection } from './connection.ts';
import { markPending, type PackedMessage, refreshLists, refreshMessages } from './messages.ts';
import { markSeriesPending } from './series.ts';
import { markRelatedUnread } from './threads.ts';

/** Which text of a mail an archive took back. */
export type RemovedMail = Pick<PackedMessage, 'messageId' | 'contentHash'>;

/**
 * Takes back what a source delivered of some mails. Runs inside the caller's transaction.
 *
 * A mail that another source delivered, too, stays. Any other goes with all that was derived from it; a ghost keeps its
 * place, pending, until its thread is derived again.
 *
 * @param source name of the source: deliveries come from it or from what lies in it, `NAME/...` or `NAME:...`
 * @returns the number of mails that are no more
 */
export async function removeMessages(
  connection: Connection,
  source: string,
  mails: readonly RemovedMail[],
  derivation: number,
): Promise<number> {
  if (mails.length === 0) return 0;
  const deliveries = await connection.all<{ message_id: string }>(
    `DELETE FROM delivery WHERE substr(source, 1, length(?1) + 1) IN (?1 || '/', ?1 || ':')
     AND (message_id, content_hash) IN (SELECT value ->> 'messageId', value ->> 'contentHash' FROM json_each(?2))
     RETURNING message_id`,
    [source, JSON.stringify(mails.map(({ messageId, contentHash }) => ({ messageId, contentHash })))],
  );
  const ids = JSON.stringify(deliveries.map((row) => row.message_id));
  await connection.run(
    `DELETE FROM copy WHERE message_id IN (SELECT value FROM json_each(?)) AND NOT EXISTS (
       SELECT 1 FROM delivery d WHERE d.message_id = copy.message_id AND d.content_hash = copy.content_hash)`,
    [ids],
  );
  await refreshMessages(connection, ids);
  await refreshLists(connection, ids);
  await markPending(connection, ids);
  const gone = await connection.all<{ message_id: string }>(
    `SELECT m.message_id FROM message m WHERE m.message_id IN (SELECT value FROM json_each(?)) AND NOT m.is_ghost
     AND NOT EXISTS (SELECT 1 FROM copy c WHERE c.message_id = m.message_id)`,
    [ids],
  );
  await leaveGhosts(
    connection,
    gone.map((row) => row.message_id),
    derivation,
  );
  return gone.length;
}

/** Puts an empty ghost in the place of each mail; what hangs on the mail's row goes with it. */
async function leaveGhosts(connection: Connection, messageIds: readonly string[], derivation: number): Promise<void> {
  const ids = JSON.stringify(messageIds);
  await markRelatedUnread(connection, messageIds, derivation);
  await markSeriesPending(connection, messageIds);
  const these = 'IN (SELECT value FROM json_each(?))';
  await connection.run(`DELETE FROM message_text WHERE rowid IN (SELECT id FROM message WHERE message_id ${these})`, [
    ids,
  ]);
  await connection.run(`DELETE FROM "check" WHERE message_id ${these}`, [ids]);
  await connection.run(`DELETE FROM issue WHERE scope ${these}`, [ids]);
  const places = await connection.all<{ message_id: string; thread_id: string | null }>(
    `SELECT message_id, thread_id FROM message WHERE message_id ${these}`,
    [ids],
  );
  await connection.run(`DELETE FROM message WHERE message_id ${these}`, [ids]);
  await connection.run(
    `INSERT INTO message (message_id, thread_id, from_name, from_email, subject, list_ids, is_ghost,
       is_pending)
     SELECT value ->> 'message_id', value ->> 'thread_id', '', '', '', '[]', 1, 1 FROM json_each(?)`,
    [JSON.stringify(places)],
  );
}
