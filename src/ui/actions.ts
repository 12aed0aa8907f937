import { loreAddress } from '../mail/message-id.ts';
import type { ActionName } from './bindings.ts';
import { claimInThread, focused, noticed, opened, otherSide, popped, pushed, toggled, traceOf } from './go.ts';
import { foldedHere, jumped, messageJumped, patchJumped, searched } from './jump.ts';
import { checkOf, messageOf, traceRequest } from './lookup.ts';
import { moveBy, moveTo, moveToRow } from './move.ts';
import { isSorted, nextOrder, orderName } from './orders.ts';
import { messageMarked, noteEdited, threadMarked } from './own.ts';
import { claimUnder, contentOf, readMessage, rowUnder } from './panes.ts';
import { helped, prompted } from './prompt.ts';
import { panesOf, visibleRows } from './room.ts';
import { byVerdict } from './rows-check.ts';
import { checkHere, checkThread, isChecking, stopChecks } from './running.ts';
import { outdated, threadOf } from './shelf.ts';
import {
  type Effect,
  loadedOf,
  pageOf,
  paneOf,
  QUOTE_MODES,
  type State,
  type Step,
  still,
  topView,
  viewOf,
  withPane,
  withTop,
} from './state.ts';
import { compared, versionsMoved, versionsWidened } from './versions.ts';

/** Columns that the text moves sideways at once. */
const SHIFT = 8;

type Act = (state: State) => Step;

const silent =
  (act: (state: State) => State): Act =>
  (state) =>
    still(act(state));

/** What each of the bindings does. */
export const ACTIONS: Readonly<Record<ActionName, Act>> = {
  down: silent((state) => atEnd(state, 1) ?? moveBy(state, 1)),
  up: silent((state) => atEnd(state, -1) ?? moveBy(state, -1)),
  'half-down': silent((state) => atEnd(state, 1) ?? moveBy(state, Math.ceil(page(state) / 2))),
  'half-up': silent((state) => atEnd(state, -1) ?? moveBy(state, -Math.ceil(page(state) / 2))),
  'page-down': silent((state) => atEnd(state, 1) ?? moveBy(state, page(state))),
  'page-up': silent((state) => atEnd(state, -1) ?? moveBy(state, -page(state))),
  first: silent((state) => moveToRow(state, 0)),
  last: silent((state) => moveToRow(state, Number.POSITIVE_INFINITY)),
  left: silent((state) => sideways(state, -1)),
  right: silent((state) => sideways(state, 1)),
  'next-pane': silent((state) => nextPane(state, 1)),
  'previous-pane': silent((state) => nextPane(state, -1)),
  'pane-1': silent((state) => focused(state, panesOf(topView(state))[0])),
  'pane-2': silent((state) => focused(state, panesOf(topView(state))[1])),
  'pane-3': silent((state) => focused(state, panesOf(topView(state))[2])),
  open: openHere,
  step: silent((state) => stepped(state, 1)),
  'step-back': silent((state) => stepped(state, -1)),
  run: silent((state) => stepped(state, Number.POSITIVE_INFINITY)),
  'other-side': silent(otherSide),
  'next-claim': silent((state) => jumped(state, 'claim', 1)),
  'previous-claim': silent((state) => jumped(state, 'claim', -1)),
  'next-concern': silent((state) => jumped(state, 'concern', 1)),
  'previous-concern': silent((state) => jumped(state, 'concern', -1)),
  trace: silent((state) => traceOf(state, claimUnder(state, topView(state)))),
  claims: silent((state) => pushed(state, viewOf({ screen: 'claims', threadId: threadOf(topView(state)), query: {} }))),
  series: silent((state) => pushed(state, viewOf({ screen: 'series', query: {} }))),
  compare: silent(compared),
  'next-versions': silent((state) => versionsMoved(state, 1)),
  'previous-versions': silent((state) => versionsMoved(state, -1)),
  'wider-versions': silent(versionsWidened),
  anchor: silent((state) => {
    const claim = claimUnder(state, topView(state));
    return claim === undefined ? noticed(state, 'there is no claim here') : claimInThread(state, claim);
  }),
  'next-message': silent((state) => messageJumped(state, 1)),
  'previous-message': silent((state) => messageJumped(state, -1)),
  'next-patch': silent((state) => patchJumped(state, 1)),
  'previous-patch': silent((state) => patchJumped(state, -1)),
  'next-hunk': silent((state) => jumped(state, 'hunk', 1)),
  'previous-hunk': silent((state) => jumped(state, 'hunk', -1)),
  'next-file': silent((state) => jumped(state, 'file', 1)),
  'previous-file': silent((state) => jumped(state, 'file', -1)),
  'skip-quoted': silent((state) => jumped(state, 'own', 1)),
  quotes: silent(cycledQuotes),
  fold: silent(foldedHere),
  bots: silent((state) =>
    noticed({ ...state, hideBots: !state.hideBots }, state.hideBots ? 'bots are shown' : 'bots are hidden'),
  ),
  search: silent((state) => prompted(state, 'search')),
  'search-next': silent((state) => searched(state, 1)),
  'search-previous': silent((state) => searched(state, -1)),
  filter: silent((state) => prompted(state, 'filter')),
  order: silent(reordered),
  find: silent((state) => prompted(state, 'find')),
  command: silent((state) => prompted(state, 'command')),
  copy: (state) => copied(state, copyText(state)),
  'copy-link': (state) => copied(state, linkText(state)),
  reply: replied,
  edit: edited,
  note: noteEdited,
  mark: messageMarked,
  'mark-thread': threadMarked,
  help: silent(helped),
  reload: silent((state) => outdated(noticed(state, 'reading again'))),
  repaint: (state) => ({ state, effects: [{ kind: 'repaint' }] }),
  check: checkHere,
  'check-thread': checkThread,
  escape: (state) => (isChecking(state) ? stopChecks(state) : still(escaped(state))),
  back: (state) => (state.views.length > 1 ? still(popped(state)) : quit(state)),
  suspend: (state) => ({ state, effects: [{ kind: 'suspend' }] }),
  quit,
};

