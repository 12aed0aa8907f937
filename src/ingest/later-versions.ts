import type { LaterVersion } from '../claims/ledger.ts';
import { carrier } from '../patch/carry.ts';
import type { Patch } from '../patch/patch.ts';
import type { Series } from '../thread/series.ts';
import { linkVersions } from '../thread/versions.ts';

/** Finds for each patch the next version of its series, and what became of its lines there. */
export function laterVersions(series: readonly Series[], patches: readonly Patch[]): readonly LaterVersion[] {
  const byId = new Map(patches.map((patch) => [patch.messageId, patch]));
  const bySeries = new Map(series.map((one) => [one.seriesId, one]));
  const patchesOf = (one: Series): Patch[] => one.patches.flatMap(({ messageId }) => byId.get(messageId) ?? []);
  return linkVersions(series).flatMap(({ from, to }) => {
    const earlier = bySeries.get(from);
    const next = bySeries.get(to);
    if (earlier === undefined || next === undefined) return [];
    const fresh = patchesOf(next);
    if (fresh.length === 0) return [];
    return patchesOf(earlier).map((patch) => ({
      patch: patch.messageId,
      messageId: next.seriesId,
      version: next.version,
      date: next.date,
      carry: carrier(patch, fresh),
    }));
  });
}
