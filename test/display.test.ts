import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { display, displayLine } from '../src/display.ts';

describe('display', () => {
  test.each([
    ['plain text stays', 'retract_page_tables() — naïve 中文 é', 'retract_page_tables() — naïve 中文 é'],
    ['a tab goes to the next stop of 8', '+\tpage = x;\ty', '+       page = x;       y'],
    ['each line counts its own stops', 'a\n\tb\n12345678\tc', 'a\n        b\n12345678        c'],
    ['an escape sequence is shown, not obeyed', '\x1b[2J\x1b]52;c;aGk=\x07', '^[[2J^[]52;c;aGk=^G'],
    ['carriage return and delete', 'good\rbad\x7f', 'good^Mbad^?'],
    ['the one-byte CSI', 'x\u009b2J', 'x<U+009B>2J'],
    ['bidi overrides and isolates', 'if (a\u202e) b\u2066', 'if (a<U+202E>) b<U+2066>'],
    ['zero width space, byte order mark, soft hyphen', 'a\u200bb\ufeffc\u00ad', 'a<U+200B>b<U+FEFF>c<U+00AD>'],
    ['a line separator that is no line feed', 'a\u2028b', 'a<U+2028>b'],
    ['a filler letter without a shape', 'a\u3164b', 'a<U+3164>b'],
    ['half a surrogate pair', 'a\ud83db', 'a\ufffdb'],
    ['a whole pair stays', '🐧', '🐧'],
    ['marks beyond any script', `a${'\u0301'.repeat(50)}b`, `a${'\u0301'.repeat(8)}\ufffdb`],
  ])('%s', (_, text, shown) => {
    expect(display(text)).toBe(shown);
  });

  test('leaves nothing that a terminal obeys, and changes safe text no more', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = display(text);
        expect(shown).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}/u);
        expect(display(shown)).toBe(shown);
      }),
    );
  });

  test('puts a broken line on one row', () => {
    expect(displayLine('[PATCH 1/2] mm: a \n\tlong subject')).toBe('[PATCH 1/2] mm: a long subject');
  });
});
