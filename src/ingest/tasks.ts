import { buildTrees } from './build-trees.ts';
import { readMails } from './read-mails.ts';
import { readThreads } from './read-threads.ts';

/**
 * The work that worker threads share: pure functions from data to data.
 *
 * A `Uint8Array` that stands in a field of an input or a result is handed over, not copied: it is its buffer's only view.
 */
export const TASKS = {
  /** Raw mails into rows. */
  readMails,
  /** Messages into trees and series. */
  buildTrees,
  /** Threads into words, patches, claims and ledgers. */
  readThreads,
} as const;

export type TaskName = keyof typeof TASKS;
export type TaskInput<Name extends TaskName> = Parameters<(typeof TASKS)[Name]>[0];
export type TaskResult<Name extends TaskName> = Awaited<ReturnType<(typeof TASKS)[Name]>>;

/** A task as it goes to a worker. */
export interface TaskCall {
  readonly id: number;
  readonly name: TaskName;
  readonly input: unknown;
}

/** What comes back. */
export type TaskReply =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number; readonly ok: false; readonly error: unknown };

/** Runs a task by its name. */
export async function runTask({ name, input }: Pick<TaskCall, 'name' | 'input'>): Promise<unknown> {
  const task = TASKS[name] as (given: unknown) => unknown;
  return task(input);
}
