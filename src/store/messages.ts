import { hash } from 'node:crypto';
import type { Issue } from '../issue.ts';
import { listRank } from '../mail/list-id.ts';
import type { Message, Origin } from '../mail/message.ts';
import { given, insertRows } from './bulk.ts';
import type { Connection } from './connection.ts';
import { addIssues } from './issues.ts';
import { type PackedRaw, packRaw } from './raw.ts';

/** How adding a batch of messages came out. */
export interface Added {
  /** Message-IDs that were not there, or that were a ghost. */
  readonly new: number;
  /** Messages that were there already, with the same content. */
  readonly known: number;
  /** Messages that were there already, with another content. */
  readonly other: number;
}

/** A mail as its rows hold it: all that is costly to make, made. */
export interface PackedMessage extends PackedRaw {
  readonly messageId: string;
  readonly contentHash: string;
  /** See `listRank`. */
  readonly rank: number;
  /** SHA-256 of the bytes, in hex, and how many they are. */
  readonly rawHash: string;
  readonly rawBytes: number;
  /** The decoded headers, as JSON. */
  readonly envelope: string;
  readonly text: string;
  readonly listIds: readonly string[];
  readonly origin: Origin;
  readonly issues: readonly Issue[];
}

/** Makes of a mail what is stored of it. */
export function packMessage(message: Message): PackedMessage {
  const { messageId, contentHash, text, listIds, origin, issues, raw } = message;
  const envelope = envelopeOf(message);
  return {
    messageId,
    contentHash,
    rank: listRank(listIds),
    rawHash: hash('sha256', raw, 'hex'),
    rawBytes: raw.byteLength,
    envelope,
    text,
    listIds,
    origin,
    issues,
    ...packRaw(raw, envelope, text),
  };
}

interface KnownCopy {
  readonly message_id: string;
  readonly content_hash: string;
  readonly list_rank: number;
  readonly raw_hash: string;
}

/**
 * Stores messages with their raw bytes and where they came from. Runs inside the caller's transaction.
 *
 * Of two deliveries with the same content the one is kept that `preferred` names, so that the database ends the same
 * whatever the order of the sources. New and changed messages are marked pending: their threads want deriving.
 */
export async function addMessages(connection: Connection, messages: readonly PackedMessage[]): Promise<Added> {
  const ids = JSON.stringify([...new Set(messages.map((message) => message.messageId))]);
  const known = await connection.all<KnownCopy>(
    'SELECT message_id, content_hash, list_rank, raw_hash FROM copy WHERE message_id IN (SELECT value FROM json_each(?))',
    [ids],
  );
  const best = new Map<string, PackedMessage | KnownCopy>(
    known.map((copy) => [key(copy.message_id, copy.content_hash), copy]),
  );
  const seen = new Set(known.map((copy) => copy.message_id));
  const count = { new: 0, known: 0, other: 0 };

  for (const message of messages) {
    const place = key(message.messageId, message.contentHash);
    const held = best.get(place);
    if (held !== undefined) count.known += 1;
    else if (seen.has(message.messageId)) count.other += 1;
    else count.new += 1;
    seen.add(message.messageId);
    if (held === undefined || isPreferred(message, held)) best.set(place, message);
  }

  const fresh = [...best.values()].filter((copy) => 'messageId' in copy);
  await putCopies(connection, fresh);
  await refreshMessages(connection, ids);
  await addDeliveries(connection, messages);
  await refreshLists(connection, ids);
  await markPending(connection, JSON.stringify([...new Set(fresh.map(({ messageId }) => messageId))]));
  await addIssues(
    connection,
    messages.flatMap((message) =>
      message.issues.map((issue) => ({ scope: message.messageId, stage: 'mail' as const, issue })),
    ),
  );
  return count;
}

/** A separator that no Message-ID holds. */
function key(messageId: string, contentHash: string): string {
  return `${messageId}\n${contentHash}`;
}

function isPreferred(copy: PackedMessage, held: PackedMessage | KnownCopy): boolean {
  const rank = 'rank' in held ? held.rank : held.list_rank;
  const hash = 'rawHash' in held ? held.rawHash : held.raw_hash;
  return copy.rank < rank || (copy.rank === rank && copy.rawHash < hash);
}

