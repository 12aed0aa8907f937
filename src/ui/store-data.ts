import type { Change, Result, Verdict } from '../checks/check.ts';
import type { ClaimKind } from '../claims/claim.ts';
import { done, type Outcome } from '../complaint.ts';
import type { StepText } from '../explore/model.ts';
import { groupBy } from '../groups.ts';
import type { Connection } from '../store/connection.ts';
import { findThread } from '../store/find.ts';
import { openStore } from '../store/open.ts';
import { searchMail } from '../store/search.ts';
import { type CheckRow, listChecks, readTrace, type TraceStepRow } from '../store/view-checks.ts';
import { type ClaimRow, listClaims } from '../store/view-claims.ts';
import { type ClaimEventRow, listThreadEvents } from '../store/view-events.ts';
import { type HunkRow, listHunks } from '../store/view-hunks.ts';
import { type MessageRow, readThread } from '../store/view-messages.ts';
import { listThreads } from '../store/view-threads.ts';
import type {
  AnchorItem,
  CheckItem,
  ClaimItem,
  EventItem,
  HunkItem,
  MessageItem,
  Part,
  ThreadPage,
  UiData,
} from './data.ts';

/** Claims of all threads that are read at most. */
const MOST_CLAIMS = 5_000;
/** Mails that a search gives at most. */
const MOST_HITS = 1_000;

/** Opens a database for the screens, read-only. */
export async function openStoreData(path: string): Promise<Outcome<UiData>> {
  const opened = await openStore(path, 'read');
  return opened.ok ? done(storeData(opened.value)) : opened;
}

/** The data of the screens over an open database; closing it closes the connection. */
export function storeData(connection: Connection): UiData {
  return {
    threads: async () =>
      (await listThreads(connection)).map((row) => ({
        threadId: row.thread_id,
        subject: row.subject,
        fromName: row.from_name || row.from_email,
        lastDate: row.last_date ?? '',
        messages: row.messages,
        patches: row.patches,
        open: row.open,
        confirmed: row.confirmed,
      })),
    thread: (id) => readPage(connection, id),
    claims: () => newestClaims(connection),
    trace: async (checkId, side) => (await readTrace(connection, checkId, side)).map(stepText),
    search: async (query) => {
      const found = await searchMail(connection, query, MOST_HITS);
      if (!found.ok) throw new Error(found.complaint.message);
      return found.value.map((row) => ({
        threadId: row.thread_id ?? row.message_id,
        messageId: row.message_id,
        fromName: row.from_name || row.from_email,
        date: row.date ?? undefined,
        subject: row.subject,
      }));
    },
    version: () => connection.dataVersion(),
    close: () => connection.close(),
  };
}

async function newestClaims(connection: Connection): Promise<Part<ClaimItem>> {
  const rows = await listClaims(connection, { newestFirst: true, limit: MOST_CLAIMS + 1 });
  return { items: rows.slice(0, MOST_CLAIMS).map(claimItem), isWhole: rows.length <= MOST_CLAIMS };
}

async function readPage(connection: Connection, id: string): Promise<ThreadPage | undefined> {
  const found = await findThread(connection, id);
  if (!found.ok) return undefined;
  const threadId = found.value;
  const messages = await readThread(connection, threadId);
  const hunks = groupBy(
    await listHunks(
      connection,
      messages.map(({ message_id }) => message_id),
    ),
    ({ message_id }) => message_id,
  );
  const order = new Map(messages.map(({ message_id }, index) => [message_id, index]));
  const place = (claim: ClaimRow) => order.get(claim.message_id) ?? messages.length;
  const claims = (await listClaims(connection, { thread: threadId })).sort(
    (one, other) => place(one) - place(other) || one.start - other.start,
  );
  const events = await listThreadEvents(connection, threadId);
  return {
    threadId,
    subject: messages[0]?.subject ?? '',
    messages: messages.map((row) => messageItem(row, hunks.get(row.message_id) ?? [])),
    claims: claims.map(claimItem),
    checks: checkItems(await listChecks(connection, { thread: threadId })),
    events: new Map(
      [...groupBy(events, ({ claim_id }) => claim_id)].map(([claimId, own]) => [claimId, own.map(eventItem)]),
    ),
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

function claimItem(row: ClaimRow): ClaimItem {
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

function eventItem(row: ClaimEventRow): EventItem {
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
function checkItems(rows: readonly CheckRow[]): readonly CheckItem[] {
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
          token: side.token ?? undefined,
        })),
      },
    ];
  });
}

function stepText(row: TraceStepRow): StepText {
  const { file, line, text, function: name } = row;
  const isCode = file !== null && line !== null && text !== null && name !== null;
  return {
    actor: row.actor,
    does: row.does,
    at: isCode ? { file, line, text, function: name } : undefined,
    assumes: row.assumes ?? undefined,
    changes: row.changes,
  };
}
