import type { FoldedComment } from '../../patch/fold.ts';
import type { Fields } from '../../schema/documents.ts';
import type { PatchReview } from '../fold-patch.ts';
import { claimsIn } from './claims-in.ts';

/** A patch as a tree for JSON: files, hunks, lines, and the comments of each with their claims. */
export function patchTree({
  folded,
  claims,
}: Pick<PatchReview, 'folded' | 'claims'>): Omit<Fields<'patch'>, 'message' | 'tags'> {
  const said = (comments: readonly FoldedComment[]) =>
    comments.map((comment) => ({
      message_id: comment.messageId,
      author: comment.author,
      date: comment.date,
      depth: comment.depth,
      type: comment.type,
      lines: comment.lines,
      start: comment.start,
      end: comment.end,
      scope: comment.scope,
      method: comment.method,
      confidence: comment.confidence,
      claims: claimsIn(comment, claims).map(({ claim_id, kind, status, verdict }) => ({
        claim_id,
        kind,
        status,
        verdict,
      })),
    }));
  return {
    general: said(folded.general),
    files: folded.files.map(({ path, oldPath, kind, hunks }) => ({
      path,
      old_path: oldPath ?? null,
      kind,
      hunks: hunks.map(({ oldStart, oldLines, newStart, newLines, heading, lines }) => ({
        old_start: oldStart,
        old_lines: oldLines,
        new_start: newStart,
        new_lines: newLines,
        heading,
        lines: lines.map(({ mark, text, old, new: fresh, comments }) => ({
          mark,
          text,
          old_line: old ?? null,
          new_line: fresh ?? null,
          comments: said(comments),
        })),
      })),
    })),
  };
}
