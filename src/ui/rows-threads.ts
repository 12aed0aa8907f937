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

/** Columns of the list of threads before the subject, by name, with their widths. */
const COLUMNS = [
  ['last mail', 11],
  ['mails', 6],
  ['patches', 8],
  ['open', 5],
  ['confirmed', 10],
  ['from', 18],
] as const;

/** The heads of the columns of the list of threads. */
export const THREADS_HEADER: readonly Segment[] = [
  ...COLUMNS.map(([name, width]) => segment(name.padEnd(width), 'muted')),
  segment('subject', 'muted'),
];

/** The list of threads, as many as there are. */
export function threadRows(threads: readonly ThreadItem[], glyphs: Glyphs, filter: string): Rows {
  return lazyRows(
    threads,
    (item) => item.threadId,
    (item) => threadRow(item, glyphs),
    filter === ''
      ? textRow('empty', 'No threads yet. Read some with `mmlore ingest ARCHIVE`.', 'muted')
      : textRow('empty', `No thread matches “${filter}”. Esc shows all.`, 'muted'),
  );
}

function threadRow(item: ThreadItem, glyphs: Glyphs): Row {
  const counts: Segment[] = [
    segment(String(item.messages).padStart(5).padEnd(6)),
    segment((item.patches === 0 ? '' : String(item.patches)).padStart(7).padEnd(8)),
    segment((item.open === 0 ? '' : String(item.open)).padStart(4).padEnd(5), 'unknown'),
    segment((item.confirmed === 0 ? '' : `${glyphs.bad} ${item.confirmed}`).padStart(5).padEnd(10), 'bad'),
  ];
  return {
    anchor: item.threadId,
    segments: [
      segment(`${day(item.lastDate)} `, 'muted'),
      ...counts,
      ...fit([segment(item.fromName)], 0, 17, glyphs.ellipsis),
      segment(' '),
      litSegment(item.subject),
    ],
    target: { kind: 'thread', threadId: item.threadId },
  };
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
        ...fit([segment(hit.fromName, 'person')], 0, 19, glyphs.ellipsis),
        segment(' '),
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
