import type { Root as MdastRoot } from 'mdast';
import type { Parent, Position } from 'unist';

/**
 * Every node of a body tree has a position in the decoded text; offsets are UTF-16 code units, end exclusive.
 *
 * A leaf covers whole lines: from the first quote mark of its first line up to and with the line end of its last
 * one. So the leaves, in order, tile the text, and `text.slice(start.offset, end.offset)` of each, joined, is the text.
 */
interface Placed {
  readonly position: Position;
}

/** A whole mail text. The leaves' texts joined, quote marks included, give the text back. */
export interface Body extends Parent {
  position: Position;
  readonly type: 'body';
  children: BodyNode[];
}

/** `> ` lines of one depth, with what they quote inside. */
export interface Quote extends Parent {
  position: Position;
  readonly type: 'quote';
  /** 1 for `> `, 2 for `> > `. A quote inside may skip a depth: `> > ` where no `> ` stands before it. */
  readonly depth: number;
  /** Whose words, from the attribution line, as written there: name or address; undefined where nobody says. */
  readonly author: string | undefined;
  children: BodyNode[];
}

/** Text without its quote marks; `lines[i]` stands on line `position.start.line + i`. */
interface Lines extends Placed {
  readonly lines: readonly string[];
}

/** `On Mon, X wrote:` in any of its forms. */
export interface Attribution extends Lines {
  readonly type: 'attribution';
  readonly author: string | undefined;
  readonly date: string | undefined;
}

/** Own or quoted words; `mdast` has its positions relative to `lines` joined by LF, and is read when first asked for. */
export interface Prose extends Lines {
  readonly type: 'prose';
  readonly mdast: MdastRoot;
}

/** What the lines of a diff are: the change itself, its statistics, a merge, or a comparison of two versions. */
export type DiffForm = 'unified' | 'combined' | 'stat' | 'range-diff' | 'interdiff';

/** Lines of a diff: file headers, hunks, diffstat, or any run of them that a quote left over. */
export interface Diff extends Lines {
  readonly type: 'diff';
  readonly form: DiffForm;
}

/** Code that is no diff: an excerpt, a call trace, a race diagram. */
export interface Code extends Lines {
  readonly type: 'code';
  readonly flavour: 'excerpt' | 'trace' | 'race';
}

/** `Reviewed-by: …` and its kin. */
export interface Trailer extends Lines {
  readonly type: 'trailer';
  readonly key: string;
  readonly value: string;
}

/** `-- ` and what follows. */
export interface Signature extends Lines {
  readonly type: 'signature';
}

/** What a list or a mail program appended, undecoded attachments among it. */
export interface Footer extends Lines {
  readonly type: 'footer';
}

/** `[...]`, `<snip>`: words that say something was cut. */
export interface Snip extends Lines {
  readonly type: 'snip';
}

/** `---`, scissors, blank lines: what separates and says nothing. */
export interface Break extends Lines {
  readonly type: 'break';
}

export type Leaf = Attribution | Prose | Diff | Code | Trailer | Signature | Footer | Snip | Break;
export type BodyNode = Quote | Leaf;
