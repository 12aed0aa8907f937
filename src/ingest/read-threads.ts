import type { Claim } from '../claims/claim.ts';
import { type Relation, relationsOf } from '../claims/relations.ts';
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
import { type Followed, type FollowedMail, followClaims } from './ledgers.ts';
import { patchRows } from './patch-rows.ts';
import { arrangeMessages, LONGEST_TEXT, type ReviewedMail, reviewThreads } from './review-messages.ts';
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
  const arranged = arrangeMessages(messages.map(messageOf));
  const { threads, series, ghosts } = arranged;
  // What stays of a thread is small beside its trees, which go before the next thread is read.
  const read = Array.from(reviewThreads(arranged), (mails) => threadRows(mails, (id) => ghosts.has(id)));
  const all = <Row>(of: (thread: ThreadRows) => readonly Row[]) => read.flatMap(of);
  const mails = all((thread) => thread.mails);
  return {
    mailIds: [...messages.map((message) => message.message_id), ...ghosts.keys()],
    words: all((thread) => thread.words),
    patches: all((thread) => thread.patches),
    claims: mails.flatMap((mail) => mail.claims),
    tags: tagRows(arranged),
    ...followClaims(
      mails,
      all((thread) => thread.relations),
      series,
    ),
    issues: [
      ...messages.flatMap(lengthOf),
      ...mails.flatMap(({ patch }) => damageOf(patch)),
      ...threads.flatMap(cyclesOf),
    ],
  };
}

/** All that one thread leads to. */
interface ThreadRows {
  readonly words: readonly Words[];
  readonly patches: readonly PatchRows[];
  readonly mails: readonly FollowedMail[];
  readonly relations: readonly Relation[];
}

function threadRows(mails: readonly ReviewedMail[], isGhost: (messageId: string) => boolean): ThreadRows {
  return {
    words: mails
      .filter(({ message }) => !isGhost(message.messageId))
      .map(({ message, reviewed }) => wordsOf(message.messageId, message.subject, reviewed.body)),
    patches: mails.flatMap(({ reviewed }) => (reviewed.patch.files.length > 0 ? [patchRows(reviewed.patch)] : [])),
    mails: mails.map(({ mail: { message, isPatch, parents }, claims, reviewed }) => ({
      mail: { message, isPatch, parents },
      claims,
      patch: reviewed.patch,
    })),
    relations: relationsOf(mails),
  };
}

function lengthOf({ message_id, text }: StoredMessage): ScopedIssue[] {
  if (text.length <= LONGEST_TEXT) return [];
  const says = `a text of ${text.length} characters: words, diffs and claims are those of the first ${LONGEST_TEXT}`;
  return [{ scope: message_id, stage: 'derive', issue: { code: 'text.too-long', says, where: message_id } }];
}

function cyclesOf({ threadId, issues }: Thread): ScopedIssue[] {
  return issues.map((issue) => ({ scope: issue.where ?? threadId, stage: 'derive', issue }));
}

function damageOf(patch: Patch): ScopedIssue[] {
  return patch.issues.map((issue) => ({ scope: patch.messageId, stage: 'derive', issue }));
}
