import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { display, displayJson, displayLine, expandTabs } from '../src/display.ts';

describe('display', () => {
  test.each([
    ['plain text stays', 'retract_page_tables() — naïve 中文 é', 'retract_page_tables() — naïve 中文 é'],
    ['tabs and line feeds stay', '+\tpage = x;\n', '+\tpage = x;\n'],
    ['an escape sequence is shown, not obeyed', '\x1b[2J\x1b]52;c;aGk=\x07', '^[[2J^[]52;c;aGk=^G'],
    ['carriage return and delete', 'good\rbad\x7f', 'good^Mbad^?'],
    ['the one-byte CSI', 'x\u009b2J', 'x<U+009B>2J'],
    ['bidi overrides and isolates', 'if (a\u202e) b\u2066', 'if (a<U+202E>) b<U+2066>'],
    ['zero width space, byte order mark, soft hyphen', 'a\u200bb\ufeffc\u00ad', 'a<U+200B>b<U+FEFF>c<U+00AD>'],
    ['a line separator that is no line feed', 'a\u2028b', 'a<U+2028>b'],
    ['half a surrogate pair', 'a\ud83db', 'a\ufffdb'],
    ['a whole pair stays', '🐧', '🐧'],
  ])('%s', (_, text, shown) => {
    expect(display(text)).toBe(shown);
  });

  test('leaves nothing that a terminal obeys, and changes safe text no more', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = display(text);
        expect(shown).not.toMatch(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]|\p{Zl}|\p{Zp}|\p{Cs}/u);
        expect(display(shown)).toBe(shown);
      }),
    );
  });
});

test('displayLine puts a broken line on one row', () => {
  expect(displayLine('[PATCH 1/2] mm: a\n\tlong subject')).toBe('[PATCH 1/2] mm: a long subject');
});

describe('expandTabs', () => {
  test('counts stops of 8 in the line as it is written, where the mark of a diff shifts the code', () => {
    expect(expandTabs('+\tpage = x;\ty')).toBe('+       page = x;       y');
  });

  test('starts where the text starts', () => {
    expect(expandTabs('\tx', 3)).toBe('     x');
  });
});

test('displayJson reads back as the same value and holds nothing that a terminal obeys', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const json = displayJson({ text });
      expect(JSON.parse(json)).toEqual({ text });
      expect(json).not.toMatch(/\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
    }),
  );
});
