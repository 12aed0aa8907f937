import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../src/mail/message.ts';
import { byText } from '../../src/order.ts';
import { buildThreads } from '../../src/thread/build.ts';
import { readPatchMail } from '../../src/thread/patch-mail.ts';
import { findSeries, type Series } from '../../src/thread/series.ts';
import { readSubject } from '../../src/thread/subject.ts';
import { collectTags } from '../../src/thread/tags.ts';
import { readTrailers } from '../../src/thread/trailers.ts';
import { filesOf, messagesOf, shared, withoutMail } from '../mail/mails.ts';

const FOLDER = 'mail/fixtures/b4';

/** Files of b4's tests that are no mail to be read, and why. */
const NOT_READ: Readonly<Record<string, string>> = {
  'gpg-badsig.txt': 'what gpg says of a signature: nothing is verified here',
  'gpg-good-invalid-notrust.txt': 'as above',
  'gpg-good-valid-notrust.txt': 'as above',
  'gpg-good-valid-trusted.txt': 'as above',
  'gpg-no-pubkey.txt': 'as above',
  'save-7bit-clean.txt': 'how b4 writes mail: none is written here',
  'save-8bit-clean.txt': 'as above',
  'sevenbitify-1.verify': 'as above',
  'trailers-thread-with-followups-and-tripledash.verify': 'commits of a local branch with notes of their own',
  'trailers-thread-with-followups-no-match.verify': 'commits of a local branch that are not those of the mails',
};

/** Trailers that the command of the test adds in the name of its user. */
const ADDED_BY_B4 = /^Signed-off-by: Test Override |^Link: https:\/\/patch\.msgid\.link\//;

const written = (text: string) => readTrailers(text).map(({ key, value }) => `${key}: ${value}`);

interface Applied {
  readonly title: string;
  readonly author: string;
  readonly commitMessage: string;
  /** Its own, and those that others gave to it or to its cover letter in their own name. */
  readonly trailers: readonly string[];
}

/** The patches of a mailbox as b4 would apply them. */
async function applied(name: string): Promise<readonly Applied[]> {
  const threads = buildThreads(await messagesOf(`${FOLDER}/${name}.mbox`));
  const series = findSeries(threads);
  const tags = collectTags(threads, series).filter(
    ({ source, identity }) => source === 'commit' || identity !== 'other-person',
  );
  const trailersOf = ({ cover }: Series, { messageId }: Message) =>
    tags
      .filter(({ patch }) => patch === messageId || patch === cover?.messageId)
      .map(({ trailer: { key, value } }) => `${key}: ${value}`);
  return series.flatMap((one) =>
    one.patches.map(({ message }) => {
      const { author, subject, commitMessage } = readPatchMail(message);
      const { title } = readSubject(subject);
      return {
        title,
        author: author.email,
        commitMessage,
        trailers: [...new Set(trailersOf(one, message))].sort(byText),
      };
    }),
  );
}

/** The commits of a `.verify` file: lines with the addresses of author and perhaps committer, the title, the message. */
function commitsOf(name: string): readonly Omit<Applied, 'trailers'>[] {
  return readFileSync(shared(`${FOLDER}/${name}.verify`), 'utf8')
    .split(/^---\n/m)
    .filter((text) => text.trim() !== '')
    .map((text) => {
      const lines = text.split('\n');
      const titleAt = lines.findIndex((line) => !/^\S+@\S+$/.test(line));
      const kept = lines.slice(titleAt + 1).filter((line) => !ADDED_BY_B4.test(line));
      return { author: lines[0] ?? '', title: lines[titleAt] ?? '', commitMessage: kept.join('\n').trim() };
    });
}

const byTitle = <Row extends { readonly title: string }>(rows: readonly Row[]) =>
  [...rows].sort((a, b) => byText(a.title, b.title));

