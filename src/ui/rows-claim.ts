import type { CheckItem, ClaimItem, EventItem, RunItem, ThreadPage } from './data.ts';
import { blankRow, type Row, type Rows, rowsOf, type Segment, segment, type Target, wrap } from './rows.ts';
import type { Glyphs, Role } from './theme.ts';
import { count, day, resultWords, standing, verdictMeaning, verdictWords } from './words.ts';

/** How a diff line looks, by its mark. */
export function markRole(line: string): Role {
  return line.startsWith('+') ? 'add' : line.startsWith('-') ? 'del' : 'plain';
}

/**
 * Everything known of a claim: what it says and where, what the checks made of it on each version, how it went on, and
 * why it was taken for a claim.
 *
 * @param page The thread that the claim belongs to.
 * @param width Columns that text is wrapped to.
 */
export function claimRows(page: ThreadPage, claim: ClaimItem, width: number, glyphs: Glyphs): Rows {
  const lines = new Lines(width, claim.claimId);
  const checks = page.checks.filter((check) => check.claimId === claim.claimId);
  const self: Target = { kind: 'claim', claimId: claim.claimId, threadId: page.threadId };

  headline(lines, claim, checks, glyphs, self);
  lines.wrapped('says', `“${claim.evidence}”`, 'claim', self);
  anchored(lines, claim, glyphs);
  lines.heading('checks', 'Checks');
  if (checks.length === 0)
    lines.wrapped('none', 'No check fits this claim: the model has no world for it yet.', 'muted');
  for (const check of checks) checked(lines, check, page.threadId, glyphs);
  const events = page.events.get(claim.claimId) ?? [];
  if (events.length > 0) lines.heading('ledger', 'How it went on');
  for (const [index, event] of events.entries()) happened(lines, event, index, glyphs);
  lines.heading('why', 'Why this is taken for a claim');
  for (const [index, cue] of claim.cues.entries()) lines.wrapped(`cue:${index}`, `${glyphs.dot} ${cue}`, 'muted');
  if (claim.concepts.length > 0) lines.wrapped('concepts', `concepts: ${claim.concepts.join(', ')}`, 'muted');
  if (claim.symbols.length > 0) lines.wrapped('symbols', `symbols: ${claim.symbols.join(', ')}`, 'muted');
  lines.wrapped('confidence', `confidence ${percent(claim.confidence)}`, 'muted');
  return rowsOf(lines.rows);
}

/** Rows under construction, with anchors below one name and text wrapped to one width. */
class Lines {
  readonly rows: Row[] = [];
  readonly #width: number;
  readonly #name: string;

  constructor(width: number, name: string) {
    this.#width = Math.max(1, width);
    this.#name = name;
  }

  add(anchor: string, segments: readonly Segment[], target?: Target): void {
    this.rows.push({ anchor: `${this.#name}:${anchor}`, segments, ...(target === undefined ? {} : { target }) });
  }

