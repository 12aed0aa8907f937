import type { Anchor } from './anchor.ts';
import type { FileChange, Hunk, HunkLine, Patch } from './patch.ts';
import type { Comment, CommentRef, Reviewed, Scope } from './reviewed.ts';

/** A mail of the discussion and who sent it. */
export interface Spoken {
  readonly review: Reviewed;
  readonly author: string;
  readonly date: string | undefined;
}

/** A comment where it belongs in the diff. */
export interface FoldedComment {
  readonly messageId: string;
  readonly author: string;
  readonly date: string | undefined;
  /** 0 for a comment on the patch, 1 for an answer to it, and so on. */
  readonly depth: number;
  /** Words, the code that they propose, or a diff. */
  readonly type: Comment['leaf']['type'];
  readonly lines: readonly string[];
  /** Where the lines stand in the mail's decoded text, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly scope: Scope;
  /** Undefined for words about no line. */
  readonly method: Anchor['method'] | undefined;
  readonly confidence: number;
}

export interface FoldedLine extends HunkLine {
  /** In the order in which the discussion went: an answer below what it answers. */
  readonly comments: readonly FoldedComment[];
}

export interface FoldedHunk extends Omit<Hunk, 'lines'> {
  readonly lines: readonly FoldedLine[];
}

export interface FoldedFile extends Omit<FileChange, 'hunks'> {
  readonly hunks: readonly FoldedHunk[];
}

/** A diff with its discussion folded in. */
export interface Folded {
  readonly messageId: string;
  /** Words about the patch as a whole or about no line of it. */
  readonly general: readonly FoldedComment[];
  readonly files: readonly FoldedFile[];
}

/**
 * Folds a discussion into the diff that it is about.
 *
 * @param patch The diff.
 * @param discussion The mails below the patch in the thread, in the order of the thread.
 */
export function foldDiscussion(patch: Patch, discussion: readonly Spoken[]): Folded {
  const byPlace = new Map<string, Remark[]>();
  const general: Remark[] = [];
  const depths = new Map<string, number>();
  for (const { review, author, date } of discussion) {
    for (const [index, comment] of review.comments.entries()) {
      if (comment.depth > 0) continue;
      const depth = comment.answers === undefined ? 0 : (depths.get(keyOf(comment.answers)) ?? 0) + 1;
      const ref = { messageId: review.messageId, comment: index };
      depths.set(keyOf(ref), depth);
      const remark = {
        ref,
        answers: comment.answers,
        folded: foldedOf(comment, review.messageId, author, date, depth),
      };
      const place = comment.anchor?.place;
      if (place === undefined) general.push(remark);
      else if (place.messageId === patch.messageId) add(byPlace, `${place.path} ${place.hunk} ${place.line}`, remark);
    }
  }
  const files = patch.files.map((file) => ({
    ...file,
    hunks: file.hunks.map((hunk, at) => ({
      ...hunk,
      lines: hunk.lines.map((line, index) => ({
        ...line,
        comments: inOrder(byPlace.get(`${file.path} ${at} ${index}`) ?? []),
      })),
    })),
  }));
  return { messageId: patch.messageId, general: inOrder(general), files };
}

interface Remark {
  readonly ref: CommentRef;
  readonly answers: CommentRef | undefined;
  readonly folded: FoldedComment;
}

function keyOf(ref: CommentRef): string {
  return `${ref.comment} ${ref.messageId}`;
}

function foldedOf(
  { leaf, scope, anchor }: Comment,
  messageId: string,
  author: string,
  date: string | undefined,
  depth: number,
): FoldedComment {
  const { type, lines, position } = leaf;
  const start = position.start.offset ?? 0;
  const end = position.end.offset ?? start;
  const [method, confidence] = [anchor?.method, anchor?.confidence ?? 0];
  return { messageId, author, date, depth, type, lines, start, end, scope, method, confidence };
}

function add(index: Map<string, Remark[]>, key: string, remark: Remark): void {
  const there = index.get(key);
  if (there === undefined) index.set(key, [remark]);
  else there.push(remark);
}

/** Puts each answer below what it answers and the answers that came before it. */
function inOrder(remarks: readonly Remark[]): FoldedComment[] {
  const here = new Set(remarks.map(({ ref }) => keyOf(ref)));
  const answers = new Map<string, Remark[]>();
  const waiting: Remark[] = [];
  for (const remark of remarks) {
    if (remark.answers !== undefined && here.has(keyOf(remark.answers))) add(answers, keyOf(remark.answers), remark);
    else waiting.push(remark);
  }
  waiting.reverse();
  const ordered: FoldedComment[] = [];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    ordered.push(next.folded);
    waiting.push(...(answers.get(keyOf(next.ref)) ?? []).reverse());
  }
  return ordered;
}
