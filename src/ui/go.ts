import type { Side } from '../patch/patch.ts';
import type { ClaimItem, HunkItem, MessageItem, RunItem, ThreadPage } from './data.ts';
import type { PaneName } from './layout.ts';
import { moveTo } from './move.ts';
import { contentOf } from './panes.ts';
import { commentAnchor, lineAnchor, tagAnchor } from './reader-anchors.ts';
import type { Target } from './rows.ts';
import {
  loadedOf,
  type Place,
  pageOf,
  START,
  type State,
  topView,
  type View,
  viewOf,
  withPane,
  withTop,
} from './state.ts';
import { textLines } from './text-lines.ts';

/** Puts a screen on top of the others. */
export function pushed(state: State, view: View): State {
  return { ...state, views: [...state.views, view] };
}

/** Takes the top screen away; the first one stays. */
export function popped(state: State): State {
  const [first, ...rest] = state.views;
  return rest.length === 0 ? state : { ...state, views: [first, ...rest.slice(0, -1)] };
}

/** Says why nothing happened. */
export function noticed(state: State, text: string, role: 'muted' | 'error' | 'good' = 'muted'): State {
  return { ...state, notice: { text, role } };
}

/** A screen on a thread, with the cursor on a message and on a row of the reader that may only come with the data. */
export function threadView(threadId: string, messageId?: string, readerAnchor?: string): View {
  const view = viewOf({ screen: 'thread', threadId });
  const onMessage = messageId === undefined ? view : withPane(view, 'tree', { ...START, anchor: messageId });
  if (readerAnchor === undefined) return onMessage;
  return { ...withPane(onMessage, 'reader', { ...START, anchor: readerAnchor }), focus: 'reader' };
}

/** Follows what a row leads to; actions of the help are run by the dispatcher. */
export function opened(state: State, target: Exclude<Target, { kind: 'action' }>): State {
  switch (target.kind) {
    case 'thread':
      return pushed(state, threadView(target.threadId, target.messageId, lineOf(target)));
    case 'message':
      return openedMessage(state, target.messageId);
    case 'claim':
      return pushed(state, claimView(state, target));
    case 'trace':
      return pushed(
        state,
        viewOf({ screen: 'trace', threadId: target.threadId, checkId: target.checkId, side: target.side }),
      );
    case 'code':
      return openedCode(state, target);
    case 'fold':
      return toggled(state, target.id);
  }
}

function lineOf({ messageId, line }: Extract<Target, { kind: 'thread' }>): string | undefined {
  return messageId === undefined || line === undefined ? undefined : lineAnchor(messageId, line);
}

/** Shows the line of the patch that a step of a trace stands for. */
function openedCode(state: State, { file, line, function: name }: Extract<Target, { kind: 'code' }>): State {
  const { place } = topView(state);
  const page = place.screen === 'trace' ? pageOf(state, place.threadId) : undefined;
  if (place.screen !== 'trace' || page === undefined) return state;
  const messageId = page.checks.find(({ checkId }) => checkId === place.checkId)?.messageId;
  const message = page.messages.find((one) => one.messageId === messageId);
  const at = message === undefined ? -1 : lineOfCode(message, file, line, place.side);
  if (message === undefined || at < 0)
    return noticed(state, `${file}:${line} is not in the diff; :model ${name} shows the text that the model took`);
  return pushed(state, threadView(place.threadId, message.messageId, lineAnchor(message.messageId, at)));
}

/** The line of a mail whose diff has this line of a file, as it is before or after the patch; -1 without one. */
function lineOfCode(message: MessageItem, file: string, line: number, side: Side): number {
  const [left, counted] = side === 'after' ? ['-', 'newStart' as const] : ['+', 'oldStart' as const];
  let hunk: HunkItem | undefined;
  let number = 0;
  return textLines(message).findIndex((row) => {
    if (row.hunk === undefined || row.hunk.path !== file || row.hunkLine < 0) return false;
    if (row.hunk !== hunk) {
      hunk = row.hunk;
      number = hunk[counted];
    }
    if (row.text.startsWith(left)) return false;
    return number++ === line;
  });
}

