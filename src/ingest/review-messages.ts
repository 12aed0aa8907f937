import type { Claim } from '../claims/claim.ts';
import { type AnchoredRange, extractClaims, type Parent, type ReviewMail } from '../claims/extract.ts';
import type { Address, Message } from '../mail/message.ts';
import { review } from '../patch/review.ts';
import type { Reviewed } from '../patch/reviewed.ts';
import { buildThreads } from '../thread/build.ts';
import { findSeries, type Series } from '../thread/series.ts';
import { readSubject } from '../thread/subject.ts';
import type { Thread, ThreadNode } from '../thread/thread.ts';
import { ghostMessages } from './ghost-messages.ts';
import { nodesOf } from './nodes-of.ts';

/** A mail of a thread, read to the end, with what it claims. */
export interface ReviewedMail {
  readonly message: Message;
  readonly reviewed: Reviewed;
  /** What the claims were extracted from. */
  readonly mail: ReviewMail;
  readonly claims: readonly Claim[];
}

/** Messages put in their places: their threads and series. */
export interface ArrangedMessages {
  readonly threads: readonly Thread[];
  readonly series: readonly Series[];
  /** Mails that nobody delivered, as far as others quote them, by Message-ID. */
  readonly ghosts: ReadonlyMap<string, Message>;
}

/** Messages read together: their threads, their series, and each mail read to the end. */
export interface ReviewedMessages extends ArrangedMessages {
  /** By thread, parents before the mails that answer them; rebuilt ghosts among them. */
  readonly mails: readonly ReviewedMail[];
}

/** Puts messages that may belong together in their places. Pure, and the same whatever their order. */
export function arrangeMessages(messages: readonly Message[]): ArrangedMessages {
  const ghosts = buildThreads(messages).flatMap(ghostMessages);
  const threads = buildThreads([...messages, ...ghosts]);
  return { threads, series: findSeries(threads), ghosts: new Map(ghosts.map((ghost) => [ghost.messageId, ghost])) };
}

/** Reads messages that may belong together. Pure, and the same whatever their order. */
export function reviewMessages(messages: readonly Message[]): ReviewedMessages {
  const arranged = arrangeMessages(messages);
  return { ...arranged, mails: [...reviewThreads(arranged)].flat() };
}

/**
 * Reads the mails of arranged messages, one thread after the other.
 *
 * A mail that was read takes some twenty times the memory of its text: who keeps little of each thread needs little for many.
 */
export function* reviewThreads({ threads, series, ghosts }: ArrangedMessages): Generator<readonly ReviewedMail[]> {
  const members = new Set(series.flatMap(memberIds));
  for (const thread of threads) yield reviewThread(thread, (messageId) => members.has(messageId), ghosts);
}

function memberIds({ cover, patches }: Series): string[] {
  return [...(cover === undefined ? [] : [cover.messageId]), ...patches.map(({ messageId }) => messageId)];
}

/** Characters of a text that are read for words, diffs and claims: the largest mails of kernel lists have half of it. */
export const LONGEST_TEXT = 2 * 1024 * 1024;

/** Quotes reach this many mails back; a hostile thread is deeper, and each mail would be compared with all above it. */
const MOST_ANCESTORS = 32;

/**
 * Reads the mails of a thread, parents before the mails that answer them.
 *
 * @param isPatch whether a mail brings a patch or a cover letter
 * @param rebuilt mails whose text is only what others quote of them
 */
function reviewThread(
  thread: Thread,
  isPatch: (messageId: string) => boolean,
  rebuilt: ReadonlyMap<string, Message>,
): ReviewedMail[] {
  const known = new Map<string, Reviewed>();
  const mails: ReviewedMail[] = [];
  for (const node of nodesOf(thread.root)) {
    if (node.message === undefined) continue;
    const message = withinReach(node.message);
    const above = ancestorsOf(node);
    const reviewed = review(
      { ...message, isReply: readSubject(message.subject).isReply, isRebuilt: rebuilt.has(message.messageId) },
      above.flatMap(({ messageId }) => known.get(messageId) ?? []),
    );
    known.set(message.messageId, reviewed);
    const parents = above.map((ancestor) => parentOf(ancestor, isPatch));
    const mail = {
      message,
      body: reviewed.body,
      anchors: anchorsOf(reviewed),
      isPatch: isPatch(message.messageId),
      parents,
    };
    mails.push({ message, reviewed, mail, claims: extractClaims(mail) });
  }
  return mails;
}

/** A mail with its text down to the last whole line within reach. */
function withinReach(message: Message): Message {
  const { text } = message;
  if (text.length <= LONGEST_TEXT) return message;
  return { ...message, text: text.slice(0, text.lastIndexOf('\n', LONGEST_TEXT - 1) + 1 || LONGEST_TEXT) };
}

function ancestorsOf(node: ThreadNode): ThreadNode[] {
  const above: ThreadNode[] = [];
  for (let at = node.parent; at !== undefined && above.length < MOST_ANCESTORS; at = at.parent) above.push(at);
  return above;
}

const NOBODY: Address = { name: '', email: '' };

function parentOf({ messageId, message }: ThreadNode, isPatch: (messageId: string) => boolean): Parent {
  return { messageId, from: message?.from ?? NOBODY, isPatch: isPatch(messageId) };
}

/** Where the sender's own words are about a line of a patch. */
function anchorsOf({ comments }: Reviewed): AnchoredRange[] {
  return comments.flatMap(({ leaf, depth, anchor }) => {
    const { start, end } = leaf.position;
    if (depth > 0 || anchor === undefined || start.offset === undefined || end.offset === undefined) return [];
    return [{ start: start.offset, end: end.offset, anchor }];
  });
}
