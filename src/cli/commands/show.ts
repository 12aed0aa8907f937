import { type Command, Option } from 'commander';
import type { Connection } from '../../store/connection.ts';
import { findThing, type Thing } from '../../store/find.ts';
import { readRaw } from '../../store/raw.ts';
import { listChecks, readTrace } from '../../store/view-checks.ts';
import { listClaimPlaces } from '../../store/view-claim-places.ts';
import { listClaims } from '../../store/view-claims.ts';
import { listEvents } from '../../store/view-events.ts';
import { readMessage, readThread } from '../../store/view-messages.ts';
import { listTags } from '../../store/view-tags.ts';
import type { Session } from '../context.ts';
import { withDatabase } from '../database.ts';
import { foldPatch } from '../fold-patch.ts';
import { addFormats, type FormatOptions, screenWidth, writeJson } from '../output.ts';
import { expectDone, Refusal } from '../refusal.ts';
import { checkText } from '../render/check.ts';
import { claimText } from '../render/claim.ts';
import { mailText } from '../render/mail.ts';
import { patchText } from '../render/patch.ts';
import { patchTree } from '../render/patch-tree.ts';
import { threadText } from '../render/thread.ts';
import { painter } from '../style.ts';

const EXAMPLES = `
Examples:
  $ mmlore show retract_page_tables           the thread with this in its subject
  $ mmlore show 20230529-x@example.org        a mail; of a patch the diff with the discussion at its lines
  $ mmlore show --patch retract_page_tables   the patch that the thread begins with
  $ mmlore show --raw 20230529-x@example.org  its bytes as they came`;

type ShowOptions = FormatOptions & { readonly raw?: boolean; readonly patch?: boolean };

/** `mmlore show`: one thread, mail, patch, claim or check. */
export function define(command: Command, session: Session): void {
  command
    .description('Show one thread, mail, patch, claim or check.')
    .argument('<id>', "a Message-ID, an archive's URL, the id of a claim or a check, or a part of a thread's subject")
    .option('--patch', 'show the diff of the mail with the discussion at its lines')
    .addOption(new Option('--raw', 'print the bytes of the mail as they came').conflicts(['patch', 'json']));
  addFormats(command, 'json')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, options: ShowOptions) => {
      await withDatabase(session, 'read', async (connection) => {
        if (options.raw) return writeRaw(session, connection, name);
        const { kind, id } = expectDone(await findThing(connection, name));
        const view = options.patch === true || (await isPatch(connection, kind, id)) ? 'patch' : kind;
        const shown = await VIEWS[view](connection, id, session);
        if (options.json) writeJson(session, view, shown.fields);
        else session.stdout.write(shown.text());
      });
    });
}

/** A mail that brings a part of a series is shown as the patch that it is; a thread stays a thread. */
async function isPatch(connection: Connection, kind: Thing['kind'], id: string): Promise<boolean> {
  if (kind !== 'message') return false;
  const message = await readMessage(connection, id);
  return (message?.part ?? 0) > 0;
}

async function writeRaw(session: Session, connection: Connection, name: string): Promise<void> {
  const { id } = expectDone(await findThing(connection, name));
  const raw = await readRaw(connection, id);
  if (raw === undefined)
    throw new Refusal({
      kind: 'input',
      message: `there are no bytes of ${name}`,
      hint: 'Give the Message-ID of a mail that was read.',
    });
  if (session.stdout.isTTY === true) {
    throw new Refusal({
      kind: 'input',
      message: 'raw mail may hold escape sequences, which a terminal obeys',
      hint: 'Send it to a file or through a pipe.',
    });
  }
  session.stdout.write(raw);
}

/** What is shown of a thing: the fields of its JSON document, and its text. */
interface Shown {
  readonly fields: object;
  text(): string;
}

type View = (connection: Connection, id: string, session: Session) => Promise<Shown>;

const VIEWS: Readonly<Record<Thing['kind'] | 'patch', View>> = {
  thread: async (connection, id, session) => {
    const messages = await readThread(connection, id);
    const claims = await listClaims(connection, { thread: id });
    const checks = await listChecks(connection, { thread: id });
    const tags = await listTags(connection, { thread: id });
    return {
      fields: { thread_id: id, messages, claims, checks, tags },
      text: () => threadText({ messages, claims, checks }, tags, painter(session), screenWidth(session)),
    };
  },
  message: async (connection, id, session) => {
    const message = await readMessage(connection, id);
    const claims = await listClaims(connection, { message: id });
    return {
      fields: { message, claims },
      text: () => (message === undefined ? '' : mailText(message, claims, painter(session))),
    };
  },
  patch: async (connection, id, session) => {
    const review = expectDone(await foldPatch(connection, id));
    return {
      fields: { message: review.message, tags: review.tags, ...patchTree(review) },
      text: () => patchText(review, painter(session), screenWidth(session)),
    };
  },
  claim: async (connection, id, session) => {
    const [claim] = await listClaims(connection, { claim: id });
    const events = await listEvents(connection, id);
    const places = await listClaimPlaces(connection, id);
    const checks = await listChecks(connection, { claim: id });
    return {
      fields: { claim, events, places, checks },
      text: () => (claim === undefined ? '' : claimText(claim, events, places, checks, painter(session))),
    };
  },
  check: async (connection, id, session) => {
    const sides = await listChecks(connection, { check: id });
    const traces = await Promise.all(
      sides.map(async ({ side }) => ({ checkId: id, side, steps: await readTrace(connection, id, side) })),
    );
    return {
      fields: { sides, traces },
      text: () => checkText(sides, traces, painter(session), screenWidth(session) ?? 100),
    };
  },
};
