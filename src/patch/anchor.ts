import type { Mark } from './patch.ts';

/** A line of a patch: which mail, file, hunk and line. */
export interface PatchLine {
  /** Message-ID of the mail that holds the diff. */
  readonly messageId: string;
  readonly path: string;
  /** The function that the line stands in, undefined outside functions or where the hunk does not tell. */
  readonly function: string | undefined;
  /** Index of the hunk in its file. */
  readonly hunk: number;
  /** Index of the line in its hunk. */
  readonly line: number;
  readonly mark: Mark;
  readonly text: string;
  readonly side: 'before' | 'after';
  /** Line number in the file on that side. */
  readonly lineNumber: number;
}

/** What a comment is about, from the quoted line above it or from the comment that it answers. */
export interface Anchor {
  readonly place: PatchLine;
  /** How it was found. */
  readonly method: 'exact' | 'normalised' | 'context' | 'inherited' | 'named';
  /** 0 to 1. */
  readonly confidence: number;
  /** All places that fit as well, `place` among them, where more than one does. */
  readonly candidates: readonly PatchLine[];
}
