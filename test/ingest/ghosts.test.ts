import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseBody } from '../../src/body/parse.ts';
import { quotedLevels, type RebuiltMail, rebuildGhosts } from '../../src/ingest/ghosts.ts';
import { readPatch } from '../../src/patch/read.ts';
import { buildThreads } from '../../src/thread/build.ts';
import { messagesOf, shared, withoutMail } from '../mail/mails.ts';
import { message } from '../thread/messages.ts';

test('each quote level is the mail of its author, deeper levels quoted in it', () => {
  const text = [
    'On Mon, 5 Jul 2021 at 10:11, Bob wrote:',
    '> On Sun, 4 Jul 2021 at 09:00, Ann wrote:',
    '> > @@ -1 +1 @@',
    '> > -a',
    '>',
    '> Why?',
    '>',
    '> > +b',
    '',
    'Because.',
    '',
  ].join('\n');
  expect(quotedLevels(parseBody(text))).toEqual([
    {
      level: 1,
      author: 'Bob',
      date: 'Mon, 5 Jul 2021 at 10:11',
      text: 'On Sun, 4 Jul 2021 at 09:00, Ann wrote:\n> @@ -1 +1 @@\n> -a\n\nWhy?\n\n> +b\n',
    },
    { level: 2, author: 'Ann', date: 'Sun, 4 Jul 2021 at 09:00', text: '@@ -1 +1 @@\n-a\n+b\n' },
  ]);
});

test('only ghosts are rebuilt, and of several quotes the one with the diff counts', () => {
  const quote = (words: string) => `On Mon, 5 Jul 2021 at 10:11, Ann wrote:\n${words}\n\nMy words.\n`;
  const [thread] = buildThreads([
    message({
      messageId: '1',
      references: ['ghost'],
      subject: 'Re: [PATCH v2] x',
      text: quote('> a long text without any diff in it\n> and more'),
    }),
    message({
      messageId: '2',
      references: ['ghost'],
      subject: 'Re: [PATCH v2] x',
      text: quote('> --- a/x\n> +++ b/x\n> @@ -1 +1 @@\n> -a\n> +b'),
    }),
    message({ messageId: '3', references: ['ghost', '2'], subject: 'Re: [PATCH v2] x', text: quote('> My words.') }),
  ]);
  const rebuilt = thread === undefined ? [] : [...rebuildGhosts(thread).values()];
  expect(rebuilt).toEqual([
    {
      messageId: 'ghost',
      from: { name: 'Ann', email: '' },
      date: '2021-07-05T10:11:00.000Z',
      subject: '[PATCH v2] x',
      text: '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n',
      quotedIn: '2',
      level: 1,
    },
  ]);
});

describe.skipIf(withoutMail !== '')(`what the seed pages quote${withoutMail}`, () => {
  const seeds = withoutMail === '' ? readdirSync(shared('seeds')).filter((name) => name.endsWith('.txt')) : [];

  async function rebuilt(seed: number): Promise<readonly RebuiltMail[]> {
    const threads = buildThreads(await messagesOf(`seeds/${seeds[seed]}`));
    return threads.flatMap((thread) => [...rebuildGhosts(thread).values()]);
  }

  test.each([
    [0, ['1 Christian Borntraeger', '2 David Hildenbrand', '3 Christian Borntraeger']],
    [1, ['1 Peter Xu', '2 Matthew Wilcox', '3 Peter Xu']],
    [2, ['1 Peter Xu', '2 Alistair Popple', '3 Peter Xu', '4 Alistair Popple', '5 Peter Xu']],
    [3, ['1 Andrea Arcangeli', '2 Kirill A. Shutemov']],
    [4, ['1 Hugh Dickins']],
  ])('seed %i: every ancestor with its author and level', async (seed, authors) => {
    expect((await rebuilt(seed)).map(({ level, from }) => `${level} ${from.name}`)).toEqual(authors);
  });

  const bare = (text: string) => text.replace(/<[^<>]*>/g, '').replace(/\s+/g, '');

  function linesOf(text: string): readonly string[] {
    return readPatch('x', text).files.flatMap(({ path, hunks }) =>
      hunks.flatMap(({ lines }) => lines.map((line) => `${path} ${line.mark}${bare(line.text)}`)),
    );
  }

  test.each([
    // all lines of the real patch, and none that it has not
    [0, '20180628123916.96106-1-borntraeger@de.ibm.com', 1, 1],
    // the page drops what stands in angle brackets, and two lines end up at the wrong level
    [2, '20210527202214.31319-1-peterx@redhat.com', 0.98, 0.88],
  ])('seed %i: the patch is rebuilt from the deepest level', async (seed, id, precision, recall) => {
    const ghost = (await rebuilt(seed)).at(-1);
    const real = (await messagesOf(`mail/seed-threads/seed-${seed}.mbox.gz`)).find(({ messageId }) => messageId === id);
    const [found, wanted] = [linesOf(ghost?.text ?? ''), linesOf(real?.text ?? '')];
    const [foundSet, wantedSet] = [new Set(found), new Set(wanted)];
    expect(found.filter((line) => wantedSet.has(line)).length / found.length).toBeGreaterThanOrEqual(precision);
    expect(wanted.filter((line) => foundSet.has(line)).length / wanted.length).toBeGreaterThanOrEqual(recall);
    expect(ghost?.subject.replace(/\s+/g, ' ').startsWith('[PATCH')).toBe(true);
    expect(Math.abs(Date.parse(ghost?.date ?? '') - Date.parse(real?.date ?? ''))).toBeLessThan(15 * 60 * 60 * 1000);
  });

  test('seed 4: the changed lines of a patch quoted without its headers are those of the real one', async () => {
    const [ghost] = await rebuilt(4);
    const thread = await messagesOf('mail/seed-threads/seed-4.mbox.gz');
    const real = thread.find(({ subject }) => subject.startsWith('[PATCH 09/12]'));
    const changed = (text: string) =>
      text
        .split('\n')
        .filter((line) => /^[+-](?![+-]{2} |-$|- $)/.test(line))
        .map(bare);
    const wanted = new Set(changed(real?.text ?? ''));
    const found = changed(ghost?.text ?? '');
    expect(found.filter((line) => !wanted.has(line))).toEqual([]);
    expect(found.length).toBeGreaterThan(100);
  });
});
