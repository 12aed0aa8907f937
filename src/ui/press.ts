import { ACTIONS } from './actions.ts';
import type { Key } from './decode.ts';
import { noticed } from './go.ts';
import { type ActionName, actionOf, shownKey } from './keys.ts';
import { isTooSmall, type Size } from './layout.ts';
import { settle } from './move.ts';
import { claimUnder, isWaiting } from './panes.ts';
import { typed } from './prompt.ts';
import { checksEnded } from './running.ts';
import { askAgain, askForNeeds, failed, shelved } from './shelf.ts';
import { type Answer, type Request, type State, type Step, topView } from './state.ts';

/** What works at once, whatever is still read and however small the window is. */
const EXITS: ReadonlySet<ActionName> = new Set(['escape', 'back', 'quit', 'suspend', 'repaint']);

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
  if (waits(quiet, key)) return still({ ...quiet, ahead: [...quiet.ahead, key] });
  const action = actionOf(topView(quiet).place.screen, key);
  if (action === undefined) {
    return finished(still(noticed(quiet, `${shownKey(key)} does nothing here; ? lists the keys`)));
  }
  if (isTooSmall(quiet.size) && !EXITS.has(action)) return still(quiet);
  return finished(ACTIONS[action]({ ...quiet, ahead: [] }));
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
  return { state: checksEnded(state, says, ok), effects: askAgain(state) };
}

/** What a change of the database makes of a state: all that is seen is read again. */
export function changed(state: State): Step {
  return { state, effects: askAgain(state) };
}

function finished({ state, effects }: Step): Step {
  const asked = askForNeeds(state);
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
  return claim !== undefined && state.shelf.pages.get(claim.threadId)?.status === 'loading';
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

function still(state: State): Step {
  return { state, effects: [] };
}
