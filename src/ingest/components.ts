import { byText } from '../order.ts';
import type { Connection } from '../store/connection.ts';
import { type Mentions, membersOf, neighboursOf, pendingMessages, threadsOfIds } from '../store/derived.ts';
import { Sets } from './sets.ts';

/** Messages that must be looked at together, since one may name another. */
export interface Component {
  readonly messageIds: readonly string[];
  /** The threads that they form so far. */
  readonly threadIds: readonly string[];
}

/**
 * Finds what must be derived again: pending messages with every message that they could share a thread with.
 *
 * @returns smallest Message-ID first, the same whatever the order of ingestion
 */
export async function pendingComponents(connection: Connection, derivation: number): Promise<Component[]> {
  const pending = await pendingMessages(connection, derivation);
  const threads = await threadsAround(connection, pending);
  const sets = new Sets();
  for (const { messageId, mentions } of pending) for (const id of mentions) sets.join(ofMail(messageId), ofMail(id));
  for (const [one, other] of threads.links) sets.join(one, other);

  const members = await membersOf(connection, threads.ids);
  const byRoot = new Map<string, { messageIds: Set<string>; threadIds: Set<string> }>();
  const component = (name: string) => {
    const root = sets.find(name);
    const known = byRoot.get(root) ?? { messageIds: new Set(), threadIds: new Set() };
    byRoot.set(root, known);
    return known;
  };
  for (const { messageId } of pending) component(ofMail(messageId)).messageIds.add(messageId);
  for (const threadId of threads.ids) {
    const { messageIds, threadIds } = component(ofThread(threadId));
    threadIds.add(threadId);
    for (const messageId of members.get(threadId) ?? []) messageIds.add(messageId);
  }
  return [...byRoot.values()]
    .map(({ messageIds, threadIds }) => ({
      messageIds: [...messageIds].sort(byText),
      threadIds: [...threadIds].sort(byText),
    }))
    .sort((a, b) => byText(a.messageIds[0] ?? '', b.messageIds[0] ?? ''));
}

/** Follows names from the pending messages to threads, and from thread to thread until none is added. */
async function threadsAround(connection: Connection, pending: readonly Mentions[]) {
  const ids = new Set(pending.flatMap(({ messageId, mentions }) => [messageId, ...mentions]));
  const named = await threadsOfIds(connection, [...ids]);
  const links = named.map(({ id, threadId }): [string, string] => [ofMail(id), ofThread(threadId)]);
  const known = new Set(named.map(({ threadId }) => threadId));
  let added = [...known];
  while (added.length > 0) {
    const neighbours = await neighboursOf(connection, added);
    for (const { threadId, other } of neighbours) links.push([ofThread(threadId), ofThread(other)]);
    added = [...new Set(neighbours.map(({ other }) => other))].filter((id) => !known.has(id));
    for (const id of added) known.add(id);
  }
  return { ids: [...known], links };
}

/** A thread has the id of its root message: the two are told apart by a mark that no id begins with. */
const ofMail = (messageId: string) => messageId;
const ofThread = (threadId: string) => `\n${threadId}`;
