import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unflow } from '../../src/mail/flowed.ts';

test('soft breaks are joined, within one level of quotes', () => {
  expect(unflow('a long \nline\n> quoted \n> words\n>> deeper \nown\n', false)).toBe(
    'a long line\n> quoted words\n>> deeper \nown\n',
  );
});

test('stuffed spaces are taken off', () => {
  expect(unflow(' >not a quote\n From here\n', false)).toBe('>not a quote\nFrom here\n');
});

test('the signature mark is no soft break', () => {
  expect(unflow('text \n-- \nme\n', false)).toBe('text \n-- \nme\n');
});

test('with DelSp the space of a soft break goes', () => {
  expect(unflow('日本 \n語\n', true)).toBe('日本語\n');
});

test('the lines of a stuffed diff keep their breaks and lose the stuffed space', () => {
  const flowed = [
    'Words \ngo on.',
    'diff --git a/x b/x',
    '--- a/x',
    '+++ b/x',
    '@@ -1,3 +1,3 @@ int f(int a, ',
    'int b)',
    '  \tkept ',
    '-old ',
    '+new',
    '  }',
    '',
  ].join('\n');
  expect(unflow(flowed, false)).toBe(
    [
      'Words go on.',
      'diff --git a/x b/x',
      '--- a/x',
      '+++ b/x',
      '@@ -1,3 +1,3 @@ int f(int a, int b)',
      ' \tkept ',
      '-old ',
      '+new',
      ' }',
      '',
    ].join('\n'),
  );
});

test('a diff that only says flowed and stuffs nothing stays as it is', () => {
  const diff = '--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n \tcontext \n-a\n+b\n }\n';
  expect(unflow(diff, false)).toBe(diff);
});

test('a quoted diff stays as it is', () => {
  const quoted = '> @@ -1,2 +1,2 @@\n>  \tcontext \n> -a \n> +b\n\nNo.\n';
  expect(unflow(quoted, false)).toBe(quoted);
});

test('no text is lost but blanks and quote marks, nor does any take long', () => {
  const words = (text: string) => text.replace(/[\s>]/g, '');
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[> +@a-]{0,8}$/)), (lines) => {
      const text = lines.join('\n');
      expect(words(unflow(text, false))).toBe(words(text));
    }),
  );
  const started = performance.now();
  unflow('a '.repeat(500_000), false);
  unflow('a \n'.repeat(200_000), false);
  unflow('@@ -1 +1 @@\nx \n'.repeat(50_000), false);
  expect(performance.now() - started).toBeLessThan(12_000);
});
