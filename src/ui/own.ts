import type { NoteOn } from './data.ts';
import { noticed } from './go.ts';
import { messageJumped } from './jump.ts';
import { claimUnder, readMessage, rowUnder } from './panes.ts';
import { outdated, threadOf, withChangedPage } from './shelf.ts';
import { loadedOf, pageOf, type State, type Step, still, topView } from './state.ts';

/** Marks the mail that is read as read and goes to the next one; takes the mark away where it has one. */
export function messageMarked(state: State): Step {
  const view = topView(state);
  const message = readMessage(state, view);
  const page = pageOf(state, threadOf(view) ?? '');
  if (message === undefined || page === undefined) return still(noticed(state, 'there is no mail here'));
  if (message.isGhost) return still(noticed(state, 'nobody delivered this mail, so there is nothing to mark'));
  const { messageId } = message;
  const isRead = !page.read.has(messageId);
  const marked = withChangedPage(state, page.threadId, (one) => {
    const read = new Set(one.read);
    if (isRead) read.add(messageId);
    else read.delete(messageId);
    return { ...one, read };
  });
  return {
    state: noticed(isRead ? messageJumped(marked, 1) : marked, `marked as ${isRead ? 'read' : 'unread'}`),
    effects: [{ kind: 'mark', which: { messageIds: [messageId] }, isRead }],
  };
}

/** Marks all mails of the thread that is seen, or that the cursor is on, as read; takes all marks away where all have one. */
export function threadMarked(state: State): Step {
  const view = topView(state);
  const { target } = rowUnder(state, view, view.focus);
  const threadId = threadOf(view) ?? (target?.kind === 'thread' ? target.threadId : undefined);
  if (threadId === undefined) return still(noticed(state, 'the cursor is on no thread'));
  const page = pageOf(state, threadId);
  const ids = (page?.messages ?? []).filter(({ isGhost }) => !isGhost).map(({ messageId }) => messageId);
  const query = view.place.screen === 'threads' ? view.place.query : {};
  const listed = loadedOf<'threads'>(state, { kind: 'threads', query });
  const item = listed.status === 'ready' ? listed.value.find((one) => one.threadId === threadId) : undefined;
  const isRead = page === undefined ? (item?.unread ?? 0) > 0 : ids.some((id) => !page.read.has(id));
  const marked = withChangedPage(state, threadId, (one) => ({ ...one, read: new Set(isRead ? ids : []) }));
  return {
    state: noticed(marked, `the thread is marked as ${isRead ? 'read' : 'unread'}`),
    effects: [{ kind: 'mark', which: { threadId }, isRead }],
  };
}

/** Opens the note on the claim that the cursor is on, else on the mail that is read. */
export function noteEdited(state: State): Step {
  const view = topView(state);
  const claim = claimUnder(state, view);
  const messageId = claim?.messageId ?? readMessage(state, view)?.messageId;
  if (messageId === undefined) return still(noticed(state, 'there is no mail or claim here'));
  const on: NoteOn = { messageId, claimId: claim?.claimId };
  const page = pageOf(state, claim?.threadId ?? threadOf(view) ?? '');
  const text = page?.notes.get(claim?.claimId ?? messageId) ?? '';
  return { state, effects: [{ kind: 'note', on, text }] };
}

/** What the end of writing marks or a note makes of a state: all that shows them is read again. */
export function kept(state: State, says: string | undefined): State {
  return outdated(says === undefined ? state : noticed(state, says, 'good'));
}
