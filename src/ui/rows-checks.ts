import type { RunEvent } from '../checks/watch.ts';
import { groupBy } from '../groups.ts';
import { type Column, cell, columnWidths } from './columns.ts';
import type { PatchItem, ThreadPage } from './data.ts';
import {
  blankRow,
  litSegment,
  type Row,
  type Rows,
  rowsOf,
  type Segment,
  segment,
  type Target,
  textRow,
} from './rows.ts';
import type { Checking } from './running.ts';
import type { Glyphs } from './theme.ts';
import { count, resultWords } from './words.ts';

/** Columns of a check: what it asks, how both sides stand, and what that took. */
const COLUMNS: readonly Column[] = [
  { head: 'property', widths: [16, 15, 0] },
  { head: 'world', widths: [24, 17, 0] },
  { head: 'before', widths: [20, 16, 0] },
  { head: 'after', widths: [20, 16, 18] },
];

/**
 * The checks that run or ran: a row each, live, under the functions that they are about.
 *
 * @param page The thread of the screen, where it has one.
 * @param others Patches of other threads, by Message-ID.
 */
export function checkingRows(
  checking: Checking | undefined,
  page: ThreadPage | undefined,
  others: ReadonlyMap<string, PatchItem>,
  width: number,
  glyphs: Glyphs,
): Rows {
  if (checking === undefined) return rowsOf([textRow('none', 'No checks ran yet. X runs those of a thread.', 'muted')]);
  const events = [...checking.runs.values()];
  const rows: Row[] = [stateRow(checking, events)];
  const functions = groupBy(events, ({ messageId, path, function: name }) => JSON.stringify([messageId, path, name]));
  for (const [name, own] of functions) {
    const [first] = own;
    if (first === undefined) continue;
    const message = page?.messages.find(({ messageId }) => messageId === first.messageId);
    const other = others.get(first.messageId);
    const version = message?.version ?? other?.version ?? 1;
    rows.push(blankRow(`${name}:blank`), {
      anchor: name,
      segments: [
        segment(`v${version} `, 'muted'),
        segment(`${first.function}()`, 'title'),
        segment(`  ${first.path}`, 'file'),
        segment(other === undefined ? '' : `  ${other.subject}`, 'muted'),
      ],
      ...(other === undefined
        ? {}
        : { target: { kind: 'thread', threadId: other.threadId, messageId: first.messageId } }),
    });
    for (const sides of groupBy(own, ({ property, world }) => JSON.stringify([name, property, world])).values()) {
      rows.push(checkRow(sides, page, width, glyphs));
    }
  }
  return rowsOf(rows);
}

function stateRow({ status, says }: Checking, events: readonly RunEvent[]): Row {
  const over = events.filter(({ result }) => result !== undefined).length;
  const states = events.reduce((sum, event) => sum + event.states, 0);
  const progress = `${count(over, 'run')} ended, ${count(states, 'state')} so far`;
  const text = status === 'running' ? `running, Esc stops: ${progress}` : says;
  return { anchor: 'state', segments: [segment(text, status === 'failed' ? 'error' : 'title')] };
}

function checkRow(sides: readonly RunEvent[], page: ThreadPage | undefined, width: number, glyphs: Glyphs): Row {
  const [first] = sides;
  const widths = columnWidths(COLUMNS, width);
  const sideOf = (wanted: RunEvent['side']) => sides.find(({ side }) => side === wanted);
  const cells: readonly (readonly Segment[])[] = [
    [litSegment(`  ${first?.property ?? ''}`)],
    [segment(first?.world ?? '', 'muted')],
    [standing(sideOf('before'), glyphs)],
    [standing(sideOf('after'), glyphs)],
  ];
  const states = sides.reduce((sum, side) => sum + side.states, 0);
  const seconds = sides.reduce((sum, side) => sum + side.seconds, 0);
  const target = traceOf(sides, page);
  return {
    anchor: JSON.stringify([first?.messageId, first?.path, first?.function, first?.property, first?.world]),
    segments: [
      ...cells.flatMap((one, index) => cell(one, widths[index], glyphs)),
      ...(widths[0] === 0 ? [litSegment(first?.property ?? ''), segment(' ')] : []),
      segment(`${count(states, 'state')}, ${seconds.toFixed(1)} s`, 'muted'),
    ],
    ...(target === undefined ? {} : { target }),
  };
}

function standing(event: RunEvent | undefined, glyphs: Glyphs): Segment {
  if (event === undefined) return segment(`${glyphs.dot} waiting`, 'muted');
  if (event.result !== undefined) return resultWords(event.result, glyphs);
  return segment(`${glyphs.ellipsis} ${event.states.toLocaleString('en')}`, 'key');
}

/** The trace of the side that is violated, the patched one first, once it is in the database. */
function traceOf(sides: readonly RunEvent[], page: ThreadPage | undefined): Target | undefined {
  const broken = sides.findLast(({ result }) => result === 'violated');
  const check = page?.checks.find(
    ({ messageId, path, function: name, property, world }) =>
      messageId === broken?.messageId &&
      path === broken.path &&
      name === broken.function &&
      property === broken.property &&
      world === broken.world,
  );
  if (broken === undefined || check === undefined || page === undefined) return undefined;
  return { kind: 'trace', checkId: check.checkId, side: broken.side, threadId: page.threadId };
}
