import { ledgerOf } from '../claims/ledger.ts';
import { relationsOf } from '../claims/relations.ts';
import type { ClaimEvent } from '../store/claims.ts';
import { laterVersions } from './later-versions.ts';
import type { ReviewedMessages } from './review-messages.ts';

/** Keeps the ledgers of the claims in messages that were read together. */
export function claimEvents({ mails, series }: ReviewedMessages): ClaimEvent[] {
  const patches = mails.map(({ reviewed }) => reviewed.patch);
  return ledgerOf(mails, relationsOf(mails), laterVersions(series, patches)).map((event) => ({
    ...event,
    checkId: undefined,
  }));
}