function quit(state: State): Step {
  return { state, effects: [{ kind: 'quit' }] };
}

function page(state: State): number {
  const view = topView(state);
  return Math.max(1, visibleRows(state, view, view.focus) - 1);
}

/** Says that there is no further row, where the cursor is on the last one already. */
function atEnd(state: State, direction: 1 | -1): State | undefined {
  const view = topView(state);
  const { rows } = contentOf(state, view, view.focus);
  const { cursor } = paneOf(view, view.focus);
  if (direction === 1 && cursor >= rows.length - 1) return noticed(state, 'this is the last row');
  return direction === -1 && cursor === 0 ? noticed(state, 'this is the first row') : undefined;
}

function nextPane(state: State, direction: 1 | -1): State {
  const view = topView(state);
  const panes = panesOf(view);
  const next = (panes.indexOf(view.focus) + direction + panes.length) % panes.length;
  return focused(state, panes[next]);
}

/** In the tree folds and unfolds; elsewhere moves the text. */
function sideways(state: State, direction: 1 | -1): State {
  const view = topView(state);
  if (view.focus === 'tree') return treeMoved(state, direction);
  const pane = paneOf(view, view.focus);
  const shift = Math.max(0, pane.shift + direction * SHIFT);
  return withTop(state, withPane(view, view.focus, { ...pane, shift: Math.min(shift, 1000) }));
}

function treeMoved(state: State, direction: 1 | -1): State {
  const view = topView(state);
  const { folds, target } = rowUnder(state, view, 'tree');
  const fold = folds?.[0];
  const isFolded = fold !== undefined && view.toggled.has(fold);
  if (fold !== undefined && isFolded === (direction === 1)) return toggled(state, fold);
  if (direction === 1) return focused(state, 'reader');
  const message =
    target?.kind === 'message' ? messageOf(pageOf(state, threadOf(view) ?? ''), target.messageId) : undefined;
  const parent = message?.parentId === undefined ? -1 : contentOf(state, view, 'tree').rows.find(message.parentId);
  return parent < 0 ? noticed(state, 'there is no mail above') : withTop(state, moveTo(state, view, 'tree', parent));
}

function openHere(state: State): Step {
  const view = topView(state);
  const { target } = rowUnder(state, view, view.focus);
  if (target === undefined) return still(noticed(state, 'nothing opens here'));
  if (target.kind !== 'action') return still(opened(state, target));
  const below = popped(state);
  return isAction(target.name) ? ACTIONS[target.name](below) : still(below);
}

