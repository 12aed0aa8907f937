import type { Change, Result, Verdict } from '../checks/check.ts';
import type { ClaimKind } from '../claims/claim.ts';
import { groupBy } from '../groups.ts';
import type { CheckRow } from '../store/view-checks.ts';
import type { ClaimPlaceRow } from '../store/view-claim-places.ts';
import type { ClaimRow } from '../store/view-claims.ts';
import type { ClaimEventRow } from '../store/view-events.ts';
import type { HunkRow } from '../store/view-hunks.ts';
import type { MessageRow } from '../store/view-messages.ts';
import type { SeriesRow } from '../store/view-series.ts';
import type { ThreadRow } from '../store/view-threads.ts';
import type {
  AnchorItem,
  CheckItem,
  ClaimItem,
  EventItem,
  HunkItem,
  MessageItem,
  PlaceItem,
  SeriesItem,
  ThreadItem,
  VersionItem,
} from './data.ts';

/** The row of a thread as its item: rows have the names of columns and null, items those of the screens and undefined. */
export function threadItem(row: ThreadRow): ThreadItem {
  return {
    threadId: row.thread_id,
    subject: row.subject,
    fromName: row.from_name || row.from_email,
    lastDate: row.last_date ?? '',
    messages: row.messages,
    patches: row.patches,
    open: row.open,
    unanswered: row.unanswered,
    confirmed: row.confirmed,
    unread: row.unread,
  };
}

/** Joins the versions of each series, which come one a row, series by series. */
export function seriesItems(rows: readonly SeriesRow[]): readonly SeriesItem[] {
  return [...groupBy(rows, ({ series_id }) => series_id)].flatMap(([seriesId, own]) => {
    const newest = own.at(-1);
    if (newest === undefined) return [];
    const sum = (count: (row: SeriesRow) => number) => own.reduce((total, row) => total + count(row), 0);
    return [
      {
        seriesId,
        subject: newest.subject,
        fromName: newest.from_name || newest.from_email,
        versions: own.map(versionItem),
        endorsed: newest.reviewed + newest.acked,
        open: sum(({ open }) => open),
        confirmed: sum(({ confirmed }) => confirmed),
      },
    ];
  });
}

/** A version of a series. */
export function versionItem(row: SeriesRow): VersionItem {
  return {
    head: row.message_id,
    version: row.version,
    threadId: row.thread_id ?? undefined,
    date: row.date ?? undefined,
    subject: row.subject,
    parts: row.parts,
    received: row.received,
  };
}

/** Messages with the hunks of their diffs. */
export function messageItems(rows: readonly MessageRow[], hunks: readonly HunkRow[]): readonly MessageItem[] {
  const byMessage = groupBy(hunks, ({ message_id }) => message_id);
  return rows.map((row) => messageItem(row, byMessage.get(row.message_id) ?? []));
}

/** Where the line of a claim stands in a later version. */
export function placeItem(row: ClaimPlaceRow): PlaceItem {
  return {
    claimId: row.claim_id,
    version: row.version,
    fate: row.fate,
    messageId: row.message_id ?? undefined,
    path: row.path ?? undefined,
    hunk: row.hunk ?? -1,
    hunkLine: row.hunk_line ?? -1,
    line: row.line ?? '',
    lineNumber: row.line_number ?? 0,
  };
}

function messageItem(row: MessageRow, hunks: readonly HunkRow[]): MessageItem {
  return {
    messageId: row.message_id,
    parentId: row.parent_message_id ?? undefined,
    depth: row.depth,
    fromName: row.from_name,
    fromEmail: row.from_email,
    date: row.date ?? undefined,
    subject: row.subject,
    isBot: row.is_bot,
    isGhost: row.is_ghost,
    seriesId: row.series_id ?? undefined,
    version: row.version ?? undefined,
    text: row.text ?? '',
    hunks: hunks.map(hunkItem),
  };
}

function hunkItem(row: HunkRow): HunkItem {
  return {
    path: row.path,
    hunk: row.hunk,
    function: row.function ?? undefined,
    oldStart: row.old_start,
    newStart: row.new_start,
    firstLine: row.first_line,
    lastLine: row.last_line,
  };
}

/** A claim with its anchor. */
export function claimItem(row: ClaimRow): ClaimItem {
  return {
    claimId: row.claim_id,
    messageId: row.message_id,
    threadId: row.thread_id,
    date: row.date ?? undefined,
    fromName: row.from_name || row.from_email,
    subject: row.subject,
    // The columns hold what the stages wrote, which is of these types.
    kind: row.kind as ClaimKind,
    hedged: row.hedged,
    evidence: row.evidence,
    start: row.start,
    end: row.end,
    concepts: row.concepts,
    symbols: row.symbols,
    cues: row.cues,
    isBot: row.is_bot,
    confidence: row.confidence,
    status: row.status ?? undefined,
    verdict: (row.verdict as Verdict | null) ?? undefined,
    anchor: anchorItem(row),
    repliesTo: row.replies_to ?? undefined,
  };
}

function anchorItem(row: ClaimRow): AnchorItem | undefined {
  if (row.anchor_message_id === null || row.anchor_path === null) return undefined;
  return {
    messageId: row.anchor_message_id,
    path: row.anchor_path,
    function: row.anchor_function ?? undefined,
    hunk: row.anchor_hunk ?? 0,
    hunkLine: row.anchor_hunk_line ?? -1,
    line: row.anchor_line ?? '',
    lineNumber: row.anchor_line_number ?? 0,
    method: row.anchor_method ?? 'unknown',
    confidence: row.anchor_confidence ?? 0,
  };
}

/** A step of a ledger. */
export function eventItem(row: ClaimEventRow): EventItem {
  return {
    status: row.status,
    date: row.date ?? undefined,
    messageId: row.message_id ?? undefined,
    evidence: row.evidence ?? undefined,
    version: row.version ?? undefined,
    checkId: row.check_id ?? undefined,
  };
}

/** Joins the sides of each check; `v_check` has a row a side. */
export function checkItems(rows: readonly CheckRow[]): readonly CheckItem[] {
  return [...groupBy(rows, ({ check_id }) => check_id).values()].flatMap((sides) => {
    const [row] = sides;
    if (row === undefined) return [];
    return [
      {
        checkId: row.check_id,
        claimId: row.claim_id ?? undefined,
        messageId: row.message_id,
        version: row.version ?? undefined,
        path: row.path,
        function: row.function,
        property: row.property,
        world: row.world,
        why: row.why,
        kernel: row.kernel,
        verdict: row.verdict as Verdict,
        change: row.change as Change,
        runs: sides.map((side) => ({
          side: side.side,
          result: side.result as Result,
          states: side.states,
          seconds: side.seconds,
          assumptions: side.assumptions,
          references: side.references,
          unknown: side.unknown,
          missing: side.missing,
          origin: side.origin ?? undefined,
          mutant: side.mutant ?? undefined,
          repair: side.repair ?? undefined,
          token: side.token ?? undefined,
        })),
      },
    ];
  });
}
