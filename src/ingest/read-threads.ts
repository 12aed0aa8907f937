import type { Claim } from '../claims/claim.ts';
import { type Relation, relationsOf } from '../claims/relations.ts';
import type { Patch } from '../patch/patch.ts';
import { putClaimPlaces } from '../store/claim-places.ts';
import { putClaimEvents, putClaims } from '../store/claims.ts';
import type { Writer } from '../store/connection.ts';
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
import { type Statements, statementsOf } from './statements.ts';
import { tagRows } from './tag-rows.ts';
import { wordsOf } from './words.ts';

/** Threads that hold versions of the same series: what became of a claim shows only where they are read together. */
export interface StoredGroup {
  readonly threadIds: readonly string[];
  readonly messages: readonly StoredMessage[];
}

/** Characters of mails whose rows go into one statement: SQLite takes some five times their memory to read them. */
const MOST_TEXT = 2 * 1024 * 1024;

/**
 * Makes the statements that store all that the mails of some threads say: words, patches, tags, claims and their ledgers.
 *
 * Pure, and the same whatever the order of the messages.
 */
export async function readThreads({ groups }: { readonly groups: readonly StoredGroup[] }): Promise<Statements> {
  return statementsOf(async (writer) => {
    const read: GroupRows[] = [];
    let held: ThreadRows[] = [];
    let length = 0;
    for (const group of groups) {
      const rows = readGroup(group);
      let next = rows.next();
      for (; next.done !== true; next = rows.next()) {
        held.push(next.value);
        length += next.value.length;
        if (length < MOST_TEXT) continue;
        await putThreads(writer, held);
        held = [];
        length = 0;
      }
      read.push(next.value);
    }
    await putThreads(writer, held);
    await putGroups(writer, read);
    await markRead(
      writer,
      groups.flatMap(({ threadIds }) => threadIds),
      DERIVATION,
    );
  });
}

/** Stores what each thread says by itself. */
async function putThreads(writer: Writer, threads: readonly ThreadRows[]): Promise<void> {
  const mailIds = threads.flatMap((thread) => thread.mailIds);
  await putWords(
    writer,
    threads.flatMap((thread) => thread.words),
  );
  await putPatches(
    writer,
    mailIds,
    threads.flatMap((thread) => thread.patches),
  );
  await putClaims(
    writer,
    mailIds,
    threads.flatMap((thread) => thread.claims),
  );
}

/** Stores what shows where the threads of a group are seen together; their claims are stored. */
async function putGroups(writer: Writer, groups: readonly GroupRows[]): Promise<void> {
  const mailIds = groups.flatMap((group) => group.mailIds);
  await putTags(
    writer,
    mailIds,
    groups.flatMap((group) => group.tags),
  );
  await putClaimEvents(
    writer,
    mailIds,
    groups.flatMap((group) => group.events),
  );
  await putClaimPlaces(
    writer,
    mailIds,
    groups.flatMap((group) => group.places),
  );
  await dropIssues(writer, 'derive', mailIds);
  await addIssues(
    writer,
    groups.flatMap((group) => group.issues),
  );
}

/** What one thread leads to by itself. */
interface ThreadRows {
  /** Characters of its mails. */
  readonly length: number;
  readonly mailIds: readonly string[];
  readonly words: readonly Words[];
  readonly patches: readonly PatchRows[];
  readonly claims: readonly Claim[];
}

/** What the threads of one group lead to together. */
interface GroupRows extends Followed {
  readonly mailIds: readonly string[];
  readonly tags: readonly GivenTag[];
  readonly issues: readonly ScopedIssue[];
}

/**
 * Reads the threads of a group one after the other.
 *
 * What stays of a thread is small beside its trees and rows, which go before the next thread is read.
 */
function* readGroup({ messages }: StoredGroup): Generator<ThreadRows, GroupRows> {
  const arranged = arrangeMessages(messages.map(messageOf));
  const { threads, series, ghosts } = arranged;
  const followed: FollowedMail[] = [];
  const relations: Relation[] = [];
  for (const mails of reviewThreads(arranged)) {
    for (const mail of mails) followed.push(followedMail(mail));
    for (const relation of relationsOf(mails)) relations.push(relation);
    yield threadRows(mails, (id) => ghosts.has(id));
  }
  return {
    mailIds: [...messages.map((message) => message.message_id), ...ghosts.keys()],
    tags: tagRows(arranged),
    ...followClaims(followed, relations, series),
    issues: [
      ...messages.flatMap(lengthOf),
      ...followed.flatMap(({ patch }) => damageOf(patch)),
      ...threads.flatMap(cyclesOf),
    ],
  };
}

function threadRows(mails: readonly ReviewedMail[], isGhost: (messageId: string) => boolean): ThreadRows {
  return {
    length: mails.reduce((sum, { message }) => sum + message.text.length, 0),
    mailIds: mails.map(({ message }) => message.messageId),
    words: mails
      .filter(({ message }) => !isGhost(message.messageId))
      .map(({ message, reviewed }) => wordsOf(message.messageId, message.subject, reviewed.body)),
    patches: mails.flatMap(({ reviewed }) => (reviewed.patch.files.length > 0 ? [patchRows(reviewed.patch)] : [])),
    claims: mails.flatMap(({ claims }) => claims),
  };
}

function followedMail({ mail, claims, reviewed }: ReviewedMail): FollowedMail {
  const { isPatch, parents } = mail;
  const { messageId, date, from } = mail.message;
  return { mail: { message: { messageId, date, from }, isPatch, parents }, claims, patch: reviewed.patch };
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
