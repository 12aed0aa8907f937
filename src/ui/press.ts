import type { RunEvent } from '../checks/watch.ts';
import { ACTIONS } from './actions.ts';
import type { ActionName } from './bindings.ts';
import { type CommandResult, commanded } from './command.ts';
import type { Request } from './data.ts';
import type { Key } from './decode.ts';
import { noticed } from './go.ts';
import { actionOf, shownKey } from './keys.ts';
import { isTooSmall, type Size } from './layout.ts';
import { moving, settle } from './move.ts';
import { kept } from './own.ts';
import { claimUnder, isWaiting } from './panes.ts';
import { completed, typed } from './prompt.ts';
import { checksEnded, checksTold } from './running.ts';
import { askForNeeds, failed, outdated, shelved } from './shelf.ts';
import { type Answer, requestName, type State, type Step, still, topView } from './state.ts';

/** What works at once, whatever is still read and however small the window is. */
const EXITS: ReadonlySet<ActionName> = new Set(['escape', 'back', 'quit', 'suspend', 'repaint']);

/** What moves the cursor of a pane: the panes that follow it wait until it rests. */
const MOVES: ReadonlySet<ActionName> = new Set([
  'down',
  'up',
  'half-down',
  'half-up',
  'page-down',
  'page-up',
  'first',
  'last',
]);

/** What needs the whole thread of the claim that it is about. */
const WANT_THREAD: ReadonlySet<ActionName> = new Set(['trace', 'reply']);

/** Asks for what the first screen needs. */
export function started(state: State): Step {
  return finished({ state, effects: [] });
}

/** What a key makes of a state, and what has to be done for it. Never throws, whatever the key. */
export function press(state: State, key: Key): Step {
  const quiet: State = state.notice === undefined ? state : { ...state, notice: undefined };
  if (quiet.prompt !== undefined) return finished(typed(quiet, quiet.prompt, key));
  const action = actionOf(topView(quiet).place.screen, key);
  if (quiet.rest !== undefined && (action === undefined || !MOVES.has(action))) return afterRest(quiet, key);
  const isExit = action !== undefined && EXITS.has(action);
  if ((quiet.ahead.length > 0 && !isExit) || waits(quiet, key))
    return still({ ...quiet, ahead: [...quiet.ahead, key] });
  if (action === undefined) {
    return finished(still(noticed(quiet, `${shownKey(key)} does nothing here; ? lists the keys`)));
  }
  if (isTooSmall(quiet.size) && !EXITS.has(action)) return still(quiet);
  const next = ACTIONS[action]({ ...quiet, ahead: [] });
  const moved = MOVES.has(action) ? moving(quiet, next.state) : undefined;
  return moved === undefined ? finished(next) : { state: settle(moved), effects: [...next.effects, { kind: 'rest' }] };
}

/** What a key works on is what the cursor came to, with all that follows it. */
function afterRest(state: State, key: Key): Step {
  const now = rested(state);
  const next = press(now.state, key);
  return { state: next.state, effects: [...now.effects, ...next.effects] };
}

/** What a moment without a key makes of a state: the panes that follow the cursor show what it came to. */
export function rested(state: State): Step {
  return finished(still(state));
}

/** What an answer from the data makes of a state. */
export function received(state: State, answer: Answer): Step {
  return caughtUp(finished(still(shelved(state, answer))));
}

/** What a request that failed makes of a state. */
export function failedToLoad(state: State, request: Request, says: string): Step {
  return caughtUp(finished(still(failed(state, request, says))));
}

/** What a new size of the terminal makes of a state: the cursors stay on their rows. */
export function resized(state: State, size: Size): Step {
  return finished(still({ ...state, size }));
}

/** What the end of checks makes of a state: a line that says what came of them, and all that is seen read again. */
export function checked(state: State, says: string, ok: boolean): Step {
  return changed(checksEnded(state, says, ok));
}

/** What the news of runs make of a state. */
export function told(state: State, events: readonly RunEvent[]): Step {
  return finished(still(checksTold(state, events)));
}

/** What completing a command that is typed came to. */
export function answeredCompletion(state: State, line: string, candidates: readonly string[]): Step {
  return still(completed(state, line, candidates));
}

/** What came of a command that was typed. */
export function answeredCommand(state: State, result: CommandResult): Step {
  return finished(commanded(state, result));
}

/** What the end of keeping a note or marks makes of a state; a line to say where there is one. */
export function written(state: State, says: string | undefined): Step {
  return finished(still(kept(state, says)));
}

/** What a change of the database makes of a state: all that is seen is read again. */
export function changed(state: State): Step {
  return finished(still(outdated(state)));
}

function finished({ state, effects }: Step): Step {
  const asked = askForNeeds(state.rest === undefined ? state : { ...state, rest: undefined });
  return { state: settle(asked.state), effects: [...effects, ...asked.effects] };
}

/** Whether a key works on something that is still read. */
function waits(state: State, key: Key): boolean {
  const view = topView(state);
  const action = actionOf(view.place.screen, key);
  if (action !== undefined && EXITS.has(action)) return false;
  if (isWaiting(state, view)) return true;
  if (action === undefined || !WANT_THREAD.has(action)) return false;
  const claim = claimUnder(state, view);
  return claim !== undefined && state.shelf.awaited.has(requestName({ kind: 'thread', id: claim.threadId }));
}

/** Presses the keys that were typed ahead, as far as what they work on is there. */
function caughtUp({ state, effects }: Step): Step {
  for (let [key, ...ahead] = state.ahead; key !== undefined && !waits(state, key); [key, ...ahead] = state.ahead) {
    const next = press({ ...state, ahead: [] }, key);
    // Where that key opened something that is read now, the others wait in their turn.
    state = { ...next.state, ahead: [...next.state.ahead, ...ahead] };
    effects = [...effects, ...next.effects];
  }
  return { state, effects };
}
