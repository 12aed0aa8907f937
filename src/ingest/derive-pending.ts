import type { Connection } from '../store/connection.ts';
import { membersOf, storedMessages } from '../store/derived.ts';
import type { StoredComponent } from './build-trees.ts';
import { pendingComponents } from './components.ts';
import type { Crew } from './crew.ts';
import { DERIVATION } from './derivation.ts';
import { inOrder } from './in-order.ts';
import { linkPendingSeries } from './link-versions.ts';
import type { Progress } from './progress.ts';
import { runAll, type Statements } from './statements.ts';
import { unreadGroups } from './version-groups.ts';

/** Messages that are derived in one transaction, where what belongs together is not more. */
const BATCH = 128;

/** Messages of a batch that weigh as much as one of the others: where many belong together, fewer batches are under way. */
const WEIGHT = 4 * BATCH;

/** Messages that are derived together, and the threads that they form so far. */
interface Part {
  readonly messageIds: readonly string[];
  readonly threadIds: readonly string[];
}

/**
 * Derives the threads of new messages again, and of no others: first the trees and series, then from these which series are
 * versions of each other, then what the mails say, threads with versions of one series together.
 *
 * Each batch is written at once: interrupted at any moment, the rest stays for the next run.
 *
 * @returns the number of messages whose threads were derived
 */
export async function derivePending(
  connection: Connection,
  crew: Crew,
  progress: Progress,
  signal: AbortSignal,
): Promise<number> {
  await inBatches(
    connection,
    await pendingComponents(connection, DERIVATION),
    crew,
    (components, messages) => crew.run('buildTrees', { components }, messages),
    () => undefined,
    signal,
  );
  if (signal.aborted) return 0;
  await linkPendingSeries(connection);
  const groups = await unreadGroups(connection);
  const members = await membersOf(connection, groups.flat());
  return inBatches(
    connection,
    groups.map((threadIds) => ({
      threadIds,
      messageIds: threadIds.flatMap((threadId) => members.get(threadId) ?? []),
    })),
    crew,
    (batch, messages) => crew.run('readThreads', { groups: batch }, messages),
    (done, total) => progress.derived(done, total),
    signal,
  );
}

/** Hands parts out in batches and runs the statements that come back; the number of messages that were done. */
async function inBatches(
  connection: Connection,
  parts: readonly Part[],
  crew: Crew,
  work: (batch: readonly StoredComponent[], messages: number) => Promise<Statements>,
  tell: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<number> {
  const total = sizeOf(parts);
  const derive = async (batch: readonly Part[]) => {
    const ids = batch.flatMap(({ messageIds }) => messageIds);
    const stored = new Map((await storedMessages(connection, ids)).map((message) => [message.message_id, message]));
    const loaded = batch.map(({ messageIds, threadIds }) => ({
      threadIds,
      messages: messageIds.flatMap((messageId) => stored.get(messageId) ?? []),
    }));
    return { count: ids.length, statements: await work(loaded, ids.length) };
  };
  let done = 0;
  const weigh = (batch: readonly Part[]) => Math.ceil(sizeOf(batch) / WEIGHT);
  for await (const { count, statements } of inOrder(batches(parts), crew.width, derive, signal, weigh)) {
    if (signal.aborted) break;
    await connection.transaction(() => runAll(connection, statements));
    done += count;
    tell(done, total);
  }
  return done;
}

function sizeOf(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.messageIds.length, 0);
}

function* batches(parts: readonly Part[]): Generator<Part[]> {
  let batch: Part[] = [];
  let size = 0;
  for (const part of parts) {
    batch.push(part);
    size += part.messageIds.length;
    if (size < BATCH) continue;
    yield batch;
    batch = [];
    size = 0;
  }
  if (batch.length > 0) yield batch;
}
