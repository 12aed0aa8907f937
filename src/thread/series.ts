import type { Address, Message } from '../mail/message.ts';
import { byText } from '../order.ts';
import { hasDiff, type PatchMail, readPatchMail } from './patch-mail.ts';
import { type SeriesMarks, seriesMarks } from './series-marks.ts';
import { readSubject, type Subject, trailingVersion } from './subject.ts';
import type { Thread, ThreadNode } from './thread.ts';

/** One mail of a series. */
export interface SeriesPatch {
  readonly messageId: string;
  /** 1 for the first; a patch sent alone is 1 of 1. */
  readonly part: number;
  /** The patch's title, brackets taken off. */
  readonly title: string;
  /** The in-body From, else the sender. */
  readonly author: Address;
  readonly message: Message;
}

/** Patches that were sent to be applied together, in one version. */
export interface Series {
  /** Message-ID of the cover, else of the first part that is there. */
  readonly seriesId: string;
  readonly threadId: string;
  readonly version: number;
  /** The subject says so; else 1 is taken. */
  readonly isVersionStated: boolean;
  readonly title: string;
  readonly sender: Address;
  readonly date: string | undefined;
  readonly isRfc: boolean;
  readonly isResend: boolean;
  readonly prefixes: readonly string[];
  readonly cover: Message | undefined;
  /** By part. */
  readonly patches: readonly SeriesPatch[];
  /** How many the subjects promise. */
  readonly parts: number;
  readonly marks: SeriesMarks;
}

interface Member {
  readonly node: ThreadNode;
  readonly message: Message;
  readonly mail: PatchMail;
  readonly subject: Subject;
  readonly threadId: string;
}

interface Growing {
  readonly threadId: string;
  readonly members: Member[];
  readonly taken: Set<number>;
  cover: Member | undefined;
}

/** Patchwork's SERIES_DELAY_INTERVAL: mails of one sender without References belong together within this time. */
const SENDING_TIME = 10 * 60 * 1000;

/**
 * Finds the patch series in threads.
 *
 * A patch joins the series of the nearest mail above it of the same version and number of parts whose part is still free, or
 * the one that its sender began in answer to the same mail; where a mail was sent without References, the series that its sender began within ten minutes before. A cover without
 * `0/n` is one where the patches answer it, its author sent them, and it is no reply.
 *
 * @returns by date, then id
 */
export function findSeries(threads: readonly Thread[]): readonly Series[] {
  const open = new Map<string, Growing>();
  const all: Growing[] = [];
  for (const member of threads.flatMap(membersOf).sort(byDate)) {
    const above = seriesAbove(member, open) ?? seriesOfSender(member, all);
    const series = above ?? { threadId: member.threadId, members: [], taken: new Set(), cover: undefined };
    if (above === undefined) {
      all.push(series);
      // the parts of a series without `0/n` answer one mail: its cover, or a ghost
      const answered = member.node.parent;
      if (answered !== undefined && !open.has(answered.messageId)) open.set(answered.messageId, series);
    }
    series.members.push(member);
    series.taken.add(partOf(member));
    if (partOf(member) === 0) series.cover = member;
    open.set(member.message.messageId, series);
  }
  const isAlone = answeredOnce(all);
  return all
    .map((series) => finish(series, isAlone))
    .sort((a, b) => byText(a.date ?? '', b.date ?? '') || byText(a.seriesId, b.seriesId));
}

/** Tells of a mail whether only one series answers it. */
function answeredOnce(all: readonly Growing[]): (parent: ThreadNode | undefined) => boolean {
  const counts = new Map<ThreadNode | undefined, number>();
  for (const { members } of all) {
    const parent = members[0]?.node.parent;
    counts.set(parent, (counts.get(parent) ?? 0) + 1);
  }
  return (parent) => counts.get(parent) === 1;
}

/** Mails of a thread that are a patch or a cover, without recursion. */
function membersOf(thread: Thread): readonly Member[] {
  const members: Member[] = [];
  const nodes: ThreadNode[] = [thread.root];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    for (const child of node.children) nodes.push(child);
    if (node.message === undefined) continue;
    const member = memberOf(node, node.message, thread.threadId);
    if (member !== undefined) members.push(member);
  }
  return members;
}

