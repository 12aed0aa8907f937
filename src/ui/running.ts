import { noticed } from './go.ts';
import { rowUnder } from './panes.ts';
import { threadOf } from './shelf.ts';
import { type State, type Step, topView } from './state.ts';

/** Asks for the checks of the thread that is seen or that the cursor is on, one thread at a time. */
export function checkHere(state: State): Step {
  const view = topView(state);
  const { target } = rowUnder(state, view, view.focus);
  const threadId = threadOf(view) ?? (target !== undefined && 'threadId' in target ? target.threadId : undefined);
  if (threadId === undefined) return { state: noticed(state, 'the cursor is on no thread'), effects: [] };
  if (state.running !== undefined) return { state: noticed(state, 'checks are running; Esc stops them'), effects: [] };
  return {
    state: noticed({ ...state, running: threadId }, 'checks are running; Esc stops them'),
    effects: [{ kind: 'check', threadId }],
  };
}

/** Asks to stop the checks that run. */
export function stopChecks(state: State): Step {
  return { state: noticed({ ...state, running: undefined }, 'checks were stopped'), effects: [{ kind: 'stop' }] };
}

/** What the end of checks makes of a state; what they found is read because the database changed. */
export function checksEnded(state: State, says: string, ok: boolean): State {
  if (state.running === undefined) return state;
  return noticed({ ...state, running: undefined }, says, ok ? 'good' : 'error');
}
