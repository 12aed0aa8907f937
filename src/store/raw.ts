import { deflateSync, inflateSync } from 'node:zlib';
import type { Connection } from './connection.ts';

/** The bytes of a mail as they are stored. */
export interface PackedRaw {
  /** Deflated (zlib): all bytes, or those before the text. */
  readonly raw: Uint8Array;
  /** The mail ends with its decoded text, which is stored anyway: nine mails of ten do. */
  readonly endsWithText: boolean;
}

/** Packs the bytes of a mail beside its decoded text. */
export function packRaw(raw: Uint8Array, text: string): PackedRaw {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const tail = Buffer.from(text, 'utf8');
  const head = bytes.length - tail.length;
  const endsWithText = tail.length > 0 && head >= 0 && bytes.subarray(head).equals(tail);
  return { raw: deflateSync(endsWithText ? bytes.subarray(0, head) : bytes), endsWithText };
}

/** Reads the bytes of the canonical copy of a mail as they stood in its archive; undefined for a ghost or an unknown id. */
export async function readRaw(connection: Connection, messageId: string): Promise<Buffer | undefined> {
  const row = await connection.get<{ raw: Uint8Array; ends_with_text: number; text: string }>(
    `SELECT c.raw, c.ends_with_text, c.text
     FROM message m JOIN copy c ON c.message_id = m.message_id AND c.content_hash = m.content_hash
     WHERE m.message_id = ?`,
    [messageId],
  );
  if (row === undefined) return undefined;
  const head = inflateSync(row.raw);
  return row.ends_with_text === 1 ? Buffer.concat([head, Buffer.from(row.text, 'utf8')]) : head;
}
