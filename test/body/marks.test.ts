import { describe, expect, it } from 'vitest';
import { DEEPEST_QUOTE, learnMarks, readMarks } from '../../src/body/marks.ts';
import { outline } from './outline.ts';

const PLAIN = { characters: new Set<string>(), initials: new Set<string>() };

describe('quote marks', () => {
  it.each([
    ['> a', 1, 'a'],
    ['>a', 1, 'a'],
    ['> > a', 2, 'a'],
    ['>> a', 2, 'a'],
    ['> >> a', 3, 'a'],
    [' > a', 1, 'a'],
    ['>\ta', 1, '\ta'],
    ['>  a', 1, ' a'],
    ['>', 1, ''],
    ['a > b', 0, 'a > b'],
    ['  > a', 0, '  > a'],
    ['->next', 0, '->next'],
    ['>> mm/rmap.c:12:3: error: no such name', 0, '>> mm/rmap.c:12:3: error: no such name'],
  ])('%j has depth %i', (line, depth, text) => {
    const marks = readMarks(line, PLAIN);
    expect([marks.depth, line.slice(marks.start)]).toEqual([depth, text]);
  });

  it('are counted up to a limit, the rest is text', () => {
    const { depth, start } = readMarks('>'.repeat(20_000), PLAIN);
    expect([depth, start]).toEqual([DEEPEST_QUOTE, DEEPEST_QUOTE]);
  });
});

describe('marks beside >', () => {
  it('are initials where two lines have the same', () => {
    expect(outline('JD> is this right?\nJD> I think so.\n\nYes.\n')).toBe(
      'quote 1\n  prose: is this right? / I think so.\nprose: Yes.',
    );
    expect([...learnMarks(['JD> once'], () => false).initials]).toEqual([]);
  });

  it('are a character that an attribution introduces, and no table', () => {
    expect(outline('Jane Doe wrote:\n| is this right?\n| > it was\n\nYes.\n')).toMatchInlineSnapshot(`
      "attribution by Jane Doe on ?: Jane Doe wrote:
      quote 1 by Jane Doe
        prose: is this right?
        quote 2
          prose: it was
      prose: Yes."
    `);
    expect(outline('Results:\n| before | 12 |\n| after  | 14 |\n')).toBe(
      'prose: Results: / | before | 12 | / | after  | 14 |',
    );
  });
});
