import type { Body, BodyNode, Leaf } from '../body/nodes.ts';
import { parseBody } from '../body/parse.ts';
import { readAddresses } from '../mail/address.ts';
import { readDate } from '../mail/date.ts';
import type { Address, Message } from '../mail/message.ts';
import { hasDiff } from '../thread/patch-mail.ts';
import { readSubject } from '../thread/subject.ts';
import type { Thread, ThreadNode } from '../thread/thread.ts';

/** What others quote of a mail that nobody delivered. */
export interface RebuiltMail {
  readonly messageId: string;
  /** The name or address of the attribution; both empty where nobody says. */
  readonly from: Address;
  readonly date: string | undefined;
  readonly subject: string;
  /** The quoted lines, one level of marks taken off for each generation; what the quoter cut is not there. */
  readonly text: string;
  /** Message-ID of the mail that quotes it, and how many generations below it stands. */
  readonly quotedIn: string;
  readonly level: number;
}

/** One level of quotes in a mail: who wrote it, when, and what is left of it. */
export interface QuotedLevel {
  readonly level: number;
  readonly author: string | undefined;
  readonly date: string | undefined;
  readonly text: string;
}

/** Deeper levels than this are not rebuilt. */
const DEEPEST = 30;

/**
 * Rebuilds the mails of a thread that nobody delivered from what the mails below them quote.
 *
 * A ghost `n` generations above a mail is that mail's quote level `n`. Where several mails quote it, the one that quotes a
 * diff counts, then the one that quotes most.
 *
 * @param bodyOf gives the body tree of a mail of the thread
 * @returns by Message-ID; a ghost that nobody quotes is not there
 */
export function rebuildGhosts(
  thread: Thread,
  bodyOf: (message: Message) => Body = ({ text }) => parseBody(text),
): ReadonlyMap<string, RebuiltMail> {
  const rebuilt = new Map<string, RebuiltMail>();
  const open: ThreadNode[] = [thread.root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const child of node.children) open.push(child);
    const { message, parent } = node;
    if (message === undefined || parent === undefined || parent.message !== undefined) continue;
    const levels = quotedLevels(bodyOf(message));
    let ghost: ThreadNode | undefined = parent;
    for (let level = 1; ghost !== undefined && ghost.message === undefined; level += 1, ghost = ghost.parent) {
      const quoted = levels.find((one) => one.level === level);
      if (quoted === undefined) break;
      const found = rebuiltMail(ghost, message, quoted);
      const known = rebuilt.get(ghost.messageId);
      if (known === undefined || isFuller(found, known)) rebuilt.set(ghost.messageId, found);
    }
  }
  return rebuilt;
}

function rebuiltMail(ghost: ThreadNode, quoter: Message, { level, author, date, text }: QuotedLevel): RebuiltMail {
  const { title } = readSubject(quoter.subject);
  const bare = quoter.subject.slice(quoter.subject.length - title.length - bracketsOf(quoter.subject, title).length);
  const isFirst = ghost.parent === undefined || hasDiff(text);
  return {
    messageId: ghost.messageId,
    from: senderOf(author),
    date: readDate(date ?? ''),
    subject: isFirst ? bare : `Re: ${bare}`,
    text,
    quotedIn: quoter.messageId,
    level,
  };
}

/** `Re: [PATCH v2] x` has the brackets `[PATCH v2] `. */
function bracketsOf(subject: string, title: string): string {
  const before = subject.slice(0, Math.max(0, subject.length - title.length));
  const opens = before.indexOf('[');
  return opens < 0 ? '' : before.slice(opens);
}

function isFuller(one: RebuiltMail, other: RebuiltMail): boolean {
  const [diff, otherDiff] = [hasDiff(one.text), hasDiff(other.text)];
  return diff === otherDiff ? one.text.length > other.text.length : diff;
}

function senderOf(author: string | undefined): Address {
  if (author === undefined) return { name: '', email: '' };
  const [address] = author.includes('@') ? readAddresses(author) : [];
  return address ?? { name: author, email: '' };
}

/**
 * Gives the quote levels of a mail, nearest first: level 1 is the mail that it answers, with the levels inside quoted as that
 * mail quoted them.
 *
 * Only the first author of each level is followed; a quote by somebody else at the same level is another mail.
 */
export function quotedLevels(body: Body): readonly QuotedLevel[] {
  const leaves = leavesOf(body);
  const levels: QuotedLevel[] = [];
  for (let level = 1; level <= DEEPEST; level += 1) {
    const author = leaves.find(({ authors }) => authors[level - 1] !== undefined)?.authors[level - 1];
    const lines = leaves
      .filter(({ authors }) => authors.length >= level && follows(authors.slice(0, level), levels, author))
      .flatMap(({ leaf, authors }) => leaf.lines.map((line) => quoted(authors.length - level, line)));
    if (lines.length === 0) break;
    const attribution = leaves.find(
      ({ leaf, authors }) => leaf.type === 'attribution' && authors.length === level - 1 && leaf.author === author,
    )?.leaf;
    const date = attribution?.type === 'attribution' ? attribution.date : undefined;
    levels.push({ level, author, date, text: `${trimmed(lines).join('\n')}\n` });
  }
  return levels;
}

/** A leaf with the author of each quote that it stands in, outermost first; undefined where nobody says. */
interface QuotedLeaf {
  readonly leaf: Leaf;
  readonly authors: readonly (string | undefined)[];
}

function leavesOf(body: Body): readonly QuotedLeaf[] {
  const leaves: QuotedLeaf[] = [];
  const walk = (nodes: readonly BodyNode[], authors: readonly (string | undefined)[]) => {
    for (const node of nodes) {
      if (node.type !== 'quote') {
        leaves.push({ leaf: node, authors });
        continue;
      }
      // a quote may skip a depth, where no line of the level between is left
      const skipped = Array.from({ length: Math.max(0, node.depth - authors.length - 1) }, () => undefined);
      if (node.depth <= DEEPEST) walk(node.children, [...authors, ...skipped, node.author]);
    }
  };
  walk(body.children, []);
  return leaves;
}

function follows(
  authors: readonly (string | undefined)[],
  levels: readonly QuotedLevel[],
  author: string | undefined,
): boolean {
  return authors.every((one, at) => one === undefined || one === (levels[at]?.author ?? author));
}

function quoted(depth: number, line: string): string {
  return depth === 0 ? line : `${'> '.repeat(depth)}${line}`.trimEnd();
}

/** Blank lines at both ends are the quoter's. */
function trimmed(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return first < 0 ? [] : lines.slice(first, last + 1);
}
