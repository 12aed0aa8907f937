import type { Hit, ThreadItem } from './data.ts';
import {
  blankRow,
  fit,
  lazyRows,
  litSegment,
  type Row,
  type Rows,
  rowsOf,
  type Segment,
  segment,
  textRow,
  wrap,
} from './rows.ts';
import type { Glyphs } from './theme.ts';
import { day } from './words.ts';

/** From how many columns on a list has room for all its columns. */
export const ROOMY = 100;

/** Columns of the list of threads before the subject: the head, its width, the width where there is less room. */
const COLUMNS = [
  { head: 'last mail', width: 11, tight: 11 },
  { head: 'mails', width: 6, tight: 6 },
  { head: 'patches', width: 8, tight: 0 },
  { head: 'open', width: 5, tight: 5 },
  { head: 'confirmed', width: 10, tight: 10 },
  { head: 'from', width: 18, tight: 14 },
] as const;

function widthsFor(width: number): readonly number[] {
  return COLUMNS.map((column) => (width < ROOMY ? column.tight : column.width));
}

/** The heads of the columns of the list of threads, for a list of some width. */
export function threadsHeads(width: number, glyphs: Glyphs): readonly Segment[] {
  const widths = widthsFor(width);
  const heads = COLUMNS.flatMap(({ head }, index) => cell([segment(head, 'muted')], widths[index], glyphs));
  return [...heads, segment('subject', 'muted')];
}

/** The list of threads, as many as there are. */
export function threadRows(threads: readonly ThreadItem[], width: number, glyphs: Glyphs, filter: string): Rows {
  const widths = widthsFor(width);
  return lazyRows(
    threads,
    (item) => item.threadId,
    (item) => threadRow(item, widths, glyphs),
    filter === ''
      ? textRow('empty', 'No threads yet. Read some with `mmlore ingest ARCHIVE`.', 'muted')
      : textRow('empty', `No thread matches “${filter}”. Esc shows all.`, 'muted'),
  );
}

function threadRow(item: ThreadItem, widths: readonly number[], glyphs: Glyphs): Row {
  const number = (value: number) => (value === 0 ? '' : String(value));
  const cells: readonly Segment[] = [
    segment(day(item.lastDate), 'muted'),
    segment(number(item.messages).padStart(5)),
    segment(number(item.patches).padStart(7)),
    segment(number(item.open).padStart(4), 'unknown'),
    segment(item.confirmed === 0 ? '' : `${glyphs.bad} ${item.confirmed}`, 'bad'),
    segment(item.fromName),
  ];
  const subject = item.subject === '' ? segment('(the first mail is missing)', 'muted') : segment(item.subject);
  return {
    anchor: item.threadId,
    segments: [...cells.flatMap((one, index) => cell([one], widths[index], glyphs)), { ...subject, lit: true }],
    target: { kind: 'thread', threadId: item.threadId },
  };
}

/** Pieces cut to a column with a blank behind them; nothing where the column has no room. */
export function cell(segments: readonly Segment[], width = 0, glyphs: Glyphs): readonly Segment[] {
  return width === 0 ? [] : [...fit(segments, 0, width - 1, glyphs.ellipsis), segment(' ')];
}

/** What a search found. */
export function hitRows(hits: readonly Hit[], query: string, glyphs: Glyphs): Rows {
  return lazyRows(
    hits,
    (hit) => hit.messageId,
    (hit) => ({
      anchor: hit.messageId,
      segments: [
        segment(`${day(hit.date)} `, 'muted'),
        ...cell([segment(hit.fromName, 'person')], 20, glyphs),
        litSegment(hit.subject),
      ],
      target: { kind: 'thread', threadId: hit.threadId, messageId: hit.messageId },
    }),
    textRow('empty', `Nothing matches “${query}”. Prefixes: s: f: d: b: nq: q: dfn: dfhh:`, 'muted'),
  );
}

/** The anchor of the row that stands where data is still read. */
export const LOADING = 'loading';

/** What stands in a pane while its data is read. */
export const LOADING_ROWS: Rows = rowsOf([textRow(LOADING, 'reading…', 'muted')]);

/** Columns that any pane has. */
const NARROW = 38;

/** What stands in a pane whose data could not be read: what happened and what can be done. */
export function failedRows(says: string): Rows {
  return rowsOf([
    textRow('failed', 'This could not be read.', 'error'),
    ...wrap(segment(says).text, NARROW).map((line, index) => textRow(`failed:${index}`, line)),
    blankRow('failed:blank'),
    textRow('failed:hint', 'Ctrl-r tries again, q goes back.', 'muted'),
  ]);
}
