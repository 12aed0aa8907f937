import type { Issue } from '../issue.ts';

/** ` ` context, `-` removed, `+` added. */
export type Mark = ' ' | '-' | '+';

/** A patch has two: what stood there, and what it makes of it. */
export type Side = 'before' | 'after';

export interface HunkLine {
  readonly mark: Mark;
  /** Without the mark. */
  readonly text: string;
  /** Line number in the old file; undefined for an added line. */
  readonly old: number | undefined;
  /** Line number in the new file; undefined for a removed line. */
  readonly new: number | undefined;
  /** Zero-based line of the mail's decoded text. */
  readonly mailLine: number;
}

export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** What follows the second `@@`: the function *before* the hunk, not always the one that it changes. */
  readonly heading: string;
  readonly lines: readonly HunkLine[];
}

export interface FileChange {
  /** Path after the change, `a/` and `b/` taken off; the old path where the file is deleted. */
  readonly path: string;
  readonly oldPath: string | undefined;
  readonly kind: 'modify' | 'add' | 'delete' | 'rename' | 'binary' | 'mode';
  /** Blob ids of the `index` line. */
  readonly oldBlob: string | undefined;
  readonly newBlob: string | undefined;
  readonly hunks: readonly Hunk[];
}

/** The diff that one mail carries. */
export interface Patch {
  readonly messageId: string;
  readonly files: readonly FileChange[];
  readonly issues: readonly Issue[];
}
