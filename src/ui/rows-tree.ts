import { isConfirmed } from '../checks/verdict.ts';
import { groupBy } from '../groups.ts';
import type { ClaimItem, MessageItem, ThreadPage } from './data.ts';
import { litSegment, type Row, type Rows, rowsOf, type Segment, type Stop, segment, textRow } from './rows.ts';
import type { Glyphs } from './theme.ts';
import { isConcern, isOpen, isWeighty } from './words.ts';

/** Columns that the drawing of the tree takes at most, so that names stay readable in deep threads. */
const DEEPEST = 12;

/** The name of the fold of a message's replies. */
function treeFold(messageId: string): string {
  return `tree:${messageId}`;
}

/** A message with its place among the others. */
interface Branch {
  readonly message: MessageItem;
  /** Lines of the tree to the left of the message. */
  readonly drawing: string;
  /** Messages below it. */
  readonly below: number;
}

/**
 * The tree of a thread, one message a row: what was claimed in it, whether it is unread, the day, its place, who, and the
 * subject where it is not the one that it answers. Patches of the one who began the thread are told by their part and subject.
 */
export function treeRows(page: ThreadPage, toggled: ReadonlySet<string>, hideBots: boolean, glyphs: Glyphs): Rows {
  const claims = groupBy(page.claims, ({ messageId }) => messageId);
  const subjects = new Map(page.messages.map((message) => [message.messageId, bare(message.subject)]));
  const rows: Row[] = [];
  let hiddenBelow = Number.POSITIVE_INFINITY;
  for (const branch of branches(page.messages, glyphs)) {
    const { message } = branch;
    if (message.depth > hiddenBelow || (hideBots && message.isBot)) continue;
    const folded = branch.below > 0 && toggled.has(treeFold(message.messageId));
    hiddenBelow = folded ? message.depth : Number.POSITIVE_INFINITY;
    const isReply = subjects.get(message.parentId ?? '') === bare(message.subject);
    rows.push(
      messageRow(branch, folded, called(page, message, isReply), claims.get(message.messageId) ?? [], page, glyphs),
    );
  }
  return rowsOf(rows.length > 0 ? rows : [textRow('empty', 'No mail of this thread can be shown.', 'muted')]);
}

/** What a patch of a series is called in its thread: `01/10 mm/memory: add a helper`. */
function partOfSeries(subject: string): string {
  return subject.replace(/^\[[^\]]*?(\d+\/\d+)\]\s*/, '$1 ');
}

/** A subject without `Re:`. */
function bare(subject: string): string {
  return subject.replace(/^(?:re:\s*)+/i, '');
}

/** Draws the lines of the tree: from below, so that each message knows whether a sibling follows. */
function branches(messages: readonly MessageItem[], glyphs: Glyphs): readonly Branch[] {
  const follows: boolean[] = [];
  const sizes: number[] = [];
  const drawn: Branch[] = [];
  for (const message of messages.toReversed()) {
    const { depth } = message;
    const below = sizes.splice(depth + 1).reduce((sum, size) => sum + size, 0);
    sizes[depth] = (sizes[depth] ?? 0) + 1 + below;
    const corner = depth === 0 ? '' : follows[depth] === true ? glyphs.branch : glyphs.corner;
    const trunks = Array.from({ length: Math.max(0, depth - 1) }, (_, level) =>
      follows[level + 1] === true ? glyphs.trunk : ' ',
    ).join('');
    const line = trunks + corner;
    drawn.push({ message, below, drawing: line.length > DEEPEST ? glyphs.ellipsis + line.slice(1 - DEEPEST) : line });
    follows.length = Math.min(follows.length, depth + 1);
    follows[depth] = true;
  }
  return drawn.reverse();
}

/** What a message is called. */
interface Called {
  /** The subject alone says enough: it is a patch below the first mail, by the same person. */
  readonly isOfAuthor: boolean;
  /** Empty where it is that of the message that it answers. */
  readonly subject: string;
}

function called({ messages }: ThreadPage, message: MessageItem, isReply: boolean): Called {
  const [first] = messages;
  const isPatch = message.hunks.length > 0 && !isReply && message.depth > 0;
  return {
    isOfAuthor: isPatch && first !== undefined && !first.isGhost && message.fromEmail === first.fromEmail,
    subject: isReply ? '' : message.depth === 0 ? message.subject : partOfSeries(message.subject),
  };
}

function stopsOf(message: MessageItem, claims: readonly ClaimItem[]): ReadonlySet<Stop> {
  const stops = new Set<Stop>(['message']);
  if (message.hunks.length > 0) for (const stop of ['patch', 'hunk', 'file'] as const) stops.add(stop);
  if (claims.some(isWeighty)) stops.add('claim');
  if (claims.some(isConcern)) stops.add('concern');
  return stops;
}

function messageRow(
  { message, drawing, below }: Branch,
  folded: boolean,
  { isOfAuthor, subject }: Called,
  claims: readonly ClaimItem[],
  { read, notes }: ThreadPage,
  glyphs: Glyphs,
): Row {
  const isUnread = !message.isGhost && !read.has(message.messageId);
  const isNoted = notes.has(message.messageId) || claims.some(({ claimId }) => notes.has(claimId));
  const confirmed = claims.filter((claim) => isConfirmed(claim.verdict)).length;
  const open = claims.filter(isOpen).length;
  const name = message.fromName || message.fromEmail || 'somebody';
  const ghost = message.isGhost ? `${glyphs.ghost} ` : '';
  const replies: Segment[] = folded ? [segment(` +${below}`, 'muted')] : [];
  return {
    anchor: message.messageId,
    segments: [
      segment((confirmed === 0 ? '' : `${glyphs.bad}${confirmed}`).padEnd(3), 'bad'),
      segment((open === 0 ? '' : `${glyphs.unknown}${open}`).padEnd(3), 'unknown'),
      segment(isUnread ? glyphs.unread : ' ', 'key'),
      segment(`${(message.date?.slice(5, 10) ?? '').padEnd(5)} `, 'muted'),
      segment(`${drawing}${folded ? glyphs.closed : drawing === '' ? '' : ' '}`, 'muted'),
      isOfAuthor
        ? litSegment(subject)
        : litSegment(ghost + name, message.isGhost ? 'muted' : message.isBot ? 'bot' : 'person'),
      ...replies,
      segment(isNoted ? ' (note)' : '', 'note'),
      segment(isOfAuthor || subject === '' ? '' : `  ${subject}`, message.hunks.length > 0 ? 'plain' : 'muted'),
    ],
    target: { kind: 'message', messageId: message.messageId },
    stop: stopsOf(message, claims),
    ...(below > 0 ? { folds: [treeFold(message.messageId)] } : {}),
  };
}
