import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fit, rowText, segment, widthOf, wrap, wrapRanges } from '../../src/ui/rows.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '文', 'é', 'e\u0301', '🐧', '-') });

describe('fit', () => {
  const shown = (parts: string[], from: number, width: number, ellipsis = '') =>
    rowText({
      anchor: '',
      segments: fit(
        parts.map((part) => segment(part)),
        from,
        width,
        ellipsis,
      ),
    });

  test.each([
    ['pads', ['ab', 'c'], 0, 5, '', 'abc  '],
    ['cuts across segments', ['abc', 'def'], 2, 3, '', 'cde'],
    ['says that something was left out', ['abcdef'], 0, 4, '…', 'abc…'],
    ['says nothing where all fits', ['abcd'], 0, 4, '…', 'abcd'],
    ['leaves out a wide letter that the right edge halves', ['文文'], 0, 3, '', '文 '],
    ['leaves out a wide letter that the left edge halves', ['文文'], 1, 3, '', ' 文'],
    ['shows nothing beyond the end', ['abc'], 9, 2, '…', '  '],
  ])('%s', (_, parts, from, width, ellipsis, expected) => {
    expect(shown(parts, from, width, ellipsis)).toBe(expected);
  });

  test('gives exactly the width that was asked for', () => {
    fc.assert(
      fc.property(fc.array(text), fc.nat(40), fc.nat(40), fc.boolean(), (parts, from, width, mark) => {
        expect(widthOf(shown(parts, from, width, mark ? '…' : ''))).toBe(width);
      }),
    );
  });
});

describe('wrap', () => {
  test.each([
    ['keeps what fits', 'a  short line', 20, ['a  short line']],
    ['breaks between words', 'free the page table', 10, ['free the', 'page table']],
    ['cuts a word that is too long', 'pmdp_collapse_flush', 8, ['pmdp_col', 'lapse_fl', 'ush']],
    ['gives a line for no text', '', 5, ['']],
  ])('%s', (_, whole, width, lines) => {
    expect(wrap(whole, width)).toEqual(lines);
  });

  test('loses nothing, and no line is too wide', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 30 }), (whole, width) => {
        const ranges = wrapRanges(whole, width);
        expect(ranges.map(([start, end]) => whole.slice(start, end)).join('')).toBe(whole);
        for (const line of wrap(whole, width)) expect(widthOf(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
