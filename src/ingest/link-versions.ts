import { groupBy } from '../groups.ts';
import type { Connection } from '../store/connection.ts';
import {
  eachOutline,
  linkSeries,
  linksOfSeries,
  pendingSeries,
  type SeriesLink,
  settleSeries,
} from '../store/series.ts';
import { markVersionsUnread } from '../store/threads.ts';
import type { Version } from '../thread/version.ts';
import { linkVersions } from '../thread/versions.ts';
import { DERIVATION } from './derivation.ts';
import { Sets } from './sets.ts';

/** Series whose outlines are read at a time, where more need not be compared. */
const BATCH = 512;

/**
 * Finds the links between versions for the series that were added or changed, and for those that these may be versions of.
 *
 * Threads whose series got other versions by this are unread again: their ledgers tell what later versions did.
 */
export async function linkPendingSeries(connection: Connection): Promise<void> {
  const keyed = await pendingSeries(connection);
  const pending = new Set(keyed.flatMap(({ head, pending: is }) => (is ? [head] : [])));
  if (pending.size === 0) return;

  const sets = new Sets();
  for (const { head, key } of keyed) sets.join(`${head}`, `\n${key}`);
  const groups = groupBy([...new Set(keyed.map(({ head }) => head))], (head) => sets.find(head));
  const links: SeriesLink[] = [];
  for (const heads of batches([...groups.values()])) {
    const versions: Version[] = [];
    await eachOutline(connection, heads, (outline) => versions.push(compact(outline as Version)));
    links.push(...linkVersions(versions).filter(({ to }) => pending.has(to)));
  }

  await connection.transaction(async () => {
    const before = await linksOfSeries(connection);
    await linkSeries(connection, [...pending], links);
    const after = await linksOfSeries(connection);
    const moved = [...after].filter(([head, { seriesId, previous }]) => {
      const was = before.get(head);
      return was?.seriesId !== seriesId || was.previous !== previous;
    });
    const touched = moved.flatMap(([head, { seriesId }]) => [seriesId, before.get(head)?.seriesId ?? seriesId]);
    await markVersionsUnread(connection, [...new Set(touched)], DERIVATION);
    await settleSeries(connection, [...pending]);
  });
}

/** A version with its lines in four bytes each: JSON's numbers take more, and those of a large archive are held at once. */
function compact({ changes, ...version }: Version): Version {
  return changes === undefined
    ? version
    : { ...version, changes: { ...changes, lines: Uint32Array.from(changes.lines) } };
}

function* batches(groups: readonly (readonly string[])[]): Generator<string[]> {
  let batch: string[] = [];
  for (const group of groups) {
    batch.push(...group);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
