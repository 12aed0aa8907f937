import { type Column, cell, columnHeads, columnWidths } from './columns.ts';
import type { Hit, ThreadItem } from './data.ts';
import { lazyRows, litSegment, type Row, type Rows, type Segment, segment, textRow } from './rows.ts';
import type { Glyphs } from './theme.ts';
import { day } from './words.ts';

/** Columns of the list of threads before the subject. */
const COLUMNS: readonly Column[] = [
  { head: 'last mail', widths: [11, 11, 0] },
  { head: 'mails', widths: [6, 6, 0] },
  { head: 'unread', widths: [7, 7, 0] },
  { head: 'patches', widths: [8, 0, 0] },
  { head: 'open', widths: [5, 5, 5] },
  { head: 'no reply', widths: [9, 9, 0] },
  { head: 'confirmed', widths: [10, 10, 5] },
  { head: 'from', widths: [18, 0, 0] },
];

/** The heads of the columns of the list of threads, for a list of some width. */
export function threadsHeads(width: number, glyphs: Glyphs): readonly Segment[] {
  return columnHeads(COLUMNS, 'subject', width, glyphs);
}

/** The list of threads, as many as there are. */
export function threadRows(threads: readonly ThreadItem[], width: number, glyphs: Glyphs, filter: string): Rows {
  const widths = columnWidths(COLUMNS, width);
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
    segment(number(item.unread).padStart(6), 'key'),
    segment(number(item.patches).padStart(7)),
    segment(number(item.open).padStart(4), 'unknown'),
    segment(number(item.unanswered).padStart(8), 'unknown'),
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