  wrapped(anchor: string, text: string, role: Role, target?: Target): void {
    for (const line of wrap(segment(text).text, this.#width)) this.add(anchor, [segment(line, role)], target);
  }

  indented(anchor: string, text: string, role: Role, target?: Target): void {
    for (const line of wrap(segment(text).text, Math.max(1, this.#width - 4)))
      this.add(anchor, [segment(`    ${line}`, role)], target);
  }

  heading(anchor: string, text: string): void {
    this.rows.push(blankRow(`${this.#name}:${anchor}:blank`));
    this.add(anchor, [segment(text, 'title')]);
  }
}

function headline(lines: Lines, claim: ClaimItem, checks: readonly CheckItem[], glyphs: Glyphs, self: Target): void {
  const decisive = checks.find((check) => check.verdict === claim.verdict);
  const stand = standing(claim, glyphs);
  const kind = `${claim.hedged ? 'hedged ' : ''}${claim.kind}`;
  lines.add(
    'standing',
    [stand, segment(stand.text === '' ? '' : '  '), segment(kind), segment(botWord(claim), 'bot')],
    self,
  );
  if (decisive !== undefined)
    lines.wrapped('meaning', verdictMeaning(decisive.verdict, decisive.change), 'plain', self);
  lines.wrapped(
    'who',
    `${claim.fromName} ${glyphs.dot} ${day(claim.date)} ${glyphs.dot} ${claim.subject}`,
    'muted',
    self,
  );
  lines.rows.push(blankRow(`${claim.claimId}:blank`));
}

function botWord(claim: ClaimItem): string {
  return claim.isBot ? '  by a bot' : '';
}

function anchored(lines: Lines, claim: ClaimItem, glyphs: Glyphs): void {
  const { anchor } = claim;
  if (anchor === undefined) return;
  const target: Target = { kind: 'message', messageId: anchor.messageId };
  const place = [anchor.path, anchor.function, `line ${anchor.lineNumber}`].filter((part) => part !== undefined);
  lines.heading('on', 'About');
  lines.wrapped('place', place.join(` ${glyphs.dot} `), 'file', target);
  lines.add('line', [segment(anchor.line, markRole(anchor.line))], target);
  lines.wrapped('method', `found by ${anchor.method} match, ${percent(anchor.confidence)} sure`, 'muted', target);
}

function checked(lines: Lines, check: CheckItem, threadId: string, glyphs: Glyphs): void {
  const name = `check:${check.checkId}`;
  const version = check.version === undefined ? '' : `v${check.version}  `;
  const broken = check.runs.find((run) => run.side === 'after' && run.result === 'violated');
  const run = broken ?? check.runs.find(({ result }) => result === 'violated');
  const target: Target | undefined = run && { kind: 'trace', checkId: check.checkId, side: run.side, threadId };
  lines.add(
    name,
    [segment(version), verdictWords(check.verdict, glyphs), segment(`  ${check.property}`, 'title')],
    target,
  );
  lines.indented(`${name}:world`, `${check.function} in ${check.world}`, 'plain', target);
  for (const side of check.runs) ran(lines, check, side, threadId, glyphs);
  lines.indented(`${name}:why`, check.why, 'muted', target);
  if (check.kernel !== '') lines.indented(`${name}:kernel`, `assumes ${check.kernel}`, 'muted', target);
}

function ran(lines: Lines, check: CheckItem, run: RunItem, threadId: string, glyphs: Glyphs): void {
  const name = `check:${check.checkId}:${run.side}`;
  const target: Target | undefined =
    run.result === 'violated' ? { kind: 'trace', checkId: check.checkId, side: run.side, threadId } : undefined;
  const hint = target === undefined ? '' : '  Enter: trace';
  const cost = run.states === 0 ? '' : `  ${count(run.states, 'state')}, ${run.seconds.toFixed(1)} s`;
  lines.add(
    name,
    [
      segment(`    ${run.side.padEnd(7)}`),
      resultWords(run.result, glyphs),
      segment(hint, 'key'),
      segment(cost, 'muted'),
    ],
    target,
  );
  const remarks = [
    ...run.assumptions.map((text) => `assuming ${text}`),
    ...run.missing.map((text) => `missing ${text}`),
    ...run.unknown.map((text) => `unknown call ${text}`),
    ...run.references.map((text) => `${text} from its reference program`),
    ...(run.mutant === undefined ? [] : [`without ${run.mutant} it is violated`]),
  ];
  for (const [index, remark] of remarks.entries()) lines.indented(`${name}:${index}`, `  ${remark}`, 'muted', target);
}

function happened(lines: Lines, event: EventItem, index: number, glyphs: Glyphs): void {
  const target: Target | undefined =
    event.messageId === undefined ? undefined : { kind: 'message', messageId: event.messageId };
  const version = event.version === undefined ? '' : ` in v${event.version}`;
  lines.add(
    `event:${index}`,
    [segment(`${day(event.date)}  `, 'muted'), segment(`${event.status}${version}`, 'title')],
    target,
  );
  if (event.evidence !== undefined) lines.indented(`event:${index}:evidence`, `“${event.evidence}”`, 'plain', target);
  else if (event.checkId !== undefined)
    lines.indented(`event:${index}:check`, `${glyphs.arrow} a check`, 'muted', target);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** What the pane beside a message shows. */
export interface Beside {
  /** Claims made in the message or about it. */
  readonly claims: readonly ClaimItem[];
  /** Checks of the message's patch that nobody's claim asked for. */
  readonly checks: readonly CheckItem[];
}

/** What is claimed in and about a message, briefly; then, apart, what the checks found that nobody claims. */
export function claimSummaryRows(page: ThreadPage, { claims, checks }: Beside, glyphs: Glyphs, width: number): Rows {
  const lines = new Lines(width, 'summary');
  if (claims.length === 0) {
    lines.wrapped('none', 'Nobody claims anything here.', 'muted');
    lines.rows.push(blankRow('none:blank'));
    lines.wrapped('none:hint', '. goes to the next claim', 'muted');
  }
  for (const claim of claims) {
    const target: Target = { kind: 'claim', claimId: claim.claimId, threadId: page.threadId };
    const stand = standing(claim, glyphs);
    const kind = segment(`${stand.text === '' ? '' : '  '}${claim.kind}`);
    lines.add(claim.claimId, [stand, kind, segment(`  ${claim.fromName}`, 'person')], target);
    lines.indented(claim.claimId, claim.evidence, 'plain', target);
  }
  if (checks.length > 0) lines.heading('unclaimed', 'Found by checks, claimed by nobody');
  for (const check of checks) checked(lines, check, page.threadId, glyphs);
  return rowsOf(lines.rows);
}
