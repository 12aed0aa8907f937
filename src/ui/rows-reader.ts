import { display, expandTabs } from '../display.ts';
import { groupBy } from '../groups.ts';
import type { ClaimItem, MessageItem, ThreadPage } from './data.ts';
import { isFolded, type QuoteBlock, quoteBlocks } from './quote-folds.ts';
import {
  blankRow,
  type Row,
  type Rows,
  rowsOf,
  type Segment,
  type Stop,
  segment,
  type Target,
  textRow,
  wrap,
  wrapRanges,
} from './rows.ts';
import { markRole } from './rows-claim.ts';
import type { QuoteMode } from './state.ts';
import { type TextLine, textLines } from './text-lines.ts';
import { type Glyphs, quoteRole, type Role } from './theme.ts';
import { count, day, isConcern, isWeighty, kindWords, standing, standingMark } from './words.ts';

/** The anchor of the row that stands below a claim in the mail that makes it. */
export function tagAnchor(claimId: string): string {
  return `tag:${claimId}`;
}

/** The anchor of a comment at its line of a patch. */
export function commentAnchor(claimId: string): string {
  return `comment:${claimId}`;
}

/** The anchor of a line of a mail; wrapped rows share it. */
export function lineAnchor(messageId: string, line: number): string {
  return `${messageId}:${line}`;
}

/** The line of a mail that an anchor stands for; undefined for another row, or another mail. */
export function lineOfAnchor(anchor: string, messageId: string): number | undefined {
  if (!anchor.startsWith(`${messageId}:`)) return undefined;
  const line = anchor.slice(messageId.length + 1);
  return /^\d+$/.test(line) ? Number(line) : undefined;
}

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

/**
 * A message to read: its heads, its text with quotes folded, the words that are claims marked, and, where it carries a
 * diff, what everybody says of each line below that line.
 */
export function readerRows(reading: Reading): Rows {
  const { message } = reading;
  const lines = textLines(message);
  const comments = commentsByLine(reading);
  const own = reading.page.claims.filter((claim) => claim.messageId === message.messageId);
  const blocks = quoteBlocks(message.messageId, lines);
  const rows: Row[] = [...headRows(reading)];
  for (let number = 0; number < lines.length; ) {
    const folded = blocks.find((block) => block.start === number && isFolded(block, reading.quotes, reading.toggled));
    if (folded !== undefined) {
      rows.push(foldedRow(folded, lines, reading));
      number = folded.end;
      continue;
    }
    const line = lines[number];
    if (line === undefined) break;
    const folds = blocks.filter((block) => number >= block.start && number < block.end).map(({ id }) => id);
    rows.push(...lineRows(line, number, own, folds, startsOwn(lines, number), reading));
    for (const claim of own.filter((one) => one.end > line.start && one.end <= line.end + 1 && isWeighty(one)))
      rows.push(tagRow(claim, reading));
    const at = placeKey(line.hunk?.path, line.hunk?.hunk, line.hunkLine);
    rows.push(...commentRows(comments.get(at) ?? [], reading));
    comments.delete(at);
    number++;
  }
  for (const claims of comments.values()) rows.push(...commentRows(claims, reading));
  return rowsOf(rows);
}

function headRows({ page, message, glyphs, width }: Reading): Row[] {
  const name = `${message.messageId}:head`;
  const { fromName, fromEmail } = message;
  const who = fromName === '' || fromEmail === '' ? fromName || fromEmail : `${fromName} <${fromEmail}>`;
  const ghost = `Nobody delivered this mail; what stands here was rebuilt from what others quote.`;
  return [
    ...wrap(segment(message.subject || '(no subject)').text, Math.max(1, width)).map((line) =>
      textRow(`${name}:subject`, line, 'title'),
    ),
    {
      anchor: `${name}:from`,
      segments: [segment(who, 'person'), segment(` ${glyphs.dot} ${day(message.date)}`, 'muted')],
    },
    textRow(`${name}:id`, `<${message.messageId}>`, 'muted'),
    ...(message.isGhost ? [textRow(`${name}:ghost`, ghost, 'unknown')] : []),
    ...noteRows(page.notes.get(message.messageId), `${name}:note`, width),
    blankRow(`${name}:blank`),
  ];
}

