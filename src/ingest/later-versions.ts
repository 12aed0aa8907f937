import type { LaterVersion } from '../claims/ledger.ts';
import { groupBy } from '../groups.ts';
import type { PatchLine } from '../patch/anchor.ts';
import { type Carried, carrier } from '../patch/carry.ts';
import type { Patch } from '../patch/patch.ts';
import type { Series } from '../thread/series.ts';
import { linkVersions } from '../thread/versions.ts';

/** A later version of a patch, and whether it is the one right after it. */
export interface FollowingVersion extends LaterVersion {
  readonly isNext: boolean;
}

/** Finds for each patch the later versions of its series, nearest first, and what became of its lines there. */
export function laterVersions(series: readonly Series[], patches: readonly Patch[]): readonly FollowingVersion[] {
  const byId = new Map(patches.map((patch) => [patch.messageId, patch]));
  const bySeries = new Map(series.map((one) => [one.seriesId, one]));
  const links = groupBy(linkVersions(series), (link) => link.from);
  const patchesOf = (one: Series): Patch[] => one.patches.flatMap(({ messageId }) => byId.get(messageId) ?? []);
  const after = (seriesId: string): Series[] => (links.get(seriesId) ?? []).flatMap(({ to }) => bySeries.get(to) ?? []);
  return series.flatMap((earlier) => {
    const next = after(earlier.seriesId);
    const following = new Set(next);
    for (const one of following) for (const later of after(one.seriesId)) following.add(later);
    return [...following].flatMap((later) => {
      const fresh = patchesOf(later);
      if (fresh.length === 0) return [];
      return patchesOf(earlier).map((patch) => ({
        patch: patch.messageId,
        messageId: later.seriesId,
        version: later.version,
        date: later.date,
        isNext: next.includes(later),
        carry: whenAsked(() => carrier(patch, fresh)),
      }));
    });
  });
}

/** Aligning all lines of two versions is work that only a patch with claims needs. */
function whenAsked(make: () => (place: PatchLine) => Carried): (place: PatchLine) => Carried {
  let carry: ((place: PatchLine) => Carried) | undefined;
  return (place) => {
    carry ??= make();
    return carry(place);
  };
}
