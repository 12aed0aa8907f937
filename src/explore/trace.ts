import type { Issue } from '../issue.ts';
import type { Model, StepText } from './model.ts';
import type { Path } from './path.ts';

/** A path run again: what was done, and what the world was like before, between and after. */
export interface Trace {
  /** One more than the steps: `states[n]` is where step `n` starts. Each a copy of its own. */
  readonly states: readonly Uint8Array[];
  readonly steps: readonly StepText[];
}

export type Replay = { readonly ok: true; readonly trace: Trace } | { readonly ok: false; readonly issue: Issue };

/**
 * Runs a path again on its model.
 *
 * A path that comes from outside (a replay token from a mail) may have been made on another model: where it names an
 * initial state or an action that is not there, the answer is an issue `explore.replay` that names the step.
 */
export function replayPath(model: Model, path: Path): Replay {
  const initial = model.initial[path.initial];
  if (initial === undefined) return astray(`there is no initial state ${path.initial}`);
  const states = [initial.slice()];
  const steps: StepText[] = [];
  let state = initial.slice();
  for (const [step, place] of path.places.entries()) {
    const actions = model.actions(state);
    const action = actions[place];
    if (action === undefined) return astray(`step ${step + 1} is action ${place} of ${actions.length}`);
    const successor = model.step(state, action)?.slice();
    if (successor === undefined) return astray(`the action of step ${step + 1} does not apply`);
    steps.push(model.describe(state, action));
    states.push(successor);
    state = successor.slice();
  }
  return { ok: true, trace: { states, steps } };
}

function astray(how: string): Replay {
  return { ok: false, issue: { code: 'explore.replay', says: `The run is not one of this model: ${how}.` } };
}
