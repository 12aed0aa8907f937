import type { Side } from '../patch/patch.ts';
import type { Result, Run } from './check.ts';

/** Where a run has come to, told while it lasts: at its start, every now and then, and at its end. */
export interface RunEvent {
  /** Message-ID of the mail that holds the diff. */
  readonly messageId: string;
  readonly path: string;
  readonly function: string;
  readonly property: string;
  readonly world: string;
  readonly side: Side;
  /** States stored so far. */
  readonly states: number;
  readonly seconds: number;
  /** How it ended; undefined while it lasts. */
  readonly result: Result | undefined;
}

export type Watcher = (event: RunEvent) => void;

/** Milliseconds between two events of one run. */
const EVERY_MS = 100;

/**
 * Tells of a run while it lasts.
 *
 * @param make Makes the run; calls what it is given now and then with the states stored so far.
 * @param now A clock in milliseconds.
 */
export function watched<T extends { readonly run: Run }>(
  about: Omit<RunEvent, 'states' | 'seconds' | 'result'>,
  watcher: Watcher | undefined,
  now: () => number,
  make: (progress: (states: number) => void) => T,
): T {
  if (watcher === undefined) return make(() => undefined);
  const began = now();
  let last = began;
  const tell = (states: number, result?: Result) =>
    watcher({ ...about, states, seconds: (now() - began) / 1000, result });
  tell(0);
  const made = make((states) => {
    if (now() - last < EVERY_MS) return;
    last = now();
    tell(states);
  });
  tell(made.run.states, made.run.result);
  return made;
}
