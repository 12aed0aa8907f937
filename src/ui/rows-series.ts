import { type Column, cell, columnHeads, columnWidths } from './columns.ts';
import type { SeriesItem } from './data.ts';
import { lazyRows, type Row, type Rows, type Segment, segment, textRow } from './rows.ts';
import type { Glyphs } from './theme.ts';
import { day } from './words.ts';

/** Columns of the list of series before the subject. */
const COLUMNS: readonly Column[] = [
  { head: 'newest', widths: [11, 11, 0] },
  { head: 'version', widths: [8, 8, 4] },
  { head: 'versions', widths: [9, 9, 0] },
  { head: 'patches', widths: [8, 8, 0] },
  { head: 'tags', widths: [5, 0, 0] },
  { head: 'open', widths: [5, 5, 5] },
  { head: 'confirmed', widths: [10, 10, 5] },
  { head: 'from', widths: [18, 0, 0] },
];

/** The heads of the columns of the list of series, for a list of some width. */
export function seriesHeads(width: number, glyphs: Glyphs): readonly Segment[] {
  return columnHeads(COLUMNS, 'subject', width, glyphs);
}

/** The list of series, each with its newest version. */
export function seriesRows(series: readonly SeriesItem[], width: number, glyphs: Glyphs, filter: string): Rows {
  const widths = columnWidths(COLUMNS, width);
  return lazyRows(
    series,
    ({ seriesId }) => seriesId,
    (item) => seriesRow(item, widths, glyphs),
    filter === ''
      ? textRow('empty', 'No series of patches yet. Read some with `mmlore ingest ARCHIVE`.', 'muted')
      : textRow('empty', `No series matches “${filter}”. Esc shows all.`, 'muted'),
  );
}

function seriesRow(item: SeriesItem, widths: readonly number[], glyphs: Glyphs): Row {
  const newest = item.versions.at(-1);
  const number = (value: number) => (value === 0 ? '' : String(value));
  const cells: readonly Segment[] = [
    segment(day(newest?.date), 'muted'),
    segment(`v${newest?.version ?? 1}`.padStart(Math.max(0, (widths[1] ?? 0) - 1))),
    segment(number(item.versions.length).padStart(8)),
    segment(`${newest?.received ?? 0}/${newest?.parts ?? 0}`.padStart(7)),
    segment(number(item.endorsed).padStart(4), 'trailer'),
    segment(number(item.open).padStart(4), 'unknown'),
    segment(item.confirmed === 0 ? '' : `${glyphs.bad} ${item.confirmed}`, 'bad'),
    segment(item.fromName),
  ];
  const threadId = newest?.threadId;
  return {
    anchor: item.seriesId,
    segments: [
      ...cells.flatMap((one, index) => cell([one], widths[index], glyphs)),
      { ...segment(item.subject), lit: true },
    ],
    ...(newest === undefined || threadId === undefined
      ? {}
      : { target: { kind: 'thread', threadId, messageId: newest.head } }),
  };
}