function isAction(name: string): name is ActionName {
  return Object.hasOwn(ACTIONS, name);
}

function stepped(state: State, by: number): State {
  const view = topView(state);
  const { rows } = contentOf(state, view, 'lanes');
  const { cursor } = paneOf(view, 'lanes');
  if (by > 0 && cursor >= rows.length - 1) return noticed(state, 'this is the last step: it breaks the property');
  if (by < 0 && cursor === 0) return noticed(state, 'this is the first step');
  return withTop(state, moveTo(state, view, 'lanes', cursor + by));
}

const QUOTES_SAY: Readonly<Record<State['quotes'], string>> = {
  all: 'all quotes are shown',
  innermost: 'quotes are shown one level deep',
  folded: 'quotes are folded',
};

function cycledQuotes(state: State): State {
  const next = QUOTE_MODES[(QUOTE_MODES.indexOf(state.quotes) + 1) % QUOTE_MODES.length] ?? 'all';
  return noticed({ ...state, quotes: next }, QUOTES_SAY[next]);
}

/** Undoes one layer: the search, the filter, the pane, the screen. Never quits. */
function escaped(state: State): State {
  const view = topView(state);
  if (view.needle !== '') return withTop(state, { ...view, needle: '' });
  if (view.filter !== '') return withTop(state, { ...view, filter: '' });
  const first = panesOf(view)[0];
  if (first !== undefined && view.focus !== first) return focused(state, first);
  return popped(state);
}

/** Sorts the list in the next of its orders; the cursor goes to the top of it. */
function reordered(state: State): State {
  const view = topView(state);
  const { screen } = view.place;
  if (!isSorted(screen)) return state;
  const order = nextOrder(screen, view.order);
  return moveToRow(noticed(withTop(state, { ...view, order, focus: 'list' }), orderName(screen, order)), 0);
}

function copied(state: State, text: string | undefined): Step {
  if (text === undefined) return still(noticed(state, 'there is nothing to copy here'));
  const effect: Effect = { kind: 'copy', text };
  return { state: noticed(state, `copied ${text}`, 'good'), effects: [effect] };
}

/** The message that the keys for mails mean. */
function messageIdHere(state: State): string | undefined {
  const view = topView(state);
  const { target } = rowUnder(state, view, view.focus);
  if (target?.kind === 'message') return target.messageId;
  if (target?.kind === 'thread') return target.messageId ?? target.threadId;
  return claimUnder(state, view)?.messageId ?? readMessage(state, view)?.messageId;
}

function copyText(state: State): string | undefined {
  const { place } = topView(state);
  if (place.screen !== 'trace') return messageIdHere(state);
  const token = checkOf(state, place)?.runs.find(({ side }) => side === place.side)?.token;
  return token === undefined ? undefined : `mmlore replay ${token}`;
}

function linkText(state: State): string | undefined {
  const messageId = messageIdHere(state);
  return messageId === undefined ? undefined : loreAddress(messageId);
}

function edited(state: State): Step {
  const message = readMessage(state, topView(state));
  if (message === undefined) return still(noticed(state, 'there is no mail here'));
  return { state, effects: [{ kind: 'edit', name: 'mail.txt', text: message.text }] };
}

function replied(state: State): Step {
  const view = topView(state);
  const claim = claimUnder(state, view);
  const loaded = claim === undefined ? undefined : pageOf(state, claim.threadId);
  if (claim === undefined || loaded === undefined)
    return still(noticed(state, 'the cursor is on no claim; . goes to the next one'));
  const message = messageOf(loaded, claim.messageId);
  if (message === undefined) return still(noticed(state, 'the mail of this claim is not here'));
  const { place } = view;
  const check =
    place.screen === 'trace'
      ? checkOf(state, place)
      : byVerdict(loaded.checks.filter(({ claimId }) => claimId === claim.claimId))[0];
  const side = place.screen === 'trace' ? place.side : 'after';
  const trace =
    check === undefined ? undefined : loadedOf<'trace'>(state, traceRequest({ checkId: check.checkId, side }));
  const steps = trace?.status === 'ready' ? trace.value : [];
  const findings = check === undefined ? [] : [{ ...check, side, steps }];
  return { state, effects: [{ kind: 'reply', reply: { claim, mail: message, findings } }] };
}