/** A reply may hold a patch below scissors, with its own Subject line. */
function memberOf(node: ThreadNode, message: Message, threadId: string): Member | undefined {
  const stated = readSubject(message.subject);
  if (stated.part !== 0 && !hasDiff(message.text)) return undefined;
  const mail = readPatchMail(message);
  const subject = stated.isPatch && !stated.isReply ? stated : readSubject(mail.subject);
  return subject.isPatch && !subject.isReply ? { node, message, mail, subject, threadId } : undefined;
}

function partOf({ subject }: Member): number {
  return subject.part ?? 1;
}

function seriesAbove(member: Member, open: ReadonlyMap<string, Growing>): Growing | undefined {
  for (let above = member.node.parent; above !== undefined; above = above.parent) {
    const series = open.get(above.messageId);
    if (series !== undefined && fits(member, series)) return series;
  }
  return undefined;
}

function seriesOfSender(member: Member, all: readonly Growing[]): Growing | undefined {
  if (member.node.parent !== undefined || member.message.date === undefined) return undefined;
  const sent = Date.parse(member.message.date);
  for (const series of all.slice(-200).reverse()) {
    const last = series.members.at(-1)?.message;
    if (last?.date === undefined || last.from.email !== member.message.from.email) continue;
    if (sent - Date.parse(last.date) <= SENDING_TIME && fits(member, series)) return series;
  }
  return undefined;
}

/** A patch without a stated version goes with a cover that states one; parts beyond the promised number still belong. */
function fits({ subject, node, message }: Member, { members, taken, cover }: Growing): boolean {
  const opening = cover ?? members[0];
  const first = opening?.subject;
  if (first === undefined || subject.part === undefined || taken.has(subject.part)) return false;
  if (node.parent === opening?.node.parent && message.from.email !== opening?.message.from.email) return false;
  const sameVersion = subject.version === first.version || (subject.version === undefined && cover !== undefined);
  return sameVersion && subject.parts === first.parts && first.part !== undefined;
}

function finish({ threadId, members, cover }: Growing, isAlone: (parent: ThreadNode | undefined) => boolean): Series {
  const patches = members.filter((member) => member !== cover).sort((a, b) => partOf(a) - partOf(b));
  const first = cover ?? patches[0];
  if (first === undefined) throw new Error('a series has at least one mail');
  const versions = [first, ...members].map(({ subject }) => subject.version).filter((version) => version !== undefined);
  const naked = cover === undefined && isAlone(members[0]?.node.parent) ? nakedCover(patches) : undefined;
  const version = versions[0] ?? trailingVersion(naked?.subject ?? '');
  return {
    seriesId: (naked ?? first.message).messageId,
    threadId,
    version: version ?? 1,
    isVersionStated: version !== undefined,
    title: naked === undefined ? readSubject(first.mail.subject).title : naked.subject,
    sender: first.message.from,
    date: first.message.date,
    isRfc: members.some(({ subject }) => subject.isRfc),
    isResend: members.some(({ subject }) => subject.isResend),
    prefixes: [...new Set(members.flatMap(({ subject }) => subject.prefixes))],
    cover: cover?.message ?? naked,
    patches: patches.map(patchOf),
    parts: first.subject.parts ?? Math.max(1, patches.length),
    marks: seriesMarks(
      [...(naked === undefined ? [] : [naked]), ...members.map(({ message }) => message)].map(({ text }) => text),
    ),
  };
}

function patchOf(member: Member): SeriesPatch {
  const { message, mail } = member;
  const { title } = readSubject(mail.subject);
  return { messageId: message.messageId, part: partOf(member), title, author: mail.author, message };
}

/** A mail above the patches of one series that is their author's and no reply is a cover even without `[PATCH 0/n]`. */
function nakedCover(patches: readonly Member[]): Message | undefined {
  const [first] = patches;
  const above = first?.node.parent?.message;
  if (above === undefined || first === undefined || above.from.email !== first.message.from.email) return undefined;
  if (readSubject(first.message.subject).isReply) return undefined;
  const { isReply, isPatch } = readSubject(above.subject);
  return isReply || isPatch || hasDiff(above.text) || first.node.parent?.parent !== undefined ? undefined : above;
}

function byDate(a: Member, b: Member): number {
  return (
    byText(a.message.date ?? '', b.message.date ?? '') ||
    partOf(a) - partOf(b) ||
    byText(a.message.messageId, b.message.messageId)
  );
}
