import type { FoldedComment } from '../../patch/fold.ts';
import { claimsIn, type PatchReview } from '../fold-patch.ts';

/** A patch as a tree for JSON: files, hunks, lines, and the comments of each with their claims. */
export function patchTree({ folded, claims }: Pick<PatchReview, 'folded' | 'claims'>): object {
  const said = (comments: readonly FoldedComment[]) =>
    comments.map(({ messageId, type, ...comment }) => ({
      message_id: messageId,
      type,
      ...comment,
      claims: claimsIn({ messageId, type, ...comment }, claims).map(({ claim_id, kind, status, verdict }) => ({
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