/** The page of a claim, with the reader on what the claim is about. */
function claimView(state: State, { threadId, claimId }: Extract<Target, { kind: 'claim' }>): View {
  const view = viewOf({ screen: 'claim', threadId, claimId });
  const { place } = topView(state);
  const claims =
    place.screen === 'claims' ? loadedOf<'claims'>(state, { kind: 'claims', query: place.query }) : undefined;
  const listed = claims?.status === 'ready' ? claims.value.items : [];
  const claim = [...(pageOf(state, threadId)?.claims ?? []), ...listed].find((one) => one.claimId === claimId);
  return claim === undefined ? view : withPane(view, 'reader', { ...START, anchor: whereClaimed(claim) });
}

/** The anchor of the reader's row where a claim stands: below its line of the patch, else below its own words. */
function whereClaimed({ claimId, anchor, messageId }: ClaimItem): string {
  return anchor === undefined || anchor.messageId === messageId ? tagAnchor(claimId) : commentAnchor(claimId);
}

/** In its own thread the reader goes to the message; from elsewhere the thread opens on it. */
function openedMessage(state: State, messageId: string): State {
  const view = topView(state);
  if (view.place.screen === 'thread') {
    const tree = contentOf(state, view, 'tree').rows.find(messageId);
    if (tree < 0) return noticed(state, 'that mail is folded away or hidden');
    return withTop(state, { ...moveTo(state, view, 'tree', tree), focus: 'reader' });
  }
  if (!('threadId' in view.place) || view.place.threadId === undefined) return state;
  return pushed(state, { ...threadView(view.place.threadId, messageId), focus: 'reader' });
}

/** Shows a claim where it was made: at its line of the patch, else in its mail. */
export function claimInThread(state: State, claim: ClaimItem): State {
  return pushed(state, threadView(claim.threadId, claim.anchor?.messageId ?? claim.messageId, whereClaimed(claim)));
}

/** Shows the trace of a claim: of the patched code where that is broken, else of the code before. */
export function traceOf(state: State, claim: ClaimItem | undefined): State {
  if (claim === undefined) return noticed(state, 'the cursor is on no claim; . goes to the next one');
  const place = tracePlace(pageOf(state, claim.threadId), claim);
  if (place === undefined) return noticed(state, 'no check of this claim found a run that breaks a property');
  return pushed(state, viewOf(place));
}

function tracePlace(page: ThreadPage | undefined, claim: ClaimItem): Place | undefined {
  const runs = (page?.checks ?? [])
    .filter(({ claimId }) => claimId === claim.claimId)
    .flatMap((check) => check.runs.map((run) => ({ check, run })))
    .filter(({ run }) => run.result === 'violated');
  const best = runs.find(({ run }) => run.side === 'after') ?? runs[0];
  return best && { screen: 'trace', threadId: claim.threadId, checkId: best.check.checkId, side: best.run.side };
}

/** The same check's trace on the other side, where that side is broken too. */
export function otherSide(state: State): State {
  const view = topView(state);
  const { place } = view;
  if (place.screen !== 'trace') return state;
  const side = place.side === 'before' ? 'after' : 'before';
  const check = pageOf(state, place.threadId)?.checks.find(({ checkId }) => checkId === place.checkId);
  const run = check?.runs.find((one: RunItem) => one.side === side);
  if (run?.result !== 'violated')
    return noticed(state, `${side} the patch: ${run?.result ?? 'not run'}, so there is no trace`);
  return withTop(state, viewOf({ ...place, side }));
}

/** Gives a pane the focus. */
export function focused(state: State, name: PaneName | undefined): State {
  return name === undefined ? state : withTop(state, { ...topView(state), focus: name });
}

/** Folds what is unfolded and the other way round; the cursor stays on the fold. */
export function toggled(state: State, id: string): State {
  const view = topView(state);
  const folds = new Set(view.toggled);
  if (!folds.delete(id)) folds.add(id);
  const next: View = { ...view, toggled: folds };
  const { rows } = contentOf(state, next, next.focus);
  for (let index = 0; index < rows.length; index++) {
    const { target } = rows.at(index);
    if (target?.kind === 'fold' && target.id === id) return withTop(state, moveTo(state, next, next.focus, index));
  }
  return withTop(state, next);
}
