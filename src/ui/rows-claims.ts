import { type Column, cell, columnHeads, columnWidths } from './columns.ts';
import type { ClaimItem, Part } from './data.ts';
import { lazyRows, litSegment, type Row, type Rows, type Segment, segment, textRow } from './rows.ts';
import type { Glyphs } from './theme.ts';
import { day, standing } from './words.ts';

/** Columns of the list of claims before the words. */
const COLUMNS: readonly Column[] = [
  { head: 'standing', widths: [15, 14, 14] },
  { head: 'kind', widths: [12, 12, 0] },
  { head: 'who', widths: [16, 12, 0] },
  { head: 'day', widths: [11, 0, 0] },
];

/** The heads of the columns of the list of claims, for a list of some width. */
export function claimsHeads(width: number, glyphs: Glyphs): readonly Segment[] {
  return columnHeads(COLUMNS, 'says', width, glyphs);
}

/** The list of claims. */
export function claimListRows(claims: readonly ClaimItem[], width: number, glyphs: Glyphs, filter: string): Rows {
  const widths = columnWidths(COLUMNS, width);
  return lazyRows(
    claims,
    (claim) => claim.claimId,
    (claim) => claimRow(claim, widths, glyphs),
    filter === ''
      ? textRow('empty', 'No claims were found in what was read.', 'muted')
      : textRow('empty', `No claim matches “${filter}”. Esc shows all.`, 'muted'),
  );
}

function claimRow(claim: ClaimItem, widths: readonly number[], glyphs: Glyphs): Row {
  const cells = [
    standing(claim, glyphs),
    segment(claim.kind),
    segment(claim.fromName, claim.isBot ? 'bot' : 'person'),
    segment(day(claim.date), 'muted'),
  ];
  return {
    anchor: claim.claimId,
    segments: [...cells.flatMap((one, index) => cell([one], widths[index], glyphs)), litSegment(claim.evidence)],
    target: { kind: 'claim', claimId: claim.claimId, threadId: claim.threadId },
  };
}

/** Says that a list is not whole, `the newest 5,000`; undefined where it is. */
export function partNotice({ items, isWhole }: Part<unknown>): string | undefined {
  return isWhole ? undefined : `the newest ${items.length.toLocaleString('en')}`;
}
