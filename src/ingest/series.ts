import type { SeriesRow } from '../store/series.ts';
import { changesOf } from '../thread/changed-lines.ts';
import type { Series } from '../thread/series.ts';
import type { Version } from '../thread/version.ts';
import { keysOf } from '../thread/versions.ts';

/** Makes the rows of a series. */
export function seriesRow(series: Series): SeriesRow {
  const { seriesId, version, title, parts, cover, patches } = series;
  return {
    headMessageId: seriesId,
    version,
    subject: title,
    parts,
    outline: outlineOf(series),
    keys: [...new Set(keysOf(series))],
    members: [
      ...(cover === undefined ? [] : [{ messageId: cover.messageId, part: 0 }]),
      ...patches.map(({ messageId, part }) => ({ messageId, part })),
    ],
  };
}

/** A series with what its mails change in place of the mails, so that linking versions need not read those again. */
function outlineOf(series: Series): Version {
  const { lines, files } = changesOf(series);
  return {
    ...series,
    cover: series.cover === undefined ? undefined : { messageId: series.cover.messageId },
    patches: series.patches.map(({ message, ...patch }) => patch),
    changes: { lines: [...lines], files: [...files] },
  };
}
