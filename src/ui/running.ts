import type { RunEvent } from '../checks/watch.ts';
import { noticed, pushed } from './go.ts';
import { claimUnder, hunkUnder, rowUnder } from './panes.ts';
import { threadOf } from './shelf.ts';
import { type State, type Step, topView, viewOf } from './state.ts';

/** Checks that run or that ran. */
export interface Checking {
  /** What was asked for, `checks of retract_page_tables()`. */
  readonly title: string;
  readonly status: 'running' | 'ended' | 'stopped' | 'failed';
  /** What came of them; empty while they run. */
  readonly says: string;
  /** The last that was told of each run, in the order in which they began. */
  readonly runs: ReadonlyMap<string, RunEvent>;
}

/** Whether checks run now. */
export function isChecking({ checking }: State): boolean {
  return checking?.status === 'running';
}

/** Runs the checks of the function that the claim or the hunk under the cursor is about; else those of the thread. */
export function checkHere(state: State): Step {
  const view = topView(state);
  const threadId = threadUnder(state);
  const claim = claimUnder(state, view);
  const name = claim === undefined ? hunkUnder(state, view)?.function : claim.anchor?.function;
  if (threadId === undefined || name === undefined || view.focus === 'tree') return checkThread(state);
  return checkWith(state, ['--function', name, '--', threadId], `checks of ${name}()`, threadId);
}

/** Runs all checks of the thread that is seen or that the cursor is on. */
export function checkThread(state: State): Step {
  const threadId = threadUnder(state);
  if (threadId === undefined) return { state: noticed(state, 'the cursor is on no thread'), effects: [] };
  return checkWith(state, ['--', threadId], 'checks of this thread', threadId);
}

/** Runs `mmlore check` with some words, one run of it at a time, and shows how far it has come; while others run, those. */
export function checkWith(state: State, words: readonly string[], title: string, threadId: string | undefined): Step {
  const shown =
    topView(state).place.screen === 'checks' ? state : pushed(state, viewOf({ screen: 'checks', threadId }));
  if (isChecking(state)) return { state: noticed(shown, 'checks are running; Esc stops them'), effects: [] };
  const checking = { title, status: 'running', says: '', runs: new Map() } as const;
  return { state: { ...shown, checking }, effects: [{ kind: 'check', words }] };
}

function threadUnder(state: State): string | undefined {
  const view = topView(state);
  const { target } = rowUnder(state, view, view.focus);
  return threadOf(view) ?? (target !== undefined && 'threadId' in target ? target.threadId : undefined);
}

/** Asks to stop the checks that run. */
export function stopChecks(state: State): Step {
  const says = 'checks were stopped; what they had found is not kept';
  return { state: noticed(ended(state, 'stopped', says), says), effects: [{ kind: 'stop' }] };
}

/** What the runs' own news make of a state. */
export function checksTold(state: State, events: readonly RunEvent[]): State {
  const { checking } = state;
  if (checking?.status !== 'running') return state;
  const runs = new Map(checking.runs);
  for (const event of events) runs.set(runName(event), event);
  return { ...state, checking: { ...checking, runs } };
}

function runName({ messageId, path, function: name, property, world, side }: RunEvent): string {
  return JSON.stringify([messageId, path, name, property, world, side]);
}

/** What the end of checks makes of a state; what they found is read because the database changed. */
export function checksEnded(state: State, says: string, ok: boolean): State {
  if (!isChecking(state)) return state;
  return noticed(ended(state, ok ? 'ended' : 'failed', says), says, ok ? 'good' : 'error');
}

function ended(state: State, status: Checking['status'], says: string): State {
  return state.checking === undefined ? state : { ...state, checking: { ...state.checking, status, says } };
}
