/**
 * Something in the input that could not be read as it should: kept beside the result, never thrown.
 *
 * Bad mail is normal. A stage that loses or guesses something returns what it could read together with the issues
 * that say what was lost and where, so that nothing is dropped silently.
 */
export interface Issue {
  /** Which stage noticed it, with what: `mail.charset`, `patch.hunk-count`. Stable, lower case, dotted. */
  readonly code: string;
  /** One sentence for a person: what is wrong and what was done instead. */
  readonly says: string;
  /** Where the input came from: a path, a Message-ID, or a path with `:line`. */
  readonly where?: string;
  /** Byte offset in the source, where known. */
  readonly offset?: number;
}
