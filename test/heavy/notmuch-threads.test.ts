import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodesOf } from '../../src/ingest/nodes-of.ts';
import type { Message } from '../../src/mail/message.ts';
import { byText } from '../../src/order.ts';
import { buildThreads } from '../../src/thread/build.ts';
import { filesOf, messagesOf, withoutMail } from '../mail/mails.ts';
import { temporaryFolder } from '../temporary.ts';

/** What `notmuch show --format=json` prints of a thread: mails with the mails that answer them. */
type Shown = readonly (readonly [{ readonly id: string } | null, Shown])[];

const hasNotmuch = spawnSync('notmuch', ['--version'], { stdio: 'ignore' }).error === undefined;
const without = withoutMail === '' && !hasNotmuch ? ' (skipped: notmuch is not installed)' : withoutMail;

/** Mails with the mail that each answers, and the ids of each thread, sorted. */
interface Threaded {
  readonly parents: ReadonlyMap<string, string | undefined>;
  readonly threads: readonly string[][];
}

/** Threads mails with notmuch. */
function threadedByNotmuch(messages: readonly Message[]): Threaded {
  const folder = temporaryFolder();
  const mail = join(folder, 'mail');
  mkdirSync(mail);
  for (const [at, { raw }] of messages.entries()) writeFileSync(join(mail, `${at}.eml`), raw);
  const config = join(folder, 'config');
  writeFileSync(config, `[database]\npath=${mail}\n[user]\nname=a\nprimary_email=a@example.org\n`);
  const notmuch = (...args: readonly string[]) =>
    execFileSync('notmuch', args, { env: { ...process.env, NOTMUCH_CONFIG: config }, maxBuffer: 2e8, stdio: 'pipe' });
  notmuch('new', '--quiet');
  const shown: readonly Shown[] = JSON.parse(
    notmuch('show', '--format=json', '--body=false', '--entire-thread=true', '*').toString(),
  );
  const parents = new Map<string, string | undefined>();
  const threads = shown.map((thread) => {
    const ids: string[] = [];
    const walk = (nodes: Shown, parent: string | undefined) => {
      for (const [message, answers] of nodes) {
        if (message !== null) parents.set(message.id, parent);
        if (message !== null) ids.push(message.id);
        walk(answers, message?.id ?? parent);
      }
    };
    walk(thread, undefined);
    return ids.sort(byText);
  });
  return { parents, threads };
}

/** The same of this project's threads; mails that answer a ghost are left out of the parents: notmuch has no place for it. */
function threadedHere(messages: readonly Message[]): Threaded {
  const parents = new Map<string, string | undefined>();
  const threads = buildThreads(messages).map(({ root }) => {
    const delivered = nodesOf(root).filter(({ message }) => message !== undefined);
    for (const { messageId, parent } of delivered) {
      if (parent === undefined || parent.message !== undefined) parents.set(messageId, parent?.messageId);
    }
    return delivered.map(({ messageId }) => messageId).sort(byText);
  });
  return { parents, threads };
}

/** Mails whose parent is another one here, and why. */
const DEVIATIONS: readonly { readonly why: string; readonly holds: (message: Message) => boolean }[] = [
  {
    why: 'of two mails that answer each other notmuch takes the other one for the root',
    holds: ({ messageId }) => messageId.startsWith('mid-loop-'),
  },
  {
    why: 'gmane masked the id in In-Reply-To, which notmuch prefers; References kept theirs',
    holds: ({ inReplyTo }) => inReplyTo.some((id) => id.endsWith('@public.gmane.org')),
  },
];

const inOrder = (threads: readonly string[][]) => threads.map((ids) => ids.join(' ')).sort(byText);

describe.skipIf(without !== '')(`beside notmuch${without}`, () => {
  test.each([
    ['mail/fixtures/notmuch/lkml', ''],
    ['mail/fixtures/notmuch/threading', ''],
    ['mail/fixtures/notmuch/broken', ''],
    ['mail/threads', '.mbox.gz'],
    ['mail/seed-threads', '.mbox.gz'],
  ])(
    '%s: the same mails in the same threads, each below the mail that it answers',
    { timeout: 240_000 },
    async (folder, ending) => {
      const messages = await messagesOf(...filesOf(folder, ending));
      const [here, there] = [threadedHere(messages), threadedByNotmuch(messages)];
      expect(inOrder(here.threads)).toEqual(inOrder(there.threads));
      const differing = messages.filter(
        ({ messageId }) => here.parents.has(messageId) && here.parents.get(messageId) !== there.parents.get(messageId),
      );
      expect(differing.filter((message) => !DEVIATIONS.some(({ holds }) => holds(message)))).toEqual([]);
      expect(here.parents.size).toBeGreaterThan(messages.length / 2);
    },
  );
});