/** One's own note. */
function noteRows(note: string | undefined, anchor: string, width: number): Row[] {
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

/** The claims about lines of the message's own diff, by line; those whose line is not there come last. */
function commentsByLine({ page, message, hideBots }: Reading): Map<string, ClaimItem[]> {
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

function placeKey(path: string | undefined, hunk: number | undefined, hunkLine: number): string {
  return `${path}#${hunk}#${hunkLine}`;
}

/** Whether own words start at a line after something else: where the key that skips quotes goes. */
function startsOwn(lines: readonly TextLine[], number: number): boolean {
  const isOwn = (line: TextLine | undefined) => line?.depth === 0 && line.kind === 'prose' && line.text.trim() !== '';
  if (!isOwn(lines[number])) return false;
  for (let above = number - 1; above >= 0; above--) {
    if (lines[above]?.text.trim() !== '') return !isOwn(lines[above]);
  }
  return true;
}

const WRAPS: ReadonlySet<TextLine['kind']> = new Set(['prose', 'attribution', 'trailer', 'footer', 'signature']);

const KIND_ROLES: Readonly<Partial<Record<TextLine['kind'], Role>>> = {
  attribution: 'muted',
  trailer: 'trailer',
  signature: 'muted',
  footer: 'muted',
  snip: 'muted',
};

function lineRows(
  line: TextLine,
  number: number,
  own: readonly ClaimItem[],
  folds: readonly string[],
  starts: boolean,
  { message, width, glyphs }: Reading,
): Row[] {
  const claims = own.filter((claim) => claim.start < line.end && claim.end > line.start);
  const bars = line.depth === 0 ? [] : [segment(`${glyphs.bar.repeat(line.depth)} `, quoteRole(line.depth))];
  const room = Math.max(1, width - (line.depth === 0 ? 0 : line.depth + 1));
  const text = expandTabs(display(line.text));
  const marked = markedRanges(line, claims.filter(isWeighty));
  const role = lineRole(line);
  const ranges = WRAPS.has(line.kind) ? wrapRanges(text, room) : [[0, text.length] as const];
  const stop = stopsOf(line, starts, claims);
  const first = claims[0];
  return ranges.map(([start, end], index) => ({
    anchor: lineAnchor(message.messageId, number),
    segments: [...bars, ...cutMarked(text, start, end, marked, role)],
    ...(first === undefined ? {} : { target: targetOf(first), claimIds: claims.map(({ claimId }) => claimId) }),
    ...(index === 0 && stop.size > 0 ? { stop } : {}),
    ...(folds.length === 0 ? {} : { folds }),
  }));
}

function lineRole(line: TextLine): Role {
  if (line.kind !== 'diff') return KIND_ROLES[line.kind] ?? quoteRole(line.depth);
  if (/^@@ /.test(line.text)) return 'hunk';
  if (
    /^(?:diff --git|---|\+\+\+|index|rename|similarity|new file|deleted file|old mode|new mode)(?: |$)/.test(line.text)
  )
    return 'file';
  return markRole(line.text);
}

function stopsOf(line: TextLine, starts: boolean, claims: readonly ClaimItem[]): ReadonlySet<Stop> {
  const stops = new Set<Stop>();
  if (line.hunk !== undefined && line.hunkLine === -1) {
    stops.add('hunk');
    if (line.hunk.hunk === 0) stops.add('file');
  }
  if (starts) stops.add('own');
  const begun = claims.filter((claim) => claim.start >= line.start && isWeighty(claim));
  if (begun.length > 0) stops.add('claim');
  if (begun.some(isConcern)) stops.add('concern');
  return stops;
}

/** Where claims stand in a line as it is shown. */
function markedRanges(line: TextLine, claims: readonly ClaimItem[]): readonly (readonly [number, number])[] {
  const textStart = line.end - line.text.length;
  const shown = (offset: number) =>
    expandTabs(display(line.text.slice(0, Math.max(0, Math.min(line.text.length, offset - textStart))))).length;
  return claims.map((claim) => [shown(claim.start), shown(claim.end)] as const);
}

/** Cuts `start` to `end` out of a text, with the marked ranges in the look of claims. */
function cutMarked(
  text: string,
  start: number,
  end: number,
  marked: readonly (readonly [number, number])[],
  role: Role,
): Segment[] {
  const edges = [start, end, ...marked.flat()].filter((edge) => edge >= start && edge <= end);
  const sorted = [...new Set(edges)].sort((one, other) => one - other);
  return sorted.slice(0, -1).map((from, index) => {
    const to = sorted[index + 1] ?? end;
    const isMarked = marked.some(([first, last]) => from >= first && to <= last);
    return segment(text.slice(from, to), isMarked ? 'claim' : role);
  });
}

function targetOf(claim: ClaimItem): Target {
  return { kind: 'claim', claimId: claim.claimId, threadId: claim.threadId };
}

/** A folded run: its first words dimmed, and how much there is. */
function foldedRow(block: QuoteBlock, lines: readonly TextLine[], { glyphs, message }: Reading): Row {
  const inside = lines.slice(block.start, block.end);
  const first = inside.find((line) => line.depth >= block.level && line.text.trim() !== '') ?? inside[0];
  const says = `${glyphs.closed} ${inside.length} quoted lines`;
  return {
    anchor: lineAnchor(message.messageId, block.start),
    segments: [
      segment(`${glyphs.bar.repeat(block.level)} `, quoteRole(block.level)),
      segment(`${says}  `, quoteRole(block.level)),
      segment(first?.text.trim() ?? '', 'muted'),
    ],
    target: { kind: 'fold', id: block.id, folded: true },
    folds: [block.id],
  };
}

/** What a claim of the message itself came to, below its words. */
function tagRow(claim: ClaimItem, { glyphs }: Reading): Row {
  const stand = standing(claim, glyphs);
  return {
    anchor: tagAnchor(claim.claimId),
    segments: [
      segment(`${glyphs.corner}${glyphs.rule} ${kindWords(claim)}`, 'muted'),
      segment(stand.text === '' ? '' : '  '),
      stand,
    ],
    target: targetOf(claim),
    claimIds: [claim.claimId],
  };
}

/**
 * What people say of a line of the diff, below the line: who, then their claims. What wants nothing of anybody (answers,
 * assertions, agreement) is folded to a count.
 */
function commentRows(claims: readonly ClaimItem[], reading: Reading): Row[] {
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
