import type { Issue } from '../issue.ts';

/** A mailbox of RFC 5322: a display name, which may be empty, and an address in lower case, which may be empty. */
export interface Address {
  readonly name: string;
  readonly email: string;
}

/** Where the bytes of a message stood. */
export interface Origin {
  /** Path of the archive, `-` for standard input, or a URL. */
  readonly source: string;
  /** Byte offset of the message in the unpacked source. */
  readonly offset: number;
}

/** One mail as it was read: headers decoded, text decoded, bytes kept. */
export interface Message {
  /** Without angle brackets. A mail that has none gets `HASH@no-message-id.invalid`, and an issue. */
  readonly messageId: string;
  readonly from: Address;
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  /** ISO 8601 in UTC, undefined where the Date header is missing or makes no sense. */
  readonly date: string | undefined;
  readonly subject: string;
  /** Without angle brackets, in header order. */
  readonly inReplyTo: readonly string[];
  /** Without angle brackets, oldest first. */
  readonly references: readonly string[];
  /** Lists that delivered this copy (List-Id, else X-Mailing-List), `linux-mm.kvack.org`. */
  readonly listIds: readonly string[];
  /** Remaining headers that later stages read: lower-case name → decoded values. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** The decoded text: LF line ends, format=flowed unwrapped where that keeps diffs whole, attached patches appended. */
  readonly text: string;
  /** SHA-256 in hex over the fields that public-inbox hashes; equal for two deliveries of one mail. */
  readonly contentHash: string;
  /** The bytes as they stood in the archive, mbox escapes undone. */
  readonly raw: Uint8Array;
  readonly origin: Origin;
  readonly issues: readonly Issue[];
}
