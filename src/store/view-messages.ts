import type * as z from 'zod';
import { groupBy } from '../groups.ts';
import type { messageRow } from '../schema/message.ts';
import type { Connection } from './connection.ts';
import { decodeRow } from './rows.ts';

/** A row of `v_message`. */
export type MessageRow = z.infer<typeof messageRow>;

/** Reads one message or ghost; undefined where there is none. */
export async function readMessage(connection: Connection, messageId: string): Promise<MessageRow | undefined> {
  const row = await connection.get<object>('SELECT * FROM v_message WHERE message_id = ?', [messageId]);
  return row === undefined ? undefined : decodeRow<MessageRow>(row);
}

/** Reads those of some messages and ghosts that are there, in no order. */
export async function readMessages(connection: Connection, messageIds: readonly string[]): Promise<MessageRow[]> {
  const rows = await connection.all<object>(
    'SELECT * FROM v_message WHERE message_id IN (SELECT value FROM json_each(?))',
    [JSON.stringify(messageIds)],
  );
  return rows.map((row) => decodeRow<MessageRow>(row));
}

/** Reads a thread in the order of its tree: parents before their replies, siblings by date. */
export async function readThread(connection: Connection, threadId: string): Promise<MessageRow[]> {
  const rows = (await connection.all<object>('SELECT * FROM v_message WHERE thread_id = ?', [threadId])).map((row) =>
    decodeRow<MessageRow>(row),
  );
  const children = groupBy([...rows].sort(byPlace), (row) => row.parent_message_id);
  const ordered: MessageRow[] = [];
  const rest = (children.get(null) ?? []).toReversed();
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    ordered.push(next);
    rest.push(...(children.get(next.message_id) ?? []).toReversed());
  }
  return ordered;
}

/** Reads the mails of one version of a series in the order of its parts, its cover letter first. */
export async function readVersion(connection: Connection, headMessageId: string): Promise<MessageRow[]> {
  const rows = await connection.all<object>(
    `SELECT v.* FROM series_part p JOIN v_message v ON v.message_id = p.message_id
     WHERE p.head_message_id = ? ORDER BY p.part, v.message_id`,
    [headMessageId],
  );
  return rows.map((row) => decodeRow<MessageRow>(row));
}

function byPlace(a: MessageRow, b: MessageRow): number {
  const [x, y] = [`${a.date ?? ''} ${a.message_id}`, `${b.date ?? ''} ${b.message_id}`];
  if (x === y) return 0;
  return x < y ? -1 : 1;
}
