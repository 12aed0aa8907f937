import { type LaterVersion, type LedgerMail, ledgerOf } from '../claims/ledger.ts';
import type { Relation } from '../claims/relations.ts';
import { groupBy } from '../groups.ts';
import type { Patch } from '../patch/patch.ts';
import type { ClaimPlace } from '../store/claim-places.ts';
import type { ClaimEvent } from '../store/claims.ts';
import type { Series } from '../thread/series.ts';
import { laterVersions } from './later-versions.ts';

/** What becomes of claims: the steps of their ledgers, and where their lines stand in later versions. */
export interface Followed {
  readonly events: readonly ClaimEvent[];
  readonly places: readonly ClaimPlace[];
}

/** A mail as far as what becomes of its claims needs it. */
export interface FollowedMail extends LedgerMail {
  readonly patch: Patch;
}

/**
 * Follows the claims in messages that were read together.
 *
 * @param mails parents before the mails that answer them
 * @param relations how their claims react to each other
 */
export function followClaims(
  mails: readonly FollowedMail[],
  relations: readonly Relation[],
  series: readonly Series[],
): Followed {
  const later = laterVersions(
    series,
    mails.map(({ patch }) => patch),
  );
  const next = later.filter(({ isNext }) => isNext);
  return { events: ledgerOf(mails, relations, next), places: placesOf(mails, later) };
}

function placesOf(mails: readonly FollowedMail[], later: readonly LaterVersion[]): ClaimPlace[] {
  const byPatch = groupBy(later, ({ patch }) => patch);
  return mails.flatMap(({ claims }) =>
    claims.flatMap(({ claimId, anchor }) => {
      if (anchor === undefined) return [];
      const versions = byPatch.get(anchor.place.messageId) ?? [];
      return versions.map(({ messageId, carry }) => ({ claimId, headMessageId: messageId, ...carry(anchor.place) }));
    }),
  );
}
