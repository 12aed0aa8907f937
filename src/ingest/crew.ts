import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { handedOver } from './bundle.ts';
import type { TaskInput, TaskName, TaskReply, TaskResult } from './tasks.ts';

/** Those who do the work that needs no database: worker threads, or this thread where there is little of it. */
export interface Crew {
  /** Tasks that are worth having under way at once. */
  readonly width: number;
  /**
   * Does one task.
   *
   * Rejects where the task throws, a thread dies, or the crew was dismissed.
   *
   * @param messages how many messages it is about: a few are not worth starting threads for
   */
  run<Name extends TaskName>(name: Name, input: TaskInput<Name>, messages: number): Promise<TaskResult<Name>>;
  /** Stops the threads at once; what is under way rejects. */
  dismiss(): Promise<void>;
}

/** Threads take 0.3 s to start: as long as these many messages take to read. */
const WORTH_A_THREAD = 128;

/** MiB for young objects of a thread: less makes the collector promote what is dead soon, more counts for each thread. */
const YOUNG_MIB = 24;

/** How V8 runs where threads are started, for all of them; a hard limit of the heap would end the run at the first mail of 200 MB. */
const V8_FLAGS = [
  // V8 lets the heaps of threads that are far from their limit grow to four times what lives: 900 MB in all where growing
  // by so much, in percent, before the next collection made it 600 once (14,925 mails, two jobs).
  '--heap-growing-percent=40',
  // Bytecode that a function runs before it is optimised, ten times the default: each thread compiles the program for
  // itself, and most functions were compiled again and again, as each kind of mail brought objects of other shapes. Of
  // 11.5 CPU seconds for 1,900 mails this saves 3.
  '--interrupt-budget=700000',
];

/** A thread with the calls that it has not answered. */
interface Hand {
  readonly worker: Worker;
  readonly calls: Map<number, { resolve: (result: never) => void; reject: (error: unknown) => void }>;
}

/** The number of jobs where nobody says: the cores that this process may use. */
export function defaultJobs(): number {
  return Math.max(1, availableParallelism());
}

/**
 * Makes a crew of so many threads; they start with the first task that is worth it.
 *
 * Threads run the built program only: from source (`.ts`), as the tests do, all work is done in this thread.
 *
 * @param entry the built module that threads run; undefined for none
 */
export function crewOf(jobs: number, signal: AbortSignal, entry = builtEntry()): Crew {
  let hands: readonly Hand[] | undefined;
  let dismissed: Error | undefined;
  let calls = 0;

  const dismiss = async (reason: Error) => {
    dismissed ??= reason;
    const all = hands ?? [];
    hands = [];
    for (const hand of all) fail(hand, dismissed);
    await Promise.all(all.map(({ worker }) => worker.terminate()));
  };
  const stop = () => void dismiss(new Error('the work was interrupted'));
  signal.addEventListener('abort', stop, { once: true });

  return {
    width: entry === undefined ? 1 : jobs + 2,
    run: async <Name extends TaskName>(name: Name, input: TaskInput<Name>, messages: number) => {
      if (dismissed !== undefined) throw dismissed;
      if (entry === undefined || (hands === undefined && messages < WORTH_A_THREAD)) {
        const { runTask } = await import('./tasks.ts');
        return (await runTask({ name, input })) as TaskResult<Name>;
      }
      if (hands === undefined) for (const flag of V8_FLAGS) setFlagsFromString(flag);
      hands ??= Array.from({ length: jobs }, () => hire(entry, dismiss));
      const hand = hands.reduce((one, other) => (other.calls.size < one.calls.size ? other : one));
      calls += 1;
      const id = calls;
      return new Promise<TaskResult<Name>>((resolve, reject) => {
        hand.calls.set(id, { resolve, reject });
        hand.worker.postMessage({ id, name, input }, handedOver(input));
      });
    },
    dismiss: () => {
      signal.removeEventListener('abort', stop);
      return dismiss(new Error('the work is over'));
    },
  };
}

function builtEntry(): URL | undefined {
  return import.meta.url.endsWith('.ts') ? undefined : new URL('./worker.js', import.meta.url);
}

function hire(entry: URL, dismiss: (reason: Error) => Promise<void>): Hand {
  const worker = new Worker(entry, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB } });
  const hand: Hand = { worker, calls: new Map() };
  worker.on('message', (reply: TaskReply) => {
    const call = hand.calls.get(reply.id);
    hand.calls.delete(reply.id);
    if (reply.ok) call?.resolve(reply.result as never);
    else call?.reject(reply.error);
  });
  // One that dies takes its tasks with it: nobody may wait for them, and no batch may be left out.
  const died = (cause: unknown) =>
    void dismiss(new Error('a worker thread died', cause === undefined ? {} : { cause }));
  worker.on('error', died);
  worker.on('messageerror', died);
  worker.on('exit', () => died(undefined));
  return hand;
}

function fail(hand: Hand, reason: Error): void {
  for (const { reject } of hand.calls.values()) reject(reason);
  hand.calls.clear();
}
