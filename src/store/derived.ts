import { groupBy } from '../groups.ts';
import type { Issue } from '../issue.ts';
import type { Message } from '../mail/message.ts';
import { readMessageIds } from '../mail/message-id.ts';
import type { Connection } from './connection.ts';

/** What of a stored message tells which thread it belongs to. */
export interface Mentions {
  readonly messageId: string;
  /** Its References, In-Reply-To and other ids of its own. */
  readonly mentions: readonly string[];
}

/**
 * Reads the messages whose threads want building: new ones, those that another version of the code derived, and ghosts of
 * mails that are no more.
 */
export async function pendingMessages(connection: Connection, derivation: number): Promise<Mentions[]> {
  const rows = await connection.all<{ message_id: string; mentions: string }>(
    `SELECT m.message_id,
       json_array(c.envelope -> 'references', c.envelope -> 'inReplyTo',
         (SELECT h.value -> 1 FROM json_each(c.envelope -> 'headers') h WHERE h.value ->> 0 = 'message-id')) AS mentions
     FROM message m
     LEFT JOIN copy c ON c.message_id = m.message_id AND c.content_hash = m.content_hash
     WHERE m.is_pending
       OR (NOT m.is_ghost AND m.thread_id IN (SELECT thread_id FROM thread WHERE abs(derived_by) <> ?))
     ORDER BY m.message_id`,
    [derivation],
  );
  return rows.map(({ message_id, mentions }) => {
    const [references, inReplyTo, own]: (string[] | null)[] = JSON.parse(mentions);
    const all = new Set([...(references ?? []), ...(inReplyTo ?? []), ...(own ?? []).flatMap(readMessageIds)]);
    all.delete(message_id);
    return { messageId: message_id, mentions: [...all] };
  });
}

/** An id and a thread in which it stands or is named. */
export interface Named {
  readonly id: string;
  readonly threadId: string;
}

/** Finds the threads in which ids stand or are named. */
export async function threadsOfIds(connection: Connection, ids: readonly string[]): Promise<Named[]> {
  return connection.all<Named>(
    `WITH wanted (id) AS (SELECT value FROM json_each(?))
     SELECT w.id, m.thread_id AS threadId FROM wanted w JOIN message m ON m.message_id = w.id
     WHERE m.thread_id IS NOT NULL
     UNION
     SELECT w.id, n.thread_id FROM wanted w JOIN mention n ON n.mentioned_id = w.id`,
    [JSON.stringify(ids)],
  );
}

/** Two threads of which one names an id that stands in the other. */
export interface Neighbours {
  readonly threadId: string;
  readonly other: string;
}

/** Finds the threads that belong with some threads: those that they name, and those that name them. */
export async function neighboursOf(connection: Connection, threadIds: readonly string[]): Promise<Neighbours[]> {
  return connection.all<Neighbours>(
    `WITH wanted (id) AS (SELECT value FROM json_each(?))
     SELECT w.id AS threadId, m.thread_id AS other
     FROM wanted w JOIN mention n ON n.thread_id = w.id JOIN message m ON m.message_id = n.mentioned_id
     WHERE m.thread_id <> w.id
     UNION
     SELECT w.id, n.thread_id
     FROM wanted w JOIN message m ON m.thread_id = w.id JOIN mention n ON n.mentioned_id = m.message_id
     WHERE n.thread_id <> w.id`,
    [JSON.stringify(threadIds)],
  );
}

/** Finds the delivered messages of threads. */
export async function membersOf(connection: Connection, threadIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await connection.all<{ thread_id: string; message_id: string }>(
    `SELECT thread_id, message_id FROM message
     WHERE NOT is_ghost AND thread_id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(threadIds)],
  );
  return new Map(
    Array.from(
      groupBy(rows, (row) => row.thread_id),
      ([id, group]) => [id, group.map((row) => row.message_id)],
    ),
  );
}

/** What derivation needs of a message, as it is stored. */
export interface StoredMessage {
  readonly message_id: string;
  readonly content_hash: string;
  readonly text: string;
  /** The decoded headers, as JSON. */
  readonly envelope: string;
}

/** Reads the canonical copies of messages and what is known of ghosts, in the order of the ids. */
export async function storedMessages(
  connection: Connection,
  messageIds: readonly string[],
): Promise<readonly StoredMessage[]> {
  return connection.all<StoredMessage>(
    `SELECT m.message_id, coalesce(m.content_hash, '') AS content_hash, coalesce(c.text, g.text) AS text,
       coalesce(c.envelope, json_object('from', json_object('name', m.from_name, 'email', m.from_email),
         'subject', m.subject, 'inReplyTo', '[]' -> '$', 'references', '[]' -> '$',
         'listIds', '[]' -> '$', 'headers', '[]' -> '$')) AS envelope
     FROM json_each(?) w
     JOIN message m ON m.message_id = w.value
     LEFT JOIN copy c ON c.message_id = m.message_id AND c.content_hash = m.content_hash
     LEFT JOIN ghost g ON g.message_id = m.message_id
     WHERE coalesce(c.text, g.text) IS NOT NULL
     ORDER BY w.key`,
    [JSON.stringify(messageIds)],
  );
}

/** An envelope as `packMessage` writes it. */
type Envelope = Omit<Message, 'to' | 'cc' | 'raw' | 'origin' | 'issues' | 'headers'> & {
  headers: [string, string[]][];
};

/** Makes a message of what is stored of it, without whom it was sent to, the raw bytes, the origin and the issues:
 * derivation needs none of them. */
export function messageOf(stored: StoredMessage): Message {
  const { headers, ...envelope }: Envelope = JSON.parse(stored.envelope);
  return {
    ...envelope,
    to: [],
    cc: [],
    date: envelope.date,
    messageId: stored.message_id,
    contentHash: stored.content_hash,
    text: stored.text,
    headers: new Map(headers),
    raw: NO_BYTES,
    origin: NOWHERE,
    issues: NO_ISSUES,
  };
}

/** Reads messages and ghosts back; see `storedMessages` and `messageOf`. */
export async function loadMessages(connection: Connection, messageIds: readonly string[]): Promise<Message[]> {
  return (await storedMessages(connection, messageIds)).map(messageOf);
}

const NO_BYTES = new Uint8Array(0);
const NOWHERE = { source: '', offset: 0 } as const;
const NO_ISSUES: readonly Issue[] = [];
