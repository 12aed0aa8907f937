import type { ClaimItem, Part } from './data.ts';
import { fit, lazyRows, litSegment, type Rows, type Segment, segment, textRow } from './rows.ts';
import type { Glyphs } from './theme.ts';
import { count, day, standing } from './words.ts';

const COLUMNS = [
  ['standing', 15],
  ['kind', 12],
  ['who', 16],
  ['day', 11],
] as const;

/** The heads of the columns of the list of claims. */
export const CLAIMS_HEADER: readonly Segment[] = [
  ...COLUMNS.map(([name, width]) => segment(name.padEnd(width), 'muted')),
  segment('says', 'muted'),
];

/** The list of claims. */
export function claimListRows(claims: readonly ClaimItem[], glyphs: Glyphs, filter: string): Rows {
  return lazyRows(
    claims,
    (claim) => claim.claimId,
    (claim) => ({
      anchor: claim.claimId,
      segments: [
        ...fit([standing(claim, glyphs)], 0, 15),
        segment(claim.kind.padEnd(12)),
        ...fit([segment(claim.fromName, claim.isBot ? 'bot' : 'person')], 0, 15, glyphs.ellipsis),
        segment(` ${day(claim.date)} `, 'muted'),
        litSegment(claim.evidence),
      ],
      target: { kind: 'claim', claimId: claim.claimId, threadId: claim.threadId },
    }),
    filter === ''
      ? textRow('empty', 'No claims were found in what was read.', 'muted')
      : textRow('empty', `No claim matches “${filter}”. Esc shows all.`, 'muted'),
  );
}

/** Says that a list is not whole: `showing 5,000 of 31,410 claims`; undefined where it is. */
export function partNotice(part: Part<unknown>): string | undefined {
  if (part.items.length >= part.total) return undefined;
  return `showing ${part.items.length.toLocaleString('en')} of ${count(part.total, 'claim')}`;
}
