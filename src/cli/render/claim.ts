import { displayLine } from '../../display.ts';
import type { CheckRow } from '../../store/view-checks.ts';
import type { ClaimPlaceRow } from '../../store/view-claim-places.ts';
import type { ClaimRow } from '../../store/view-claims.ts';
import type { ClaimEventRow } from '../../store/view-events.ts';
import { type Paint, verdictLabel } from '../style.ts';
import { checkLines } from './check.ts';
import { person } from './person.ts';

/** A claim in two or three lines: what it is, the words, and the patch line that they are about. */
export function claimLines(claim: ClaimRow, paint: Paint): string[] {
  const facts = [
    `${claim.kind}${claim.hedged ? ' (hedged)' : ''}`,
    ...(claim.status === null ? [] : [claim.status]),
    ...(claim.concepts.length === 0 ? [] : [displayLine(claim.concepts.join(' '))]),
    ...(claim.verdict === null ? [] : [paint(verdictLabel(claim.verdict), claim.verdict)]),
    laterFate(claim) ?? [],
  ].flat();
  return [
    `  ${paint('id', claim.claim_id.slice(0, 10))}  ${facts.join(' · ')}`,
    `    "${displayLine(claim.evidence)}"`,
    ...(claim.anchor_line === null
      ? []
      : [`    ${paint('muted', displayLine(`at ${placeOf(claim)}: ${claim.anchor_line.trim()}`))}`]),
  ];
}

/** A claim with who made it, its patch line, and what made it one. */
export function explainedClaim(claim: ClaimRow, paint: Paint): string {
  return [
    `${paint('heading', displayLine(`${claim.date?.slice(0, 10) ?? 'undated'}  ${person(claim)}`))}  ${displayLine(claim.subject)}`,
    ...claimLines(claim, paint),
    ...reasons(claim),
    '',
  ].join('\n');
}

/** What made a claim one, and how sure that is. */
function reasons(claim: ClaimRow): string[] {
  return [`    because of ${displayLine(claim.cues.join(', '))}; confidence ${claim.confidence.toFixed(2)}`];
}

/** A claim with all that is known of it: cues, ledger, later versions, checks. */
export function claimText(
  claim: ClaimRow,
  events: readonly ClaimEventRow[],
  places: readonly ClaimPlaceRow[],
  checks: readonly CheckRow[],
  paint: Paint,
): string {
  return [
    `${paint('heading', displayLine(claim.subject))}`,
    displayLine(`${person(claim)}, ${claim.date ?? 'undated'}, ${claim.message_id}`),
    '',
    ...claimLines(claim, paint),
    ...reasons(claim),
    ...(events.length === 0 ? [] : ['', paint('heading', 'Ledger'), ...events.map(eventLine)]),
    ...(places.length === 0 ? [] : ['', paint('heading', 'Its line in later versions'), ...places.map(placeLine)]),
    ...(checks.length === 0 ? [] : ['', paint('heading', 'Checks'), ...checkLines(checks, paint)]),
    '',
  ].join('\n');
}

function eventLine(event: ClaimEventRow): string {
  const version = event.version === null ? '' : ` in v${event.version}`;
  const source = event.check_id === null ? event.message_id : `check ${event.check_id}`;
  return displayLine(
    `  ${(event.date?.slice(0, 10) ?? '').padEnd(10)}  ${event.status}${version}  ${source ?? ''}  ${event.evidence ?? ''}`,
  ).trimEnd();
}

/** `in v3: gone`: what became of the line in the newest version; undefined where there is none. */
export function laterFate({ later_version: version, later_fate: fate }: ClaimRow): string | undefined {
  return version === null || fate === null ? undefined : `in v${version}: ${fate}`;
}

function placeLine(place: ClaimPlaceRow): string {
  const head = `  v${place.version}  ${place.fate.padEnd(7)}`;
  if (place.line === null) return head.trimEnd();
  const at = nameOf(place.path, place.line_number, place.function);
  return displayLine(`${head}  ${at}: ${place.line.trim()}  (confidence ${place.confidence.toFixed(2)})`);
}

function placeOf(claim: ClaimRow): string {
  return nameOf(claim.anchor_path, claim.anchor_line_number, claim.anchor_function);
}

/** `mm/rmap.c:14 drop_rmap()` */
function nameOf(path: string | null, line: number | null, name: string | null): string {
  return `${path ?? ''}${line === null ? '' : `:${line}`}${name === null ? '' : ` ${name}()`}`;
}
