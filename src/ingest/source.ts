import type { ArchivePiece } from '../mail/archive.ts';
import type { Origin } from '../mail/message.ts';

/** A place that mail is read from: a file, standard input, a maildir, a public-inbox repository. */
export interface Source {
  /** Absolute path, `-` for standard input, or a URL: what checkpoints and messages know it by. */
  readonly name: string;
  /** Changes when what the source holds does; undefined for a stream, which cannot be asked. */
  readonly fingerprint: string | undefined;
  /** Bytes or files in all, for progress; undefined where nobody knows. */
  readonly size: number | undefined;
  /**
   * Cuts the source into mails, from the start or after a position that an earlier piece had.
   *
   * A position is given only while the fingerprint is what it was then, or to a source whose positions stay good
   * when it grows (`growsAtEnd`).
   */
  pieces(after: string | undefined): AsyncIterable<SourcePiece>;
  /** True where mail is only ever added after what was read: the commits of a public-inbox repository. */
  readonly growsAtEnd: boolean;
}

/** A mail that an archive took back, with its bytes: what an earlier run read of it is to go. */
export interface Deletion {
  readonly kind: 'deletion';
  readonly raw: Uint8Array;
  readonly origin: Origin;
  readonly issues: readonly [];
}

/** A piece with the position that reading can go on after, and how much of `size` is read. */
export type SourcePiece = (ArchivePiece | Deletion) & { readonly position: string; readonly read: number };
