import type { Body } from '../body/nodes.ts';
import { parseBody } from '../body/parse.ts';
import type { Message } from '../mail/message.ts';
import type { Patch } from '../patch/patch.ts';
import { readPatch } from '../patch/read.ts';
import type { ScopedIssue } from '../store/issues.ts';
import type { PatchRows } from '../store/patches.ts';
import type { Words } from '../store/search.ts';
import type { SeriesRow } from '../store/series.ts';
import type { Ghost, Place, Trees } from '../store/threads.ts';
import { buildThreads } from '../thread/build.ts';
import { findSeries } from '../thread/series.ts';
import type { Thread, ThreadNode } from '../thread/thread.ts';
import { patchRows } from './patch-rows.ts';
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
  readonly issues: readonly ScopedIssue[];
}

/**
 * Derives everything from the messages of one component: trees, words, patches, claims.
 *
 * Pure, and the same whatever the order of the messages.
 */
export function derive(messages: readonly Message[]): Derived {
  const threads = buildThreads(messages);
  const bodies = new Map(messages.map((message) => [message.messageId, parseBody(message.text)]));
  const patches = messages.map((message) => readPatch(message.messageId, message.text));
  return {
    trees: treesOf(threads),
    words: messages.map((message) => wordsOf(message.messageId, message.subject, bodyOf(bodies, message))),
    patches: patches.filter((patch) => patch.files.length > 0).map(patchRows),
    series: findSeries(threads).map(seriesRow),
    issues: patches.flatMap(issuesOf),
  };
}

function issuesOf(patch: Patch): ScopedIssue[] {
  return patch.issues.map((issue) => ({ scope: patch.messageId, stage: 'derive', issue }));
}

function bodyOf(bodies: ReadonlyMap<string, Body>, message: Message): Body {
  const body = bodies.get(message.messageId);
  if (body === undefined) throw new Error(`expected a body of ${message.messageId}`);
  return body;
}

function treesOf(threads: readonly Thread[]): Trees {
  const places: Place[] = [];
  const ghosts: Ghost[] = [];
  const mentions: { id: string; threadId: string }[] = [];
  for (const { threadId, root } of threads) {
    const nodes = nodesOf(root);
    const here = new Set(nodes.map((node) => node.messageId));
    const named = new Set<string>();
    for (const node of nodes) {
      const place = placeOf(node, threadId);
      if (node.message === undefined) ghosts.push({ ...place, ...NOTHING_KNOWN });
      else places.push(place);
      for (const id of namedBy(node.message)) if (!here.has(id)) named.add(id);
    }
    for (const id of named) mentions.push({ id, threadId });
  }
  return { threadIds: threads.map(({ threadId }) => threadId), places, ghosts, mentions };
}

const NOTHING_KNOWN = { date: undefined, fromName: '', fromEmail: '', subject: '', text: undefined } as const;

function placeOf(node: ThreadNode, threadId: string): Place {
  return {
    messageId: node.messageId,
    threadId,
    parentMessageId: node.parent?.messageId,
    depth: node.depth,
    isBot: false,
  };
}

/** The nodes of a tree, parents first; without recursion, since a thread may be deep. */
export function nodesOf(root: ThreadNode): ThreadNode[] {
  const nodes = [root];
  for (let at = 0; at < nodes.length; at += 1) nodes.push(...(nodes[at]?.children ?? []));
  return nodes;
}

function namedBy(message: Message | undefined): readonly string[] {
  if (message === undefined) return [];
  const own = (message.headers.get('message-id') ?? []).flatMap((value) =>
    Array.from(value.matchAll(/<([^<>\s]+)>/g), (match) => match[1] ?? ''),
  );
  return [...message.references, ...message.inReplyTo, ...own].filter((id) => id !== message.messageId);
}
