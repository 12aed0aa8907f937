import type { Check, Run } from '../../src/checks/check.ts';
import type { Claim } from '../../src/claims/claim.ts';
import type { TextOrigin } from '../../src/lift/lifted.ts';
import type { Message } from '../../src/mail/message.ts';
import type { Anchor } from '../../src/patch/anchor.ts';
import type { Mark, Side } from '../../src/patch/patch.ts';
import { putChecks } from '../../src/store/checks.ts';
import { putClaimEvents, putClaims } from '../../src/store/claims.ts';
import { addMessages, packMessage } from '../../src/store/messages.ts';
import { openStore } from '../../src/store/open.ts';
import { putPatches } from '../../src/store/patches.ts';
import { putTrees } from '../../src/store/threads.ts';
import type { AnchorItem, CheckItem, ClaimItem, MessageItem, ThreadPage } from '../../src/ui/data.ts';
import { PAGE, STEPS } from './fixture.ts';

/** Writes the thread of the fixture into a new database, as ingesting and checking would. */
export async function writeDatabase(path: string, page: ThreadPage = PAGE): Promise<void> {
  const opened = await openStore(path, 'write');
  if (!opened.ok) throw new Error(opened.complaint.message);
  const connection = opened.value;
  const ids = page.messages.map(({ messageId }) => messageId);
  const place = (message: MessageItem) => ({
    messageId: message.messageId,
    threadId: page.threadId,
    parentMessageId: message.parentId,
    depth: message.depth,
    isBot: message.isBot,
  });
  await connection.transaction(async () => {
    const delivered = page.messages.filter(({ isGhost }) => !isGhost);
    const ghosts = page.messages.filter(({ isGhost }) => isGhost);
    await addMessages(connection, delivered.map(messageOf).map(packMessage));
    await putTrees(
      connection,
      {
        threadIds: [page.threadId],
        places: delivered.map(place),
        ghosts: ghosts.map(({ date, fromName, fromEmail, subject, text, ...message }) => ({
          ...place({ date, fromName, fromEmail, subject, text, ...message }),
          date,
          fromName,
          fromEmail,
          subject,
          text,
        })),
        mentions: [],
      },
      1,
    );
    await putPatches(connection, ids, page.messages.filter(({ hunks }) => hunks.length > 0).map(patchOf));
    await putClaims(connection, ids, page.claims.map(claimOf));
    const events = [...page.events].flatMap(([claimId, own]) =>
      own.filter(({ checkId }) => checkId === undefined).map((event) => ({ claimId, ...event })),
    );
    await putClaimEvents(connection, ids, events);
    await putChecks(connection, page.checks.map(checkOf));
  });
  await connection.close();
}

function messageOf(message: MessageItem, index: number): Message {
  return {
    messageId: message.messageId,
    from: { name: message.fromName, email: message.fromEmail },
    to: [],
    cc: [],
    date: message.date,
    subject: message.subject,
    inReplyTo: [],
    references: [],
    listIds: [],
    headers: new Map(),
    text: message.text,
    contentHash: message.messageId,
    raw: new TextEncoder().encode(message.text),
    origin: { source: 'fixture', offset: index },
    issues: [],
  };
}

function patchOf({ messageId, hunks }: MessageItem) {
  const counts = {
    oldLines: 0,
    newLines: 0,
    heading: '',
    added: 0,
    removed: 0,
    changeHash: '',
    symbols: [],
    primitives: [],
    concepts: [],
    changes: { adds: [], removes: [], moves: [], guards: [], locks: [] },
  };
  const path = hunks[0]?.path ?? '';
  const file = { path, oldPath: undefined, kind: 'modify', oldBlob: undefined, newBlob: undefined } as const;
  return { messageId, patchId: '', files: [{ ...file, hunks: hunks.map((hunk) => ({ ...hunk, ...counts })) }] };
}

function claimOf(item: ClaimItem): Claim {
  const anchor = item.anchor === undefined ? undefined : anchorOf(item.anchor);
  return { ...item, anchor, about: 'patch' };
}

function anchorOf({
  messageId,
  path,
  function: name,
  hunk,
  hunkLine,
  line,
  lineNumber,
  method,
  confidence,
}: AnchorItem): Anchor {
  return {
    place: {
      messageId,
      path,
      function: name,
      hunk,
      line: hunkLine,
      mark: line.slice(0, 1) as Mark,
      text: line.slice(1),
      side: 'after',
      lineNumber,
    },
    method: method as Anchor['method'],
    confidence,
    candidates: [],
  };
}

function checkOf({ runs, version: _, ...check }: CheckItem): Check {
  const side = (wanted: Side): Run => {
    const run = runs.find((one) => one.side === wanted);
    if (run === undefined) throw new Error(`expected a run ${wanted} the patch`);
    return {
      ...run,
      origin: run.origin as TextOrigin | undefined,
      witnesses: [],
      trace: run.result === 'violated' ? STEPS : [],
    };
  };
  return { ...check, before: side('before'), after: side('after') };
}
