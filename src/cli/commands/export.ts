import { type Command, Option } from 'commander';
import { replyDraft } from '../../checks/reply.ts';
import type { Connection } from '../../store/connection.ts';
import { findThing, findThread } from '../../store/find.ts';
import { listChecks, tracesOf } from '../../store/view-checks.ts';
import { listClaims } from '../../store/view-claims.ts';
import { readMessage, readThread } from '../../store/view-messages.ts';
import type { Session } from '../context.ts';
import { withDatabase } from '../database.ts';
import { writeJson } from '../output.ts';
import { expectDone, Refusal } from '../refusal.ts';
import { markdownReview } from '../render/markdown.ts';
import { replyOf } from '../render/reply.ts';

const EXAMPLES = `
Examples:
  $ mmlore export retract_page_tables >review.md          a thread's review
  $ mmlore export --format json retract_page_tables       the same for other programs
  $ mmlore export --reply c0ffee0000 >reply.txt           a claim with its verdict, to be finished by you`;

/** `mmlore export`: a thread's review for other places. */
export function define(command: Command, session: Session): void {
  command
    .description("Write a thread's review as Markdown or JSON, or a claim with its verdict as the draft of a reply.")
    .argument('<id>', 'a thread, or for a reply a claim')
    .addOption(
      new Option('--format <format>', 'what to write').choices(['markdown', 'json', 'reply']).default('markdown'),
    )
    .addOption(new Option('--reply', 'the draft of a reply, as --format reply').implies({ format: 'reply' }))
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, { format }: { readonly format: string }) => {
      await withDatabase(session, 'read', async (connection) => {
        if (format === 'reply') return writeReply(session, connection, name);
        const thread = expectDone(await findThread(connection, name));
        const messages = await readThread(connection, thread);
        const claims = await listClaims(connection, { thread });
        const checks = await listChecks(connection, { thread });
        const traces = await tracesOf(connection, checks);
        if (format === 'json') writeJson(session, 'review', { thread_id: thread, messages, claims, checks, traces });
        else session.stdout.write(markdownReview({ messages, claims, checks }, traces));
      });
    });
}

async function writeReply(session: Session, connection: Connection, name: string): Promise<void> {
  const thing = expectDone(await findThing(connection, name));
  const [claim] = thing.kind === 'claim' ? await listClaims(connection, { claim: thing.id }) : [];
  if (claim === undefined) {
    throw new Refusal({
      kind: 'input',
      message: `${name} is a ${thing.kind}, and a reply answers a claim`,
      hint: 'Give the id of a claim; `mmlore claims` lists them.',
    });
  }
  const mail = await readMessage(connection, claim.message_id);
  const checks = await listChecks(connection, { claim: claim.claim_id });
  const traces = await tracesOf(connection, checks);
  session.stdout.write(replyDraft(replyOf(claim, mail?.text ?? '', checks, traces)));
}
