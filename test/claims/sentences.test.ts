import fc from 'fast-check';
import { ParseEnglish } from 'parse-english';
import { describe, expect, it } from 'vitest';
import { sentencesOf, unitsOf } from '../../src/claims/sentences.ts';

const cut = (text: string): readonly string[] => sentencesOf(text).map(({ start, end }) => text.slice(start, end));
const units = (text: string): readonly string[] => unitsOf(text).map(({ start, end }) => text.slice(start, end));

describe('sentences', () => {
  it('do not end at a negation, an abbreviation or dots before a small letter', () => {
    expect(cut('We found !UFFD_WP here, e.g. after fork(). The old code... did not. Right?')).toEqual([
      'We found !UFFD_WP here, e.g. after fork().',
      'The old code... did not.',
      'Right?',
    ]);
  });
  it('end after words that are abbreviations elsewhere', () => {
    expect(cut('It keeps a stat. This is wrong.')).toEqual(['It keeps a stat.', 'This is wrong.']);
  });
  it('begin with the names of code and with small letters', () => {
    expect(cut('It can wait no longer. new_folio could be freed (see there). pte_unmap() runs, e.g. at exit.')).toEqual(
      ['It can wait no longer.', 'new_folio could be freed (see there).', 'pte_unmap() runs, e.g. at exit.'],
    );
    expect(cut('could we move it? probably not')).toEqual(['could we move it?', 'probably not']);
  });
  it('that stand alone are what the parser finds in front of another one', () => {
    const word = fc.stringMatching(/^[a-z]{5,9}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.constantFrom(' ', '  ', ', ', ' - ', ': '), (words, between) => {
        const line = `${words.join(between)}.`;
        expect(cut(line)).toEqual([cut(`${line} Another sentence.`)[0]]);
      }),
    );
  });
  it('are those of the parser, which is not asked where an end is sure', () => {
    const parser = new ParseEnglish();
    const ends = (text: string) =>
      parser
        .parse(text)
        .children.flatMap((paragraph) =>
          paragraph.type === 'ParagraphNode'
            ? paragraph.children.filter(({ type }) => type === 'SentenceNode').map((node) => node.position?.end.offset)
            : [],
        );
    const word = fc.oneof(
      fc.stringMatching(/^[a-z]{5,9}$/),
      fc.constantFrom('It', 'as', 'free(page)', '(then', 'IPI)'),
    );
    const after = fc.constantFrom(' ', ', ', '. ', '.  ', '? ', ': ', '; ');
    const capital = (text: string) => text.replace(/[.?]\s+[a-z]/g, (end) => end.toUpperCase());
    fc.assert(
      fc.property(fc.array(fc.tuple(word, after), { minLength: 1 }), (words) => {
        const text = capital(
          `Now ${words
            .flat()
            .join('')
            .trim()
            .replace(/[.?:;,]$/, '')} indeed.`,
        );
        expect(sentencesOf(text).map(({ end }) => end)).toEqual(ends(text));
      }),
    );
  });
  it('take time in proportion to a hostile text', () => {
    const seconds = (text: string) => {
      const start = process.cpuUsage();
      expect(sentencesOf(text)).toBeDefined();
      return process.cpuUsage(start).user / 1e6;
    };
    for (const part of ['a', '.', '?', ' ', '. ', '! x'])
      expect(seconds(`Now. ${part.repeat(200_000)} b`)).toBeLessThan(10);
  }, 60_000);
  it('keep a smile at their end', () => expect(cut('That was wrong :-)')).toEqual(['That was wrong :-)']));
});

describe('units', () => {
  it('are the clauses that can each state something', () => {
    expect(units('Sounds correct to me, but the code is going to be ugly.')).toEqual([
      'Sounds correct to me,',
      'but the code is going to be ugly.',
    ]);
  });
  it('begin where a problem is named', () => {
    expect(units('It should do to check the bit there, the real problem is that we lose it.')).toHaveLength(2);
    expect(units('Tell me what the problem is.')).toHaveLength(1);
  });
  it('are not cut where too little would stand alone, nor inside brackets', () => {
    expect(units('Yes, but no.')).toEqual(['Yes, but no.']);
    expect(units('The walk (which takes the lock, but only for read here) is fine by me.')).toHaveLength(1);
  });
  it('stand in the text in order, without overlap', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'B', ' ', '.', '?', '!', ',', ';', '(', ')', 'but ', '- ') }),
        (text) => {
          let last = 0;
          for (const { start, end } of unitsOf(text)) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            last = end;
          }
          expect(last).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });
});