async function putCopies(connection: Connection, copies: readonly PackedMessage[]): Promise<void> {
  const rows = copies.map((copy) => [
    copy.messageId,
    copy.contentHash,
    copy.rank,
    copy.rawHash,
    copy.rawBytes,
    copy.envelope,
    copy.text,
    copy.endsWithText ? 1 : 0,
    copy.raw,
  ]);
  await insertRows(
    connection,
    `INSERT INTO copy (message_id, content_hash, list_rank, raw_hash, raw_bytes, envelope, text,
       ends_with_text, raw)
     VALUES * ON CONFLICT (message_id, content_hash) DO UPDATE SET
       list_rank = excluded.list_rank, raw_hash = excluded.raw_hash, raw_bytes = excluded.raw_bytes,
       envelope = excluded.envelope, text = excluded.text,
       ends_with_text = excluded.ends_with_text, raw = excluded.raw`,
    rows,
  );
}

/** Headers that the envelope has as fields of its own, and those that only mail programs read. The raw mail keeps them. */
const LEFT_OUT =
  /^(?:from|to|cc|date|subject|in-reply-to|references|list-.*|x-mailing-list|x-original-to|autocrypt|mime-version|content-.*|precedence|x-clientproxiedby|x-brightmail-.*|x-forwarded-encrypted|ironport-.*|x-authority-analysis)$/;

/** The decoded headers as `loadMessages` reads them back; whom a mail was sent to stays in its bytes alone. */
function envelopeOf(message: Message): string {
  const { from, date, subject, inReplyTo, references, listIds } = message;
  const headers = [...message.headers].filter(([name]) => !LEFT_OUT.test(name));
  return JSON.stringify({ from, date, subject, inReplyTo, references, listIds, headers });
}

/** Sets the columns of messages, given as a JSON array of ids, from their canonical copies; turns a ghost into a message. */
export async function refreshMessages(connection: Connection, ids: string): Promise<void> {
  await connection.run(
    `INSERT INTO message (message_id, date, from_name, from_email, subject, list_ids, is_ghost, content_hash)
     SELECT message_id, envelope ->> '$.date', envelope ->> '$.from.name', envelope ->> '$.from.email',
            envelope ->> '$.subject', '[]', 0, content_hash
     FROM (SELECT *, row_number() OVER (PARTITION BY message_id ORDER BY list_rank, raw_hash, content_hash) AS place
           FROM copy WHERE message_id IN (SELECT value FROM json_each(?)))
     WHERE place = 1
     ON CONFLICT (message_id) DO UPDATE SET
       date = excluded.date, from_name = excluded.from_name, from_email = excluded.from_email,
       subject = excluded.subject, is_ghost = 0, content_hash = excluded.content_hash`,
    [ids],
  );
}

async function addDeliveries(connection: Connection, messages: readonly PackedMessage[]): Promise<void> {
  const rows = messages.map((message) => ({
    id: message.messageId,
    hash: message.contentHash,
    source: message.origin.source,
    offset: message.origin.offset,
    lists: message.listIds,
  }));
  await connection.run(
    `INSERT INTO delivery (message_id, content_hash, source, byte_offset, list_ids)
     SELECT d ->> 'id', d ->> 'hash', d ->> 'source', d ->> 'offset', d -> 'lists'
     FROM ${given('d')} WHERE true
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
}

/** Sets the lists of messages, given as a JSON array of ids, to all that delivered a copy. */
export async function refreshLists(connection: Connection, ids: string): Promise<void> {
  await connection.run(
    `UPDATE message SET list_ids = coalesce(
       (SELECT json_group_array(DISTINCT list.value ORDER BY list.value)
        FROM delivery d, json_each(d.list_ids) list WHERE d.message_id = message.message_id), '[]')
     WHERE message_id IN (SELECT value FROM json_each(?))`,
    [ids],
  );
}

/** Marks messages, given as a JSON array of ids, whose threads want deriving. */
export async function markPending(connection: Connection, ids: string): Promise<void> {
  await connection.run('UPDATE message SET is_pending = 1 WHERE message_id IN (SELECT value FROM json_each(?))', [ids]);
}
