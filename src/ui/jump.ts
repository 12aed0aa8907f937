import { focused, noticed, toggled } from './go.ts';
import { jumpTo, moveTo } from './move.ts';
import { contentOf, rowUnder } from './panes.ts';
import { type Row, type Rows, rowText, type Stop } from './rows.ts';
import { paneOf, type State, topView, type View, withTop } from './state.ts';

export type Direction = 1 | -1;

/** What the stops are called where there is none further. */
const STOP_NAMES: Readonly<Record<Stop, string>> = {
  file: 'file',
  hunk: 'hunk',
  claim: 'claim',
  concern: 'open or confirmed concern',
  own: 'words of the sender',
  message: 'mail',
  patch: 'patch',
};

/**
 * Goes to the next row of the reader, or of a comparison, where something starts, on into the mails that follow; words of the
 * sender are looked for in the mail alone.
 */
export function jumped(state: State, stop: Stop, direction: Direction): State {
  const view = topView(state);
  const pane = view.place.screen === 'compare' ? 'diff' : 'reader';
  const fresh = view.focus !== pane && direction === 1 ? -1 : paneOf(view, pane).cursor;
  const here = nextStop(contentOf(state, view, pane).rows, stop, fresh, direction);
  if (here !== undefined) return focused(withTop(state, jumpTo(state, view, pane, here)), pane);
  const beyond = stop === 'own' ? undefined : jumpedOn(state, view, stop, direction);
  if (beyond !== undefined) return focused(withTop(state, beyond), 'reader');
  return noticed(state, direction === 1 ? `no ${STOP_NAMES[stop]} further down` : `no ${STOP_NAMES[stop]} further up`);
}

/** Goes on to the next mail of the tree that has such a row. */
function jumpedOn(state: State, view: View, stop: Stop, direction: Direction): View | undefined {
  if (view.place.screen !== 'thread') return undefined;
  const tree = contentOf(state, view, 'tree').rows;
  let at = nextStop(tree, stop, paneOf(view, 'tree').cursor, direction);
  while (at !== undefined) {
    const there = moveTo(state, view, 'tree', at);
    const { rows } = contentOf(state, there, 'reader');
    const row = nextStop(rows, stop, direction === 1 ? -1 : rows.length, direction);
    if (row !== undefined) return jumpTo(state, there, 'reader', row);
    at = nextStop(tree, stop, at, direction);
  }
  return undefined;
}

/** Goes to the next patch of the thread, with the focus where it is. */
export function patchJumped(state: State, direction: Direction): State {
  const view = topView(state);
  const next = nextStop(contentOf(state, view, 'tree').rows, 'patch', paneOf(view, 'tree').cursor, direction);
  if (next === undefined) return noticed(state, direction === 1 ? 'no patch further down' : 'no patch further up');
  return withTop(state, moveTo(state, view, 'tree', next));
}

function nextStop(rows: Rows, stop: Stop, from: number, direction: Direction): number | undefined {
  for (let index = from + direction; index >= 0 && index < rows.length; index += direction) {
    if (rows.at(index).stop?.has(stop) === true) return index;
  }
  return undefined;
}

/** Goes to the next mail of the tree, with the focus where it is. */
export function messageJumped(state: State, direction: Direction): State {
  const view = topView(state);
  const { rows } = contentOf(state, view, 'tree');
  const next = paneOf(view, 'tree').cursor + direction;
  if (next < 0 || next >= rows.length)
    return noticed(state, direction === 1 ? 'this is the last mail' : 'this is the first mail');
  return withTop(state, moveTo(state, view, 'tree', next));
}

/** Folds or unfolds the innermost fold that the cursor's row is in. */
export function foldedHere(state: State): State {
  const view = topView(state);
  const row = rowUnder(state, view, view.focus);
  const fold = row.target?.kind === 'fold' ? row.target.id : row.folds?.at(-1);
  return fold === undefined ? noticed(state, 'nothing to fold here') : toggled(state, fold);
}

/** Where a needle stands in a text: smart case, literally. */
export function matchesIn(text: string, needle: string): readonly number[] {
  if (needle === '') return [];
  const exact = needle !== needle.toLowerCase();
  const hay = exact ? text : text.toLowerCase();
  const found: number[] = [];
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + needle.length)) found.push(at);
  return found;
}

/**
 * Goes to the next row of the focused pane that holds the needle of the last search, going round at the ends.
 *
 * What is folded away is searched too, and unfolds where the search lands in it.
 */
export function searched(state: State, direction: Direction): State {
  const view = topView(state);
  if (view.needle === '') return noticed(state, 'nothing was searched for yet; / searches');
  const all = contentOf({ ...state, quotes: 'all' }, { ...view, toggled: new Set() }, view.focus).rows;
  const from = Math.max(0, all.find(rowUnder(state, view, view.focus).anchor));
  for (let distance = 1; distance <= all.length; distance++) {
    const index = (from + direction * distance + all.length * 2) % all.length;
    const row = all.at(index);
    if (matchesIn(rowText(row), view.needle).length === 0) continue;
    const wrapped = direction === 1 ? index <= from : index >= from;
    const landed = landedOn(state, row);
    if (!wrapped || distance === all.length) return landed;
    return noticed(landed, direction === 1 ? 'search went on at the top' : 'search went on at the bottom');
  }
  return noticed(state, `“${view.needle}” is not in this pane`);
}

/** Puts the cursor on a row, unfolding what hides it. */
function landedOn(state: State, row: Row): State {
  let open = state;
  for (const fold of row.folds ?? []) if (isShownFolded(open, fold)) open = toggled(open, fold);
  let view = topView(open);
  if (contentOf(open, view, view.focus).rows.find(row.anchor) < 0) view = { ...view, toggled: new Set() };
  return withTop(open, jumpTo(open, view, view.focus, contentOf(open, view, view.focus).rows.find(row.anchor)));
}

function isShownFolded(state: State, fold: string): boolean {
  const view = topView(state);
  const { rows } = contentOf(state, view, view.focus);
  for (let index = 0; index < rows.length; index++) {
    const { target } = rows.at(index);
    if (target?.kind === 'fold' && target.id === fold && target.folded) return true;
  }
  return false;
}
