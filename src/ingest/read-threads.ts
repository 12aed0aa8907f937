import type { Claim } from '../claims/claim.ts';
import type { Patch } from '../patch/patch.ts';
import { putClaimPlaces } from '../store/claim-places.ts';
import { putClaimEvents, putClaims } from '../store/claims.ts';
import { messageOf, type StoredMessage } from '../store/derived.ts';
import { addIssues, dropIssues, type ScopedIssue } from '../store/issues.ts';
import { type PatchRows, putPatches } from '../store/patches.ts';
import { putWords, type Words } from '../store/search.ts';
import { type GivenTag, putTags } from '../store/tags.ts';
import { markRead } from '../store/threads.ts';
import type { Thread } from '../thread/thread.ts';
import { DERIVATION } from './derivation.ts';
import { type Followed, followClaims } from './ledgers.ts';
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
  // One group after the other: its body trees take more memory than all rows of a batch.
  const rows = groups.map(rowsOf);
  const all = <Row>(of: (group: GroupRows) => readonly Row[]) => rows.flatMap(of);
  const mailIds = all((group) => group.mailIds);
  return statementsOf(async (writer) => {
    await putWords(
      writer,
      all((group) => group.words),
    );
    await putPatches(
      writer,
      mailIds,
      all((group) => group.patches),
    );
    await putTags(
      writer,
      mailIds,
      all((group) => group.tags),
    );
    await putClaims(
      writer,
      mailIds,
      all((group) => group.claims),
    );
    await putClaimEvents(
      writer,
      mailIds,
      all((group) => group.events),
    );
    await putClaimPlaces(
      writer,
      mailIds,
      all((group) => group.places),
    );
    await dropIssues(writer, 'derive', mailIds);
    await addIssues(
      writer,
      all((group) => group.issues),
    );
    await markRead(
      writer,
      groups.flatMap(({ threadIds }) => threadIds),
      DERIVATION,
    );
  });
}

/** All that one group leads to. */
interface GroupRows extends Followed {
  readonly mailIds: readonly string[];
  readonly words: readonly Words[];
  readonly patches: readonly PatchRows[];
  readonly tags: readonly GivenTag[];
  readonly claims: readonly Claim[];
  readonly issues: readonly ScopedIssue[];
}

function rowsOf({ messages }: StoredGroup): GroupRows {
  const review = reviewMessages(messages.map(messageOf));
  const { mails, ghosts } = review;
  return {
    mailIds: [...messages.map((message) => message.message_id), ...ghosts.keys()],
    words: mails
      .filter(({ message }) => !ghosts.has(message.messageId))
      .map(({ message, reviewed }) => wordsOf(message.messageId, message.subject, reviewed.body)),
    patches: mails.flatMap(({ reviewed }) => (reviewed.patch.files.length > 0 ? [patchRows(reviewed.patch)] : [])),
    claims: mails.flatMap((mail) => mail.claims),
    tags: tagRows(review),
    ...followClaims(review),
    issues: issuesOf(review),
  };
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
