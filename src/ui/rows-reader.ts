import { display, expandTabs } from '../display.ts';
import type { ClaimItem } from './data.ts';
import { isFolded, type QuoteBlock, quoteBlocks } from './quote-folds.ts';
import { lineAnchor, tagAnchor } from './reader-anchors.ts';
import {
  blankRow,
  type Row,
  type Rows,
  rowsOf,
  type Segment,
  type Stop,
  segment,
  textRow,
  wrap,
  wrapRanges,
} from './rows.ts';
import { markRole } from './rows-claim.ts';
import { commentRows, commentsByLine, noteRows, placeKey, type Reading, targetOf } from './rows-comments.ts';
import { type TextLine, textLines } from './text-lines.ts';
import { quoteRole, type Role } from './theme.ts';
import { day, isConcern, isWeighty, kindWords, standing } from './words.ts';

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
