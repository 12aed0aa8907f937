import { describe, expect, it } from 'vitest';
import { outline } from './outline.ts';

describe('lines of a diff', () => {
  it('go on behind a comment without any header', () => {
    const text = '> @@ -1,9 +1,9 @@ f(void)\n>  \tlock();\n> -\told();\n\nWhy?\n\n> +\tnew();\n>  \tunlock();\n';
    expect(outline(text)).toBe(
      'quote 1\n  diff: @@ -1,9 +1,9 @@ f(void) /  \tlock(); / -\told();\nprose: Why?\nquote 1\n  diff: +\tnew(); /  \tunlock();',
    );
  });

  it('are known without header by their tabs and their code, and a list is not', () => {
    expect(outline('> +\tif (!page)\n> +\t\treturn;\n')).toBe('quote 1\n  diff: +\tif (!page) / +\t\treturn;');
    expect(outline('> - fix the typo\n> - add a test\n')).toBe('quote 1\n  prose: - fix the typo / - add a test');
    expect(outline('+1\n')).toBe('prose: +1');
    expect(outline('-Jane\n')).toBe('prose: -Jane');
  });

  it('keep code whose mark a mailer dropped, and end at words', () => {
    const text =
      '> @@ -1,5 +1,6 @@\n>  \tlock();\n> \tcontext_without_blank();\n> +\tnew();\n> The lock is dropped too early here.\n';
    expect(outline(text)).toBe(
      'quote 1\n  diff: @@ -1,5 +1,6 @@ /  \tlock(); / \tcontext_without_blank(); / +\tnew();\n  prose: The lock is dropped too early here.',
    );
  });

  it('end at git’s version, trimmed or not', () => {
    const text = '> @@ -1,9 +1,9 @@\n>  \ta();\n> -- \n> 2.30.0\n';
    const outcome = 'quote 1\n  diff: @@ -1,9 +1,9 @@ /  \ta();\n  signature: ';
    expect(outline(text)).toBe(`${outcome}--  / 2.30.0`);
    expect(outline(text.replace('-- ', '--'))).toBe(`${outcome}-- / 2.30.0`);
  });

  it('are told apart by what they are', () => {
    expect(outline(' mm/rmap.c | 2 +-\n mm/a.bin  | Bin 0 -> 12 bytes\n 2 files changed, 1 insertion(+)\n')).toMatch(
      /^stat:/,
    );
    expect(outline('diff --cc mm/rmap.c\nindex 0123456,1234567..2345678\n@@@ -1,1 -1,1 +1,2 @@@\n++both\n')).toMatch(
      /^combined:/,
    );
    expect(outline('1:  0123456 ! 1:  789abcd mm: fix\n    @@ mm/rmap.c\n     -\ta();\n    ++\tb();\n')).toMatch(
      /^range-diff: [^\n]*b\(\);$/,
    );
    expect(outline('Interdiff against v2:\ndiff -u b/mm/rmap.c b/mm/rmap.c\n@@ -1 +1 @@\n-a\n+b\n')).toMatch(
      /^prose: Interdiff against v2:\ninterdiff: diff -u/,
    );
    expect(
      outline('diff --git a/x.png b/x.png\nindex 0123456..789abcd 100644\nGIT binary patch\nliteral 12\nTcmZQzfB;}O\n'),
    ).toMatch(/^diff: .*literal 12/);
  });
});
