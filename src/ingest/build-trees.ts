import { isBot } from '../claims/bots.ts';
import type { Message } from '../mail/message.ts';
import { ownIds } from '../mail/message-id.ts';
import { messageOf, type StoredMessage } from '../store/derived.ts';
import { putSeries } from '../store/series.ts';
import { dropThreads, type Ghost, markRelatedUnread, type Place, putTrees, type Trees } from '../store/threads.ts';
import type { ThreadNode } from '../thread/thread.ts';
import { DERIVATION } from './derivation.ts';
import { nodesOf } from './nodes-of.ts';
import { type ArrangedMessages, arrangeMessages } from './review-messages.ts';
import { seriesRow } from './series.ts';
import { type Statements, statementsOf } from './statements.ts';

/** Messages that must be looked at together, since one may name another. */
export interface StoredComponent {
  readonly messages: readonly StoredMessage[];
  /** The threads that they form so far. */
  readonly threadIds: readonly string[];
}

/**
 * Makes the statements that put messages into threads and series.
 *
 * Pure, and the same whatever the order of the messages.
 */
export async function buildTrees({
  components,
}: {
  readonly components: readonly StoredComponent[];
}): Promise<Statements> {
  const arranged = components.map(({ messages }) => arrangeMessages(messages.map(messageOf)));
  const all = arranged.map(treesOf);
  const ghosts = all.flatMap((trees) => trees.ghosts);
  const mailIds = [
    ...components.flatMap(({ messages }) => messages.map((message) => message.message_id)),
    ...ghosts.map((ghost) => ghost.messageId),
  ];
  const trees = {
    threadIds: all.flatMap((one) => one.threadIds),
    places: all.flatMap((one) => one.places),
    ghosts,
    mentions: all.flatMap((one) => one.mentions),
  };
  return statementsOf(async (writer) => {
    await markRelatedUnread(writer, mailIds, DERIVATION);
    await dropThreads(
      writer,
      components.flatMap(({ threadIds }) => threadIds),
      ghosts.map((ghost) => ghost.messageId),
    );
    await putTrees(writer, trees, DERIVATION);
    await putSeries(
      writer,
      mailIds,
      arranged.flatMap(({ series }) => series.map(seriesRow)),
    );
  });
}

function treesOf({ threads, ghosts: rebuilt }: ArrangedMessages): Trees {
  const places: Place[] = [];
  const undelivered: Ghost[] = [];
  const mentions: { id: string; threadId: string }[] = [];
  for (const { threadId, root } of threads) {
    const nodes = nodesOf(root);
    const here = new Set(nodes.map((node) => node.messageId));
    const named = new Set<string>();
    for (const node of nodes) {
      const place = placeOf(node, threadId);
      const ghost = rebuilt.get(node.messageId);
      if (node.message !== undefined && ghost === undefined) places.push(place);
      else undelivered.push({ ...place, ...knownOf(ghost) });
      for (const id of namedBy(node.message)) if (!here.has(id)) named.add(id);
    }
    for (const id of named) mentions.push({ id, threadId });
  }
  return { threadIds: threads.map(({ threadId }) => threadId), places, ghosts: undelivered, mentions };
}

function knownOf(ghost: Message | undefined): Omit<Ghost, keyof Place> {
  if (ghost === undefined) return { date: undefined, fromName: '', fromEmail: '', subject: '', text: undefined };
  const { from, date, subject, text } = ghost;
  return { date, fromName: from.name, fromEmail: from.email, subject, text };
}

function placeOf(node: ThreadNode, threadId: string): Place {
  return {
    messageId: node.messageId,
    threadId,
    parentMessageId: node.parent?.messageId,
    depth: node.depth,
    isBot: node.message !== undefined && isBot(node.message),
  };
}

function namedBy(message: Message | undefined): readonly string[] {
  if (message === undefined) return [];
  const { messageId, references, inReplyTo } = message;
  return [...references, ...inReplyTo, ...ownIds(message)].filter((id) => id !== messageId);
}
