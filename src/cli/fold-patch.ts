import { done, type Outcome, refused } from '../complaint.ts';
import { type ReviewedMail, reviewMessages } from '../ingest/review-messages.ts';
import { type Folded, foldDiscussion } from '../patch/fold.ts';
import type { Connection } from '../store/connection.ts';
import { loadMessages, membersOf } from '../store/derived.ts';
import { type ClaimRow, listClaims } from '../store/view-claims.ts';
import { type MessageRow, readMessage } from '../store/view-messages.ts';
import { listTags, type TagRow } from '../store/view-tags.ts';
import { readPatchMail } from '../thread/patch-mail.ts';

/** A patch mail with all that was said of it. */
export interface PatchReview {
  readonly message: MessageRow;
  readonly commitMessage: string;
  /** What stands between `---` and the diff. */
  readonly notes: string;
  readonly folded: Folded;
  /** All claims of the thread. */
  readonly claims: readonly ClaimRow[];
  /** Those of the patch, and those given to its whole series. */
  readonly tags: readonly TagRow[];
}

/** Reads the thread of a patch mail and folds what was said of the patch into its diff. */
export async function foldPatch(connection: Connection, messageId: string): Promise<Outcome<PatchReview>> {
  const message = await readMessage(connection, messageId);
  const threadId = message?.thread_id ?? '';
  const members = [...(await membersOf(connection, [threadId])).values()].flat();
  const { mails } = reviewMessages(await loadMessages(connection, members));
  const mail = mails.find((one) => one.message.messageId === messageId);
  if (message === undefined || mail === undefined || mail.reviewed.patch.files.length === 0) {
    return refused({
      kind: 'input',
      message: `${messageId} holds no patch`,
      hint: 'Give the Message-ID of a mail with a diff; `mmlore show` of a thread lists its mails.',
    });
  }
  const { commitMessage, notes } = readPatchMail(mail.message);
  const claims = await listClaims(connection, { thread: threadId });
  const tags = await listTags(connection, { patch: messageId });
  return done({ message, commitMessage, notes, folded: fold(mail, mails), claims, tags });
}

/** Words about lines are taken from the whole thread, words about no line from the mails below the patch alone. */
function fold(patch: ReviewedMail, mails: readonly ReviewedMail[]): Folded {
  const discussion = mails.filter((one) => one !== patch && !one.mail.isPatch);
  const below = new Set([patch.message.messageId]);
  for (const { message, mail } of discussion) {
    if (below.has(mail.parents[0]?.messageId ?? '')) below.add(message.messageId);
  }
  const folded = foldDiscussion(
    patch.reviewed.patch,
    discussion.map(({ message, reviewed }) => ({
      review: reviewed,
      author: message.from.name || message.from.email,
      date: message.date,
    })),
  );
  return { ...folded, general: folded.general.filter((comment) => below.has(comment.messageId)) };
}
