import { expect, test } from 'vitest';
import { parseBody } from '../../src/body/parse.ts';
import { wordsOf } from '../../src/ingest/words.ts';

test('words are sorted by whose they are; attributions, signatures and what is left out are nobody’s', () => {
  const text = [
    'On Mon, 5 Jul 2021 at 10:11, Bob wrote:',
    '> Is this safe?',
    '> [...]',
    'Yes.',
    '',
    'diff --git a/x b/x',
    '--- a/x',
    '+++ b/x',
    '@@ -1 +1 @@',
    '-old();',
    '+fresh();',
    '-- ',
    'Ann of Example',
  ].join('\n');
  const words = wordsOf('1@x', 's', parseBody(text));
  expect(words).toMatchObject({ messageId: '1@x', subject: 's', quoted: 'Is this safe?', own: 'Yes.' });
  expect(words.diff).toContain('+fresh();');
  expect(JSON.stringify(words)).not.toMatch(/Bob|Example|\[\.\.\.\]/);
});

test('a mail of any number of lines has its words', () => {
  const { own, quoted } = wordsOf('1@x', 's', parseBody(`${'> a\n'.repeat(150_000)}\n${'b\n'.repeat(150_000)}`));
  expect([own.match(/b/g)?.length, quoted.match(/a/g)?.length]).toEqual([150_000, 150_000]);
});
