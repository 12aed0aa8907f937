import type { Message } from '../mail/message.ts';
import type { Series, SeriesPatch } from './series.ts';

/** What comparing versions needs of a series: a `Series`, or one whose mails were left behind for what they change. */
export interface Version extends Omit<Series, 'cover' | 'patches'> {
  readonly cover: Pick<Message, 'messageId'> | undefined;
  readonly patches: readonly VersionPatch[];
  /** Beside what the patches that have their mails change; see `Changes`. */
  readonly changes?: { readonly lines: Iterable<number>; readonly files: readonly string[] };
}

/** A patch of a version, with or without its mail. */
export interface VersionPatch extends Omit<SeriesPatch, 'message'> {
  readonly message?: Pick<Message, 'text'>;
}
