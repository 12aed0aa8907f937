import type { MailLine } from '../body/line.ts';
import type { Body, Code, Diff, Prose } from '../body/nodes.ts';
import type { Anchor } from './anchor.ts';
import type { Patch } from './patch.ts';

/** The line that a quoted line was taken from. */
export interface Source {
  readonly messageId: string;
  /** Zero-based line of that mail's text. */
  readonly line: number;
  /** Quote depth of the line there: 0 where it is that mail's own, more where its own source is not at hand. */
  readonly depth: number;
  /** `line`: equal, white space aside; `part`: found inside the text, since a mailer wrapped one of the two. */
  readonly match: 'line' | 'part';
}

/** How much of the patch a comment is about. */
export type Scope = 'line' | 'hunk' | 'function' | 'file' | 'patch';

/** Words of one author in one place of a mail, or the code that they propose, and what it is about. */
export interface Comment {
  readonly leaf: Prose | Code | Diff;
  /** 0 for the sender's own words. */
  readonly depth: number;
  /** Undefined where the words are about no line: the patch as a whole, its message, another subject. */
  readonly anchor: Anchor | undefined;
  readonly scope: Scope;
  /** Whether the words stand below the quoted line that they are about, as most do, or above it. */
  readonly stands: 'below' | 'above';
  /** For quoted words: where they were said first. */
  readonly said: CommentRef | undefined;
  /** The comment that these words answer. */
  readonly answers: CommentRef | undefined;
}

/** A comment: the mail that it stands in, and its index in that mail's `comments`. */
export interface CommentRef {
  readonly messageId: string;
  readonly comment: number;
}

/** A mail read to the end: its tree, its diff, whose words each line is, and what its comments are about. */
export interface Reviewed {
  readonly messageId: string;
  readonly text: string;
  readonly lines: readonly MailLine[];
  readonly body: Body;
  readonly patch: Patch;
  /** One entry a line: where a quoted line comes from; undefined for own lines and where no ancestor has it. */
  readonly sources: readonly (Source | undefined)[];
  /** In the order of the text: all prose, own and quoted, and the code that a reply proposes. */
  readonly comments: readonly Comment[];
}

/** Text without white space, which mailers change; two lines with equal squash are the same line. */
export function squash(text: string): string {
  return text.replace(/\s+/g, '');
}

/** The squash of each of some lines, at a third of the time. */
export function squashAll(lines: readonly string[]): string[] {
  return lines.length === 0
    ? []
    : lines
        .join('\n')
        .replace(/[^\S\n]+/g, '')
        .split('\n');
}
