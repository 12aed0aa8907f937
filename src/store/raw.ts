import { deflateSync, inflateSync } from 'node:zlib';
import type { Connection } from './connection.ts';
import { HEADER_WORDS } from './header-words.ts';

/** The bytes of a mail as they are stored. */
export interface PackedRaw {
  /** Deflated (zlib) with the dictionary of the row: all bytes, or those before the text. */
  readonly raw: Uint8Array;
  /** The mail ends with its decoded text, which is stored anyway: nine mails of ten do. */
  readonly endsWithText: boolean;
}

/** Of zlib: headers take 3 % more than at its default of 6, and two thirds of the time (1,500 mails). */
const LEVEL = 3;

/** Packs the bytes of a mail beside its decoded headers and text. */
export function packRaw(raw: Uint8Array, envelope: string, text: string): PackedRaw {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const tail = Buffer.from(text, 'utf8');
  const head = bytes.length - tail.length;
  const endsWithText = tail.length > 0 && head >= 0 && bytes.subarray(head).equals(tail);
  const dictionary = dictionaryOf(envelope, text, endsWithText);
  return {
    raw: deflateSync(endsWithText ? bytes.subarray(0, head) : bytes, { dictionary, level: LEVEL }),
    endsWithText,
  };
}

/** The text of a mail is looked at as far as zlib's window leaves room for the headers. */
const MOST_TEXT = 24 * 1024;

/**
 * What most mails hold, and what stands in the row anyway: zlib finds the bytes of a mail again in it.
 *
 * Mails that older versions stored were packed without one, and zlib tells by itself.
 */
function dictionaryOf(envelope: string, text: string, endsWithText: boolean): Buffer {
  const body = endsWithText ? '' : text.slice(-MOST_TEXT);
  return Buffer.from(`${HEADER_WORDS}${body}${envelope}`, 'utf8');
}

/** The bytes of a mail again. */
export function unpackRaw({ raw, endsWithText }: PackedRaw, envelope: string, text: string): Buffer {
  const head = inflateSync(raw, { dictionary: dictionaryOf(envelope, text, endsWithText) });
  return endsWithText ? Buffer.concat([head, Buffer.from(text, 'utf8')]) : head;
}

/** Reads the bytes of the canonical copy of a mail as they stood in its archive; undefined for a ghost or an unknown id. */
export async function readRaw(connection: Connection, messageId: string): Promise<Buffer | undefined> {
  const row = await connection.get<{ raw: Uint8Array; ends_with_text: number; envelope: string; text: string }>(
    `SELECT c.raw, c.ends_with_text, c.envelope, c.text
     FROM message m JOIN copy c ON c.message_id = m.message_id AND c.content_hash = m.content_hash
     WHERE m.message_id = ?`,
    [messageId],
  );
  if (row === undefined) return undefined;
  return unpackRaw({ raw: row.raw, endsWithText: row.ends_with_text === 1 }, row.envelope, row.text);
}
