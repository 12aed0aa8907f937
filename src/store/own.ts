import type * as z from 'zod';
import type { noteRow } from '../schema/own.ts';
import type { Connection } from './connection.ts';

/** What a note is on: a claim, or without one the mail itself. */
export interface NoteTarget {
  readonly messageId: string;
  readonly claimId: string | undefined;
}

/** A row of `v_note`. */
export type NoteRow = z.infer<typeof noteRow>;

/**
 * Marks mails as read, or takes their marks away.
 *
 * @param date When they were read, ISO 8601 in UTC; undefined takes the marks away. An older mark keeps its date.
 */
export async function markRead(
  connection: Connection,
  messageIds: readonly string[],
  date: string | undefined,
): Promise<void> {
  const ids = JSON.stringify(messageIds);
  if (date === undefined) {
    await connection.run('DELETE FROM read_mark WHERE message_id IN (SELECT value FROM json_each(?))', [ids]);
    return;
  }
  await connection.run(
    `INSERT INTO read_mark (message_id, date) SELECT value, ?2 FROM json_each(?1) WHERE true
     ON CONFLICT (message_id) DO NOTHING`,
    [ids, date],
  );
}

/** Marks all delivered mails of a thread as read, or takes their marks away, as `markRead`. */
export async function markThreadRead(
  connection: Connection,
  threadId: string,
  date: string | undefined,
): Promise<void> {
  const rows = await connection.all<{ message_id: string }>(
    'SELECT message_id FROM message WHERE thread_id = ? AND NOT is_ghost',
    [threadId],
  );
  await markRead(
    connection,
    rows.map((row) => row.message_id),
    date,
  );
}

/** Lists the mails of a thread that are marked as read. */
export async function listReadMarks(connection: Connection, threadId: string): Promise<string[]> {
  const rows = await connection.all<{ message_id: string }>('SELECT message_id FROM v_read_mark WHERE thread_id = ?', [
    threadId,
  ]);
  return rows.map((row) => row.message_id);
}

/** Writes the note on something in place of the one before; an empty text takes it away. */
export async function putNote(
  connection: Connection,
  { messageId, claimId = '' }: NoteTarget,
  text: string,
  date: string,
): Promise<void> {
  if (text === '') {
    await connection.run('DELETE FROM note WHERE message_id = ? AND claim_id = ?', [messageId, claimId]);
    return;
  }
  await connection.run('INSERT OR REPLACE INTO note (message_id, claim_id, text, date) VALUES (?, ?, ?, ?)', [
    messageId,
    claimId,
    text,
    date,
  ]);
}

/** Lists the notes on the mails and claims of a thread. */
export async function listNotes(connection: Connection, threadId: string): Promise<NoteRow[]> {
  return connection.all<NoteRow>('SELECT * FROM v_note WHERE thread_id = ? ORDER BY date, message_id, claim_id', [
    threadId,
  ]);
}
