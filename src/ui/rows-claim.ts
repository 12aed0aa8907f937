import type { CheckItem, ClaimItem, EventItem, PlaceItem, ThreadPage } from './data.ts';
import { Lines } from './lines.ts';
import { blankRow, type Rows, rowsOf, segment, type Target } from './rows.ts';
import { addCheck, byVerdict } from './rows-check.ts';
import type { Glyphs, Role } from './theme.ts';
import { day, kindWords, standing, verdictMeaning } from './words.ts';

/** What claims are shown from and how. */
export interface ClaimView {
  /** The thread that the claims belong to. */
  readonly page: ThreadPage;
  readonly toggled: ReadonlySet<string>;
  /** Columns that text is wrapped to. */
  readonly width: number;
  readonly glyphs: Glyphs;
}

/** How a diff line looks, by its mark. */
export function markRole(line: string): Role {
  return line.startsWith('+') ? 'add' : line.startsWith('-') ? 'del' : 'plain';
}

/**
 * Everything known of a claim: what it says and where, what the checks made of it on each version, how it went on, and
 * why it was taken for a claim.
 */
export function claimRows(claim: ClaimItem, { page, toggled, width, glyphs }: ClaimView): Rows {
  const lines = new Lines(width, claim.claimId);
  const checks = byVerdict(page.checks.filter((check) => check.claimId === claim.claimId));
  const events = page.events.get(claim.claimId) ?? [];
  const view = { threadId: page.threadId, glyphs, toggled };

  addHead(lines, claim, checks, glyphs);
  addNote(lines, page.notes.get(claim.claimId));
  addAnchor(lines, claim, glyphs);
  lines.heading('checks', 'Checks');
  if (checks.length === 0) lines.text('none', 'No check fits this claim: the model has no world for it yet.', 'muted');
  for (const check of checks) addCheck(lines, check, view);
  addPlaces(lines, page.places.get(claim.claimId) ?? [], glyphs);
  if (events.length > 0) lines.heading('ledger', 'How it went on');
  for (const [index, event] of events.entries()) addEvent(lines, event, index, glyphs);
  addReasons(lines, claim, glyphs);
  return rowsOf(lines.rows);
}

function addHead(lines: Lines, claim: ClaimItem, checks: readonly CheckItem[], glyphs: Glyphs): void {
  const target: Target = { kind: 'claim', claimId: claim.claimId, threadId: claim.threadId };
  const decisive = checks.find((check) => check.verdict === claim.verdict);
  const stand = standing(claim, glyphs);
  const kind = segment(`${stand.text === '' ? '' : '  '}${kindWords(claim)}`);
  lines.add('standing', [stand, kind, segment(claim.isBot ? '  by a bot' : '', 'bot')], { target });
  if (decisive !== undefined)
    lines.text('means', verdictMeaning(decisive.verdict, decisive.change), 'plain', { target });
  const who = [claim.fromName, day(claim.date), claim.subject].join(` ${glyphs.dot} `);
  lines.text('who', who, 'muted', { target });
  lines.rows.push(blankRow(`${claim.claimId}:blank`));
  lines.text('says', `“${claim.evidence}”`, 'claim', { target });
}

function addAnchor(lines: Lines, { anchor }: ClaimItem, glyphs: Glyphs): void {
  if (anchor === undefined) return;
  const target: Target = { kind: 'message', messageId: anchor.messageId };
  const place = [anchor.path, anchor.function, `line ${anchor.lineNumber}`].filter((part) => part !== undefined);
  lines.heading('on', 'About');
  lines.text('place', place.join(` ${glyphs.dot} `), 'file', { target });
  lines.add('line', [segment(anchor.line, markRole(anchor.line))], { target });
  lines.text('method', `found by ${anchor.method} match, ${percent(anchor.confidence)} sure`, 'muted', { target });
}

function addNote(lines: Lines, note: string | undefined): void {
  if (note === undefined) return;
  lines.heading('note', 'Your note');
  for (const [index, line] of note.trimEnd().split('\n').entries()) lines.text(`note:${index}`, line, 'note');
}

const FATES: Readonly<Record<PlaceItem['fate'], string>> = {
  same: 'the line is as it was',
  moved: 'the line was moved',
  changed: 'the line was changed to',
  gone: 'the line is gone',
};

/** Where the line of a claim stands in later versions. */
function addPlaces(lines: Lines, places: readonly PlaceItem[], glyphs: Glyphs): void {
  if (places.length > 0) lines.heading('places', 'In later versions');
  for (const { version, fate, messageId, path, line, lineNumber } of places) {
    const name = `place:${version}:${messageId}`;
    const target: Target | undefined =
      messageId === undefined ? undefined : { kind: 'thread', threadId: messageId, messageId };
    const where = fate === 'moved' ? ` ${glyphs.arrow} ${path} ${glyphs.dot} line ${lineNumber}` : '';
    lines.text(name, `v${version}  ${FATES[fate]}${where}`, 'plain', { target });
    if (fate === 'changed') lines.add(`${name}:line`, [segment('    '), segment(line, markRole(line))], { target });
  }
}

function addEvent(lines: Lines, event: EventItem, index: number, glyphs: Glyphs): void {
  const name = `event:${index}`;
  const target: Target | undefined =
    event.messageId === undefined ? undefined : { kind: 'message', messageId: event.messageId };
  const version = event.version === undefined ? '' : ` in v${event.version}`;
  lines.add(name, [segment(`${day(event.date)}  `, 'muted'), segment(`${event.status}${version}`, 'title')], {
    target,
  });
  if (event.evidence === undefined) return;
  const says = event.checkId === undefined ? `“${event.evidence}”` : `${glyphs.arrow} a check: ${event.evidence}`;
  lines.text(`${name}:says`, says, 'plain', { target, indent: 4 });
}

function addReasons(lines: Lines, claim: ClaimItem, glyphs: Glyphs): void {
  lines.heading('why', 'Why this is taken for a claim');
  for (const [index, cue] of claim.cues.entries()) lines.text(`cue:${index}`, `${glyphs.dot} ${cue}`, 'muted');
  if (claim.concepts.length > 0) lines.text('concepts', `concepts: ${claim.concepts.join(', ')}`, 'muted');
  if (claim.symbols.length > 0) lines.text('symbols', `symbols: ${claim.symbols.join(', ')}`, 'muted');
  lines.text('confidence', `confidence ${percent(claim.confidence)}`, 'muted');
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
export function claimSummaryRows({ claims, checks }: Beside, { page, toggled, width, glyphs }: ClaimView): Rows {
  const lines = new Lines(width, 'summary');
  if (claims.length === 0) {
    lines.text('none', 'Nobody claims anything here.', 'muted');
    lines.rows.push(blankRow('none:blank'));
    lines.text('none:hint', '. goes to the next claim', 'muted');
  }
  for (const claim of claims) {
    const target: Target = { kind: 'claim', claimId: claim.claimId, threadId: page.threadId };
    const stand = standing(claim, glyphs);
    const kind = segment(`${stand.text === '' ? '' : '  '}${kindWords(claim)}`);
    lines.add(claim.claimId, [stand, kind, segment(`  ${claim.fromName}`, 'person')], { target });
    lines.text(claim.claimId, claim.evidence, 'plain', { target, indent: 4 });
  }
  if (checks.length > 0) lines.heading('unclaimed', 'Found by checks, claimed by nobody');
  for (const check of byVerdict(checks)) addCheck(lines, check, { threadId: page.threadId, glyphs, toggled });
  return rowsOf(lines.rows);
}
