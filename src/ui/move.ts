import { layout, type PaneName } from './layout.ts';
import { contentOf } from './panes.ts';
import { panesOf, visibleRows } from './room.ts';
import type { Rows } from './rows.ts';
import { LOADING } from './rows-status.ts';
import { type Pane, paneOf, START, type State, topView, type View, withPane, withTop } from './state.ts';

/** Rows that stay visible above and below the cursor, at most half the pane. */
const MARGIN = 3;

/** Panes whose content follows the cursor of another: they start from their top when it moves. */
const FOLLOWERS: Readonly<Partial<Record<PaneName, readonly PaneName[]>>> = {
  tree: ['reader', 'beside'],
  reader: ['beside'],
  list: ['beside'],
  diff: ['beside'],
  lanes: ['step'],
};

/** Panes whose cursor is moved to see what follows it, such as the step of a trace: that is drawn with each move. */
const AT_ONCE: ReadonlySet<PaneName> = new Set(['lanes']);

/** The panes on the screen that are not drawn until the cursor of the focused one rests. */
function delayed({ size }: State, { place, focus }: View): readonly PaneName[] {
  if (AT_ONCE.has(focus)) return [];
  const { panes } = layout(size, place.screen, focus);
  return (FOLLOWERS[focus] ?? []).filter((name) => panes.has(name));
}

/** Lets the panes that follow the cursor show what they showed before it moved; undefined where there are none or it did not move. */
export function moving(before: State, after: State): State | undefined {
  const [was, is] = [topView(before), topView(after)];
  const isStill = was === is && before.rest === undefined;
  return isStill || delayed(after, is).length === 0 ? undefined : { ...after, rest: before.rest ?? was };
}

/** The view that a pane of the top screen shows now. */
export function viewIn(state: State, name: PaneName): View {
  const view = topView(state);
  return state.rest !== undefined && (FOLLOWERS[view.focus] ?? []).includes(name) ? state.rest : view;
}

/** Puts the cursor of a pane on a row; out of range means the nearest. */
export function moveTo(state: State, view: View, name: PaneName, index: number): View {
  const { rows } = contentOf(state, view, name);
  const pane = paneOf(view, name);
  const cursor = clamp(index, rows);
  const { anchor } = rows.at(cursor);
  if (cursor === pane.cursor && anchor === pane.anchor) return view;
  let moved = withPane(view, name, { ...pane, cursor, anchor });
  for (const follower of FOLLOWERS[name] ?? []) moved = withPane(moved, follower, START);
  return moved;
}

/** Puts the cursor on a row that may be far off; where it is out of sight, it comes to stand a third down. */
export function jumpTo(state: State, view: View, name: PaneName, index: number): View {
  const moved = moveTo(state, view, name, index);
  const pane = paneOf(moved, name);
  const height = visibleRows(state, moved, name);
  const isSeen = pane.cursor >= pane.top + MARGIN && pane.cursor < pane.top + height - MARGIN;
  return isSeen ? moved : withPane(moved, name, { ...pane, top: Math.max(0, pane.cursor - Math.floor(height / 3)) });
}

/** Moves the cursor of the focused pane by some rows. */
export function moveBy(state: State, rows: number): State {
  const view = topView(state);
  return withTop(state, moveTo(state, view, view.focus, paneOf(view, view.focus).cursor + rows));
}

/** Moves the cursor of the focused pane to a row of all; Infinity is the last. */
export function moveToRow(state: State, row: number): State {
  const view = topView(state);
  return withTop(state, moveTo(state, view, view.focus, row));
}

/**
 * Brings the panes of the top screen in line with what they show now: cursors on the rows that they were on, or on the
 * nearest there is, and in sight. Panes that wait until the cursor rests are left for then.
 */
export function settle(state: State): State {
  let settled = state;
  for (const name of panesOf(topView(state))) {
    const view = topView(settled);
    if (viewIn(state, name) === state.rest) continue;
    const pane = paneOf(view, name);
    const next = settledPane(settled, view, name, pane);
    if (next !== pane) settled = withTop(settled, withPane(view, name, next));
  }
  return settled;
}

function settledPane(state: State, view: View, name: PaneName, pane: Pane): Pane {
  const { rows } = contentOf(state, view, name);
  // What the cursor was on comes back with the answer.
  if (rows.at(0).anchor === LOADING) return pane.cursor === 0 && pane.top === 0 ? pane : { ...pane, cursor: 0, top: 0 };
  const height = visibleRows(state, view, name);
  const cursor = whereNow(rows, pane);
  // The row keeps its place on the screen when rows above it come or go; what opens on a row shows some above it.
  const isFresh = pane.cursor === 0 && pane.top === 0;
  const wanted = isFresh ? cursor - Math.floor(height / 3) : pane.top + cursor - pane.cursor;
  const margin = Math.min(MARGIN, Math.floor((height - 1) / 2));
  const highest = Math.min(cursor - margin, Math.max(0, rows.length - height));
  const lowest = Math.min(cursor + margin, rows.length - 1) - height + 1;
  const top = Math.max(0, Math.min(Math.max(wanted, lowest), Math.max(0, highest)));
  const { anchor } = rows.at(cursor);
  if (cursor === pane.cursor && top === pane.top && anchor === pane.anchor) return pane;
  return { ...pane, cursor, top, anchor };
}

/** The row of the cursor's anchor; the same number of rows into it, where several rows share the anchor. */
function whereNow(rows: Rows, pane: Pane): number {
  const same = clamp(pane.cursor, rows);
  if (pane.anchor === '' || rows.at(same).anchor === pane.anchor) return same;
  const found = rows.find(pane.anchor);
  return found < 0 ? same : found;
}

function clamp(index: number, rows: Rows): number {
  return Math.max(0, Math.min(rows.length - 1, index));
}
