import { display, displayLine, expandTabs } from '../../display.ts';
import { changesOf } from '../../lift/hunk-changes.ts';
import { isStep } from '../../mm/known.ts';
import type { FoldedComment, FoldedFile, FoldedHunk } from '../../patch/fold.ts';
import type { ClaimRow } from '../../store/view-claims.ts';
import { wrapWords } from '../../wrap.ts';
import type { PatchReview } from '../fold-patch.ts';
import { type Label, type Paint, verdictLabel } from '../style.ts';
import { laterFate } from './claim.ts';
import { claimsIn } from './claims-in.ts';
import { headerLines } from './mail.ts';
import { tagLines } from './tags.ts';

/** Answers below this depth are indented no further. */
const DEEPEST = 8;

/**
 * A patch as its mail has it, the discussion folded in at its lines.
 *
 * ```
 * +	put_page(page);
 * +	unlock_page(page);
 * │ Ada Reviewer, 2023-05-29 06:10
 * │ This unlocks a page that may be free already.
 * │ → concern, promised, confirmed  c0ffee0000
 * │ │ Bo Author, 2023-05-29 06:20
 * │ │ You are right, I will change the order in v2.
 *  	anon_vma_unlock(anon_vma);
 * ```
 */
export function patchText(review: PatchReview, paint: Paint, width: number | undefined): string {
  const { message, commitMessage, notes, folded } = review;
  const said = (comments: readonly FoldedComment[]) => commentLines(comments, review.claims, paint, width);
  return [
    ...headerLines(message, paint),
    '',
    ...display(commitMessage).split('\n'),
    ...(notes === ''
      ? []
      : [
          paint('muted', '---'),
          ...display(notes)
            .split('\n')
            .map((line) => paint('muted', line)),
        ]),
    ...tagLines(review.tags, paint),
    ...(folded.general.length === 0 ? [] : ['', paint('heading', 'Of the patch as a whole'), ...said(folded.general)]),
    ...folded.files.flatMap((file) => ['', ...fileLines(file, said, paint)]),
    '',
  ].join('\n');
}

type Said = (comments: readonly FoldedComment[]) => string[];

function fileLines({ path, oldPath, kind, hunks }: FoldedFile, said: Said, paint: Paint): string[] {
  const from = oldPath === undefined || oldPath === path ? '' : `, was ${oldPath}`;
  const title = displayLine(`${path}${kind === 'modify' ? '' : ` (${kind})`}${from}`);
  return [paint('heading', title), ...hunks.flatMap((hunk) => hunkLines(hunk, said, paint))];
}

const MARKS: Readonly<Record<string, Label>> = { '+': 'added', '-': 'removed' };

function hunkLines(hunk: FoldedHunk, said: Said, paint: Paint): string[] {
  const { oldStart, oldLines, newStart, newLines, heading, lines } = hunk;
  const range = `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`;
  return [
    `${paint('id', range)} ${displayLine(heading)}`.trimEnd(),
    ...changesLine(hunk, paint),
    ...lines.flatMap(({ mark, text, comments }) => [painted(`${mark}${display(text)}`, paint), ...said(comments)]),
  ];
}

/** `removes: mmu_notifier_invalidate_range_start; adds: pte_free_defer; lock mmap write → none`. */
function changesLine(hunk: FoldedHunk, paint: Paint): string[] {
  const { locks, ...steps } = changesOf(hunk, isStep);
  const named = Object.entries(steps).filter(([, names]) => names.length > 0);
  const parts = [
    ...named.map(([what, names]) => `${what}: ${names.join(', ')}`),
    ...locks.map((change) => `lock ${change}`),
  ];
  return parts.length === 0 ? [] : [paint('muted', displayLine(parts.join('; ')))];
}

/** A line of a diff in the colour of its mark. */
function painted(line: string, paint: Paint): string {
  const label = MARKS[line.charAt(0)];
  return label === undefined ? line.trimEnd() : paint(label, line);
}

function commentLines(
  comments: readonly FoldedComment[],
  claims: readonly ClaimRow[],
  paint: Paint,
  width: number | undefined,
): string[] {
  return comments.flatMap((comment, index) => {
    const before = comments[index - 1];
    const depth = Math.min(comment.depth, DEEPEST);
    const bars = `${paint('muted', '│')} `.repeat(depth + 1);
    const room = width === undefined ? undefined : width - 2 * (depth + 1);
    const goesOn = before?.messageId === comment.messageId && before.depth === comment.depth;
    const lines = [
      ...(goesOn ? [''] : [titleOf(comment, paint)]),
      ...comment.lines.flatMap((line) => wordsOf(line, comment, paint, room)),
      ...claimsIn(comment, claims).map((claim) => claimLine(claim, paint)),
    ];
    return lines.map((line) => `${bars}${line}`.trimEnd());
  });
}

function titleOf({ author, date, scope }: FoldedComment, paint: Paint): string {
  const about = scope === 'line' || scope === 'patch' ? '' : `, on the ${scope}`;
  const when = date?.slice(0, 16).replace('T', ' ') ?? 'undated';
  return `${paint('heading', displayLine(author))}${paint('muted', `, ${when}${about}`)}`;
}

function wordsOf(line: string, { type }: FoldedComment, paint: Paint, room: number | undefined): string[] {
  const text = expandTabs(display(line));
  if (type === 'prose') return wrapWords(text, room);
  return [type === 'diff' ? painted(text, paint) : text];
}

function claimLine(claim: ClaimRow, paint: Paint): string {
  const facts = [
    `${claim.kind}${claim.hedged ? ' (hedged)' : ''}`,
    ...(claim.status === null ? [] : [claim.status]),
    ...(claim.verdict === null ? [] : [paint(verdictLabel(claim.verdict), claim.verdict)]),
    laterFate(claim) ?? [],
  ].flat();
  return `${paint('muted', '→')} ${facts.join(', ')}  ${paint('id', claim.claim_id.slice(0, 10))}`;
}
