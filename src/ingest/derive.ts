import { isBot } from '../claims/bots.ts';
import type { Claim } from '../claims/claim.ts';
import type { Message } from '../mail/message.ts';
import type { Patch } from '../patch/patch.ts';
import type { ClaimEvent } from '../store/claims.ts';
import type { ScopedIssue } from '../store/issues.ts';
import type { PatchRows } from '../store/patches.ts';
import type { Words } from '../store/search.ts';
import type { SeriesRow } from '../store/series.ts';
import type { Ghost, Place, Trees } from '../store/threads.ts';
import type { Thread, ThreadNode } from '../thread/thread.ts';
import { claimEvents } from './ledgers.ts';
import { nodesOf } from './nodes-of.ts';
import { patchRows } from './patch-rows.ts';
import { reviewMessages } from './review-messages.ts';
import { seriesRow } from './series.ts';
import { wordsOf } from './words.ts';

/** The version of everything that is derived from mail. Raised with each change of what is derived: threads follow. */
export const DERIVATION = 1;

/** All rows that messages lead to, as data: what a worker can hand back. */
export interface Derived {
  readonly trees: Trees;
  readonly words: readonly Words[];
  readonly patches: readonly PatchRows[];
  readonly series: readonly SeriesRow[];
  readonly claims: readonly Claim[];
  readonly events: readonly ClaimEvent[];
  readonly issues: readonly ScopedIssue[];
}

/**
 * Derives everything from the messages of one component: trees, words, patches, claims.
 *
 * Pure, and the same whatever the order of the messages.
 */
export function derive(messages: readonly Message[]): Derived {
  const { threads, series, mails, ghosts } = reviewMessages(messages);
  const patches = mails.map(({ reviewed }) => reviewed.patch);
  return {
    trees: treesOf(threads, ghosts),
    words: mails
      .filter(({ message }) => !ghosts.has(message.messageId))
      .map(({ message, reviewed }) => wordsOf(message.messageId, message.subject, reviewed.body)),
    patches: patches.filter((patch) => patch.files.length > 0).map(patchRows),
    series: series.map(seriesRow),
    claims: mails.flatMap((mail) => mail.claims),
    events: claimEvents({ series, mails }),
    issues: [...patches.flatMap(issuesOf), ...threads.flatMap(cyclesOf)],
  };
}

function cyclesOf({ threadId, issues }: Thread): ScopedIssue[] {
  return issues.map((issue) => ({ scope: issue.where ?? threadId, stage: 'derive', issue }));
}

function issuesOf(patch: Patch): ScopedIssue[] {
  return patch.issues.map((issue) => ({ scope: patch.messageId, stage: 'derive', issue }));
}

function treesOf(threads: readonly Thread[], rebuilt: ReadonlyMap<string, Message>): Trees {
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
  const own = (message.headers.get('message-id') ?? []).flatMap((value) =>
    Array.from(value.matchAll(/<([^<>\s]+)>/g), (match) => match[1] ?? ''),
  );
  return [...message.references, ...message.inReplyTo, ...own].filter((id) => id !== message.messageId);
}
