import { describe, expect, it } from 'vitest';
import { liftFunction } from '../../src/lift/lift.ts';
import { sidesOf } from '../../src/lift/sides.ts';
import { functionsIn, wholeFile } from '../../src/lift/text.ts';
import { readPatch } from '../../src/patch/read.ts';
import { lift, parser } from './lifting.ts';
import { MEMORY_VOCABULARY } from './memory-words.ts';

const read = (text: string) => functionsIn(wholeFile('mm/test.c', text, 'tree'));

describe('hostile text', () => {
  it.each([
    ['many open braces', '{\n'.repeat(100_000)],
    ['many open brackets', '\tabcde(\n'.repeat(100_000)],
    ['many heads without end', 'int f(int a,\n'.repeat(50_000)],
    ['an endless comment', `/* ${'x'.repeat(1_000_000)}`],
    ['an endless line', `int f(${'a '.repeat(500_000)}`],
    ['many conditionals', '#if A\n'.repeat(2000)],
    ['no text at all', '\0'.repeat(100_000)],
  ])('is looked through in a moment: %s', (_, text) => {
    const began = performance.now();
    expect(read(text).size).toBe(0);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('that nests too deep is no definition', () => {
    const texts = read(`int f(int a)\n{\n\treturn ${'('.repeat(5000)}a${')'.repeat(5000)};\n}\n`);
    expect(liftFunction({ name: 'f', texts, kernel: '6.4' }, MEMORY_VOCABULARY, parser)).toEqual({
      ok: false,
      missing: ['a definition of f that can be read'],
    });
  });

  it('may loop for ever without a step', () => {
    expect(lift('void f(void)\n{\n\tfor (;;)\n\t\t;\n}\n', 'f').program.code).toEqual([{ kind: 'goto', target: 0 }]);
  });

  it('may be a diff of nothing but braces', () => {
    const lines = Array.from({ length: 2000 }, (_, index) => (index % 2 === 0 ? '+{' : '+}')).join('\n');
    const diff = `--- a/mm/a.c\n+++ b/mm/a.c\n@@ -0,0 +1,2000 @@\n${lines}\n`;
    expect(sidesOf(readPatch('a@b', `diff --git a/mm/a.c b/mm/a.c\n${diff}`)).changed).toEqual([]);
  });
});

describe('a missing function', () => {
  it('is said to be missing', () => {
    expect(liftFunction({ name: 'g', texts: new Map(), kernel: '6.4' }, MEMORY_VOCABULARY, parser)).toEqual({
      ok: false,
      missing: ['the text of g'],
    });
  });

  it('is read from the model’s own text where it has one', () => {
    const result = liftFunction(
      { name: 'find_pmd_or_thp_or_none', texts: new Map(), kernel: '6.4' },
      MEMORY_VOCABULARY,
      parser,
    );
    expect(result.ok && result.lifted.origin).toBe('reference');
  });
});
