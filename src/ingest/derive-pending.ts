import { putClaimEvents, putClaims } from '../store/claims.ts';
import type { Connection } from '../store/connection.ts';
import { loadMessages } from '../store/derived.ts';
import { addIssues, dropIssues } from '../store/issues.ts';
import { putPatches } from '../store/patches.ts';
import { putWords } from '../store/search.ts';
import { putSeries, settleSeries } from '../store/series.ts';
import { dropThreads, putTrees } from '../store/threads.ts';
import { type Component, pendingComponents } from './components.ts';
import { DERIVATION, type Derived, derive } from './derive.ts';
import { keepVersionLedgers } from './ledgers.ts';
import type { Progress } from './progress.ts';
import { linkPendingSeries } from './series.ts';

/** Messages that are derived in one transaction, where a component is not larger. */
const BATCH = 256;

/**
 * Derives the threads of new messages again, and of no others.
 *
 * Each batch of components is written at once: interrupted at any moment, the rest stays pending for the next run.
 *
 * @returns the number of messages whose threads were derived
 */
export async function derivePending(connection: Connection, progress: Progress, signal: AbortSignal): Promise<number> {
  const components = await pendingComponents(connection, DERIVATION);
  const total = components.reduce((sum, component) => sum + component.messageIds.length, 0);
  let count = 0;
  for (const batch of batches(components)) {
    if (signal.aborted) break;
    await deriveBatch(connection, batch);
    count += batch.reduce((sum, component) => sum + component.messageIds.length, 0);
    progress.derived(count, total);
  }
  if (!signal.aborted) await relateVersions(connection);
  return count;
}

/** Finds what hangs together over threads: the versions of series, and what later versions do to earlier claims. */
async function relateVersions(connection: Connection): Promise<void> {
  const heads = await linkPendingSeries(connection);
  if (heads.length === 0) return;
  await keepVersionLedgers(connection, heads);
  await settleSeries(connection, heads);
}

async function deriveBatch(connection: Connection, components: readonly Component[]): Promise<void> {
  const messageIds = components.flatMap((component) => component.messageIds);
  const messages = new Map((await loadMessages(connection, messageIds)).map((message) => [message.messageId, message]));
  const derived = components.map((component) =>
    derive(component.messageIds.flatMap((messageId) => messages.get(messageId) ?? [])),
  );
  const all = <T>(rows: (one: Derived) => readonly T[]) => derived.flatMap(rows);
  const ghosts = all((one) => one.trees.ghosts.map((ghost) => ghost.messageId));
  const mailIds = [...messageIds, ...ghosts];
  await connection.transaction(async () => {
    await dropThreads(
      connection,
      components.flatMap((component) => component.threadIds),
      ghosts,
    );
    const trees = derived.map((one) => one.trees);
    await putTrees(
      connection,
      {
        threadIds: trees.flatMap((one) => one.threadIds),
        places: trees.flatMap((one) => one.places),
        ghosts: trees.flatMap((one) => one.ghosts),
        mentions: trees.flatMap((one) => one.mentions),
      },
      DERIVATION,
    );
    await putWords(
      connection,
      all((one) => one.words),
    );
    await putPatches(
      connection,
      mailIds,
      all((one) => one.patches),
    );
    await putSeries(
      connection,
      mailIds,
      all((one) => one.series),
    );
    await putClaims(
      connection,
      mailIds,
      all((one) => one.claims),
    );
    await putClaimEvents(
      connection,
      mailIds,
      all((one) => one.events),
    );
    await dropIssues(connection, 'derive', mailIds);
    await addIssues(
      connection,
      all((one) => one.issues),
    );
  });
}

function* batches(components: readonly Component[]): Generator<Component[]> {
  let batch: Component[] = [];
  let size = 0;
  for (const component of components) {
    batch.push(component);
    size += component.messageIds.length;
    if (size < BATCH) continue;
    yield batch;
    batch = [];
    size = 0;
  }
  if (batch.length > 0) yield batch;
}
