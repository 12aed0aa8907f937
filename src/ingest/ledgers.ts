import { ledgerOf } from '../claims/ledger.ts';
import { relationsOf } from '../claims/relations.ts';
import { type ClaimEvent, putClaimEvents } from '../store/claims.ts';
import type { Connection } from '../store/connection.ts';
import { loadMessages, membersOf } from '../store/derived.ts';
import { threadsOfSeries, threadsOfVersions } from '../store/series.ts';
import { laterVersions } from './later-versions.ts';
import { type ReviewedMessages, reviewMessages } from './review-messages.ts';

/** Keeps the ledgers of the claims in messages that were read together. */
export function claimEvents({ mails, series }: Pick<ReviewedMessages, 'mails' | 'series'>): ClaimEvent[] {
  const patches = mails.map(({ reviewed }) => reviewed.patch);
  return ledgerOf(mails, relationsOf(mails), laterVersions(series, patches)).map((event) => ({
    ...event,
    checkId: undefined,
  }));
}

/**
 * Keeps the ledgers of claims on series whose versions stand in several threads: only there does a later version show
 * what became of an earlier one.
 *
 * @param heads first mails of the series whose links were found anew
 */
export async function keepVersionLedgers(connection: Connection, heads: readonly string[]): Promise<void> {
  const kept = new Set<string>();
  for (const thread of await threadsOfSeries(connection, heads)) {
    if (kept.has(thread)) continue;
    const group = await threadsOfVersions(connection, thread);
    for (const one of group) kept.add(one);
    if (group.length === 1) continue;
    const members = [...(await membersOf(connection, group)).values()].flat();
    const review = reviewMessages(await loadMessages(connection, members));
    const mailIds = review.mails.map(({ message }) => message.messageId);
    await connection.transaction(() => putClaimEvents(connection, mailIds, claimEvents(review)));
  }
}
