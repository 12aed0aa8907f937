import type { FoldedComment } from '../../patch/fold.ts';
import type { ClaimRow } from '../../store/view-claims.ts';

/** The claims that were read in the words of a comment, those that want an answer or have a verdict. */
export function claimsIn({ messageId, start, end }: FoldedComment, claims: readonly ClaimRow[]): readonly ClaimRow[] {
  return claims.filter(
    (claim) =>
      claim.message_id === messageId &&
      claim.start < end &&
      claim.end > start &&
      (claim.status !== null || claim.verdict !== null),
  );
}