describe.skipIf(withoutMail !== '')(`b4's tests${withoutMail}`, () => {
  const files = filesOf(FOLDER, '').map((path) => path.slice(FOLDER.length + 1));
  const references = files.filter((name) => name.endsWith('-ref-defaults.txt'));

  test.each(references)('%s: the patch has all trailers that b4 gives it, and no others', async (file) => {
    const [reference] = await messagesOf(`${FOLDER}/${file}`);
    if (reference === undefined) throw new Error(`expected a mail in ${file}`);
    const wanted = readPatchMail(reference);
    const patches = await applied(file.replace('-ref-defaults.txt', ''));
    const trailers = [...new Set(written(wanted.commitMessage))].sort(byText);
    expect(patches).toMatchObject([
      {
        title: readSubject(wanted.subject).title,
        author: wanted.author.email,
        trailers,
      },
    ]);
  });

  test.each(['trailers-thread-with-followups', 'trailers-thread-with-cover-followup'])(
    '%s.verify: each patch has the trailers of its commit',
    async (name) => {
      const commits = commitsOf(name).map(({ commitMessage, ...commit }) => ({
        ...commit,
        trailers: written(commitMessage).sort(byText),
      }));
      const patches = (await applied(name)).map(({ commitMessage, ...patch }) => patch);
      expect(byTitle(patches)).toEqual(byTitle(commits));
      expect(patches).toHaveLength(4);
    },
  );

  test.each([
    ['shazam-git1-just-series-defaults', 'shazam-git1-just-series'],
    ['shazam-git1-just-series-addlink', 'shazam-git1-just-series'],
  ])('%s.verify: each patch has author, title and message of its commit', async (name, mailbox) => {
    const patches = (await applied(mailbox)).map(({ trailers, ...patch }) => patch);
    expect(byTitle(patches)).toEqual(byTitle(commitsOf(name)));
    expect(patches).toHaveLength(4);
  });

  test('shazam-git1-just-series-merged.verify: the merge has the title and the words of the cover letter', async () => {
    const [series] = findSeries(buildThreads(await messagesOf(`${FOLDER}/shazam-git1-just-series.mbox`)));
    const merge = commitsOf('shazam-git1-just-series-merged').find(({ title }) =>
      title.startsWith('Merge patch series'),
    );
    expect(merge?.title).toBe(`Merge patch series "${series?.title}"`);
    expect(series?.cover?.text.trim().startsWith(merge?.commitMessage.split('\n\n')[1] ?? '?')).toBe(true);
  });

  test('shazam-git1-with-link: a Link that a patch has already stays one', async () => {
    const links = (await applied('shazam-git1-with-link')).map(({ trailers }) =>
      trailers.filter((one) => one.startsWith('Link:')),
    );
    expect(links.map(({ length }) => length)).toEqual([1, 1, 1, 1]);
  });

  test('trailers-followup-already-present: what the patch has already is given once', async () => {
    const [patch] = await applied('trailers-followup-already-present');
    const [message] = await messagesOf(`${FOLDER}/trailers-followup-already-present.mbox`);
    expect(patch?.trailers).toEqual(
      written(message === undefined ? '' : readPatchMail(message).commitMessage).sort(byText),
    );
  });

  test.each([
    ['trailers-test-simple', ['Reported-by', 'Reviewed-by', 'Fixes', 'Link']],
    ['trailers-test-extinfo', ['Reported-by', 'Reviewed-by', 'Fixes', 'Tested-by', 'Link', 'Signed-off-by']],
  ])('%s.txt: all trailers of the patch are found', async (name, keys) => {
    const [message] = await messagesOf(`${FOLDER}/${name}.txt`);
    const found = readTrailers(message === undefined ? '' : readPatchMail(message).commitMessage);
    expect(found.map(({ key }) => key)).toEqual(keys);
  });

  test('every file is read by a test of this project, or no mail', () => {
    const tests = ['b4-conformance.test.ts', 'trailers.test.ts'].map((name) =>
      readFileSync(new URL(name, import.meta.url), 'utf8'),
    );
    const isRead = (name: string) =>
      references.includes(name.replace('.mbox', '-ref-defaults.txt')) ||
      tests.some((text) => text.includes(`'${name.replace(/\.[a-z]+$/, '')}'`));
    expect(files.filter((name) => NOT_READ[name] === undefined && !isRead(name))).toEqual([]);
  });
});
