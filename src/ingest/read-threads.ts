import type { Patch } from '../patch/patch.ts';
import { putClaimPlaces } from '../store/claim-places.ts';
import { putClaimEvents, putClaims } from '../store/claims.ts';
import { messageOf, type StoredMessage } from '../store/derived.ts';
import { addIssues, dropIssues, type ScopedIssue } from '../store/issues.ts';
import { putPatches } from '../store/patches.ts';
import { putWords } from '../store/search.ts';
import { putTags } from '../store/tags.ts';
import { markRead } from '../store/threads.ts';
import type { Thread } from '../thread/thread.ts';
import { DERIVATION } from './derivation.ts';
import { followClaims } from './ledgers.ts';
import { patchRows } from './patch-rows.ts';
import { type ReviewedMessages, reviewMessages } from './review-messages.ts';
import { type Statement, statementsOf } from './statements.ts';
import { tagRows } from './tag-rows.ts';
import { wordsOf } from './words.ts';

/** Threads that hold versions of the same series: what became of a claim shows only where they are read together. */
export interface StoredGroup {
  readonly threadIds: readonly string[];
  readonly messages: readonly StoredMessage[];
}

/**
 * Makes the statements that store all that the mails of some threads say: words, patches, tags, claims and their ledgers.
 *
 * Pure, and the same whatever the order of the messages.
 */
export async function readThreads({ groups }: { readonly groups: readonly StoredGroup[] }): Promise<Statement[]> {
  const read = groups.map(({ messages }) => reviewMessages(messages.map(messageOf)));
  const mails = read.flatMap((review) => review.mails);
  const delivered = new Set(groups.flatMap(({ messages }) => messages.map((message) => message.message_id)));
  const mailIds = [...delivered, ...read.flatMap(({ ghosts }) => [...ghosts.keys()])];
  const patches = mails.map(({ reviewed }) => reviewed.patch).filter((patch) => patch.files.length > 0);
  const followed = read.map(followClaims);
  const words = mails
    .filter(({ message }) => delivered.has(message.messageId))
    .map(({ message, reviewed }) => wordsOf(message.messageId, message.subject, reviewed.body));
  return statementsOf(async (writer) => {
    await putWords(writer, words);
    await putPatches(writer, mailIds, patches.map(patchRows));
    await putTags(writer, mailIds, read.flatMap(tagRows));
    await putClaims(
      writer,
      mailIds,
      mails.flatMap((mail) => mail.claims),
    );
    await putClaimEvents(
      writer,
      mailIds,
      followed.flatMap(({ events }) => events),
    );
    await putClaimPlaces(
      writer,
      mailIds,
      followed.flatMap(({ places }) => places),
    );
    await dropIssues(writer, 'derive', mailIds);
    await addIssues(writer, read.flatMap(issuesOf));
    await markRead(
      writer,
      groups.flatMap(({ threadIds }) => threadIds),
      DERIVATION,
    );
  });
}

function issuesOf({ mails, threads }: ReviewedMessages): ScopedIssue[] {
  return [...mails.flatMap(({ reviewed }) => damageOf(reviewed.patch)), ...threads.flatMap(cyclesOf)];
}

function cyclesOf({ threadId, issues }: Thread): ScopedIssue[] {
  return issues.map((issue) => ({ scope: issue.where ?? threadId, stage: 'derive', issue }));
}

function damageOf(patch: Patch): ScopedIssue[] {
  return patch.issues.map((issue) => ({ scope: patch.messageId, stage: 'derive', issue }));
}
