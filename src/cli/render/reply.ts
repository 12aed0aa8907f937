import { display, displayLine } from '../../display.ts';
import type { CheckRow, Trace } from '../../store/view-checks.ts';
import type { ClaimRow } from '../../store/view-claims.ts';
import { traceLines } from './check.ts';
import { person } from './person.ts';

/** What kernel lists take: longer lines wrap in somebody's reader. */
const WIDTH = 72;

/**
 * Drafts a reply to a claim: its paragraph quoted, what the model says, and the trace.
 *
 * A draft: it takes no position beyond the run, and gives no tag in anyone's name.
 */
export function replyDraft(
  claim: ClaimRow,
  text: string,
  checks: readonly CheckRow[],
  traces: readonly Trace[],
): string {
  const after = checks.filter((row) => row.side === 'after');
  return [
    `On ${claim.date?.slice(0, 10) ?? 'an unknown day'}, ${displayLine(person(claim))} wrote:`,
    ...paragraphAround(text, claim.start, claim.end).map((line) => `> ${display(line)}`),
    '',
    ...(after.length === 0
      ? ['No check of the model fits this.']
      : after.flatMap((row) => answer(row, checks, traces))),
    '',
  ].join('\n');
}

/** The lines from blank line to blank line around a range. */
function paragraphAround(text: string, start: number, end: number): string[] {
  const from = text.lastIndexOf('\n\n', start);
  const to = text.indexOf('\n\n', end);
  return text
    .slice(from < 0 ? 0 : from + 2, to < 0 ? text.length : to)
    .trimEnd()
    .split('\n');
}

function answer(after: CheckRow, checks: readonly CheckRow[], traces: readonly Trace[]): string[] {
  const before = checks.find((row) => row.check_id === after.check_id && row.side === 'before');
  const trace = traces.find((one) => one.check_id === after.check_id && one.side === 'after');
  return [
    displayLine(`mmlore's model of ${after.function}() (world ${after.world}, ${after.kernel}):`),
    displayLine(`${after.property} before the patch: ${before?.result ?? 'not run'}; after it: ${after.result}.`),
    ...(after.assumptions.length === 0 ? [] : [displayLine(`Assuming: ${after.assumptions.join('; ')}`)]),
    ...(trace === undefined ? [] : ['', ...traceLines(trace.steps, after.property, WIDTH)]),
    ...(after.repair === null ? [] : ['', displayLine(`It would hold ${after.repair}.`)]),
    ...(after.token === null ? [] : ['', `mmlore replay ${displayLine(after.token)}`]),
    '',
  ];
}
