import { groupBy } from '../groups.ts';
import type { ClaimItem, MessageItem, ThreadPage } from './data.ts';
import { commentAnchor } from './reader-anchors.ts';
import { type Row, type Segment, type Stop, segment, type Target, wrap } from './rows.ts';
import type { QuoteMode } from './state.ts';
import type { Glyphs } from './theme.ts';
import { count, day, isConcern, isWeighty, kindWords, standingMark } from './words.ts';

/** What the reader shows and how. */
export interface Reading {
  readonly page: ThreadPage;
  readonly message: MessageItem;
  readonly quotes: QuoteMode;
  readonly toggled: ReadonlySet<string>;
  readonly hideBots: boolean;
  readonly width: number;
  readonly glyphs: Glyphs;
}

/** The claims about lines of the message's own diff, by line; those whose line is not there come last. */
export function commentsByLine({ page, message, hideBots }: Reading): Map<string, ClaimItem[]> {
  const comments = new Map<string, ClaimItem[]>();
  for (const claim of page.claims) {
    const { anchor } = claim;
    if (anchor?.messageId !== message.messageId || claim.messageId === message.messageId) continue;
    if (hideBots && claim.isBot) continue;
    const key = placeKey(anchor.path, anchor.hunk, anchor.hunkLine);
    const group = comments.get(key);
    if (group === undefined) comments.set(key, [claim]);
    else group.push(claim);
  }
  return comments;
}

/** The name of a line of a diff. */
export function placeKey(path: string | undefined, hunk: number | undefined, hunkLine: number): string {
  return `${path}#${hunk}#${hunkLine}`;
}

/**
 * What people say of a line of the diff, below the line: who, then their claims. What wants nothing of anybody (answers,
 * assertions, agreement) is folded to a count.
 */
export function commentRows(claims: readonly ClaimItem[], reading: Reading): Row[] {
  return [...groupBy(claims, ({ messageId }) => messageId).values()].flatMap((own) => mailRows(own, reading));
}

function mailRows(claims: readonly ClaimItem[], reading: Reading): Row[] {
  const [first] = claims;
  if (first === undefined) return [];
  const { page, toggled, width, glyphs } = reading;
  const bar = segment(`  ${glyphs.comment} `, 'claim');
  const who = segment(first.fromName, first.isBot ? 'bot' : 'person');
  const when = segment(` ${glyphs.dot} ${day(first.date)}`, 'muted');
  const minor = claims.filter((claim) => !isWeighty(claim));
  const fold = `minor:${minor[0]?.claimId}`;
  const isOpen = toggled.has(fold);
  const kinds = [...groupBy(minor, ({ kind }) => kind)].map(([kind, own]) => count(own.length, kind)).join(', ');
  const more = minor.length === 0 ? '' : `  ${isOpen ? glyphs.open : glyphs.closed} ${kinds}`;
  const head: Row = {
    anchor: `comments:${first.claimId}`,
    segments: [bar, who, when, segment(more, 'muted')],
    target: minor.length === 0 ? targetOf(first) : { kind: 'fold', id: fold, folded: !isOpen },
    ...(minor.length === 0 ? {} : { folds: [fold] }),
  };
  const shown = isOpen ? claims : claims.filter(isWeighty);
  return [
    head,
    ...shown.flatMap((claim) => [
      ...commentBody(claim, bar, toggled, width, glyphs),
      ...noteRows(page.notes.get(claim.claimId), `note:${claim.claimId}`, width - 4).map((row) => ({
        ...row,
        segments: [bar, ...row.segments],
        target: targetOf(claim),
      })),
    ]),
  ];
}

function commentBody(
  claim: ClaimItem,
  bar: Segment,
  toggled: ReadonlySet<string>,
  width: number,
  glyphs: Glyphs,
): Row[] {
  const anchor = commentAnchor(claim.claimId);
  const mark = standingMark(claim, glyphs);
  const lead = `${mark.text} ${kindWords(claim)}: `;
  const lines = wrap(segment(lead + claim.evidence).text, Math.max(1, width - 4));
  const common = { anchor, target: targetOf(claim), claimIds: [claim.claimId], folds: [anchor] };
  const stop = new Set<Stop>([
    ...(isWeighty(claim) ? (['claim'] as const) : []),
    ...(isConcern(claim) ? (['concern'] as const) : []),
  ]);
  const shown = toggled.has(anchor) ? lines.slice(0, 1) : lines;
  return shown.map((line, index) => {
    const split = index === 0 ? Math.min(lead.length, line.length) : 0;
    const kind = segment(line.slice(mark.text.length, split), 'muted');
    const segments = index === 0 ? [bar, mark, kind, segment(line.slice(split))] : [bar, segment(line)];
    return { ...common, segments, ...(index === 0 && stop.size > 0 ? { stop } : {}) };
  });
}

/** Where Enter on what belongs to a claim leads. */
export function targetOf(claim: ClaimItem): Target {
  return { kind: 'claim', claimId: claim.claimId, threadId: claim.threadId };
}

/** One's own note. */
export function noteRows(note: string | undefined, anchor: string, width: number): Row[] {
  if (note === undefined) return [];
  const lines = note
    .trimEnd()
    .split('\n')
    .flatMap((line) => wrap(segment(line).text, Math.max(1, width - 6)));
  return lines.map((line, index) => ({
    anchor,
    segments: [segment(index === 0 ? 'note: ' : '      ', 'note'), segment(line)],
  }));
}
