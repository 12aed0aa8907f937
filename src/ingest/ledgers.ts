import { type LaterVersion, ledgerOf } from '../claims/ledger.ts';
import { relationsOf } from '../claims/relations.ts';
import { groupBy } from '../groups.ts';
import type { ClaimPlace } from '../store/claim-places.ts';
import type { ClaimEvent } from '../store/claims.ts';
import { laterVersions } from './later-versions.ts';
import type { ReviewedMail, ReviewedMessages } from './review-messages.ts';

/** What becomes of claims: the steps of their ledgers, and where their lines stand in later versions. */
export interface Followed {
  readonly events: readonly ClaimEvent[];
  readonly places: readonly ClaimPlace[];
}

/** Follows the claims in messages that were read together. */
export function followClaims({ mails, series }: ReviewedMessages): Followed {
  const patches = mails.map(({ reviewed }) => reviewed.patch);
  const later = laterVersions(series, patches);
  const next = later.filter(({ isNext }) => isNext);
  const events = ledgerOf(mails, relationsOf(mails), next).map((event) => ({ ...event, checkId: undefined }));
  return { events, places: placesOf(mails, later) };
}

function placesOf(mails: readonly ReviewedMail[], later: readonly LaterVersion[]): ClaimPlace[] {
  const byPatch = groupBy(later, ({ patch }) => patch);
  return mails.flatMap(({ claims }) =>
    claims.flatMap(({ claimId, anchor }) => {
      if (anchor === undefined) return [];
      const versions = byPatch.get(anchor.place.messageId) ?? [];
      return versions.map(({ messageId, carry }) => ({ claimId, headMessageId: messageId, ...carry(anchor.place) }));
    }),
  );
}
