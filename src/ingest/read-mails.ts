import type { Issue } from '../issue.ts';
import { readPiece } from '../mail/archive.ts';
import type { Origin } from '../mail/message.ts';
import { type PackedMessage, packMessage } from '../store/messages.ts';
import { type Bundle, bundle, unbundle } from './bundle.ts';
import type { SourcePiece } from './source.ts';

/** Mails as they were cut from an archive, their bytes in a bundle. */
export interface RawMails extends Bundle {
  readonly mails: readonly {
    readonly kind: 'mail' | 'page';
    readonly origin: Origin;
    readonly issues: readonly Issue[];
  }[];
}

/** Mails as they are stored, their packed bytes in a bundle. */
export interface PackedMails extends Bundle {
  readonly mails: readonly Omit<PackedMessage, 'raw'>[];
}

/** Makes a task of pieces of an archive. */
export function rawMails(pieces: readonly Exclude<SourcePiece, { kind: 'issue' }>[]): RawMails {
  return {
    ...bundle(pieces.map(({ raw }) => raw)),
    mails: pieces.map(({ kind, origin, issues }) => ({ kind: kind === 'page' ? 'page' : 'mail', origin, issues })),
  };
}

/** Parses mails and packs them for the store. */
export async function readMails(raw: RawMails): Promise<PackedMails> {
  const parts = unbundle(raw);
  const packed: PackedMessage[] = [];
  for (const [at, piece] of raw.mails.entries()) {
    const bytes = parts[at];
    if (bytes === undefined) throw new Error('expected the bytes of each mail in the bundle');
    packed.push(packMessage(await readPiece({ ...piece, raw: bytes })));
  }
  return { ...bundle(packed.map((mail) => mail.raw)), mails: packed.map(({ raw: bytes, ...mail }) => mail) };
}

/** The mails with their bytes again. */
export function unpackedMails(packed: PackedMails): PackedMessage[] {
  const parts = unbundle(packed);
  return packed.mails.map((mail, at) => ({ ...mail, raw: parts[at] ?? new Uint8Array(0) }));
}
