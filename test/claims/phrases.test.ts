import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexPhrases, phrasesIn, tokensOf } from '../../src/claims/phrases.ts';

const found = (says: string, text: string): readonly string[] =>
  phrasesIn(tokensOf(text), indexPhrases([{ name: 'it', says }])).map(({ words }) => words);

describe('tokens', () => {
  it('are words in small letters, hyphens apart, identifiers whole, and question marks', () => {
    expect(tokensOf("Doesn't uffd-wp call ptep_clear_flush()?")).toEqual([
      "doesn't",
      'uffd',
      'wp',
      'call',
      'ptep_clear_flush',
      '?',
    ]);
  });
});

describe('phrases', () => {
  it('match words in a row', () => expect(found('good catch', 'Hm, good catch!')).toEqual(['good catch']));
  it('match one of several words', () => expect(found('what if|about', 'So what about fork?')).toEqual(['what about']));
  it('bridge up to four words', () => {
    expect(found('will * v2', 'I will send that in v2')).toEqual(['will send that in v2']);
    expect(found('will * v2', 'I will send all of these things in v2')).toEqual([]);
  });
  it('hold at the beginning or the end only where they say so', () => {
    expect(found('^ yes', 'yes, it is')).toEqual(['yes']);
    expect(found('^ yes', 'oh yes')).toEqual([]);
    expect(found('thanks $', 'will fix, thanks!')).toEqual(['thanks']);
    expect(found('thanks $', 'thanks for that')).toEqual([]);
  });
  it('are told apart by commas over several lines', () => {
    expect(found('\n      one two,\n      three four', 'three four')).toEqual(['three four']);
  });
  it('are told once a name', () => expect(found('race, racy', 'a race, racy indeed')).toEqual(['race']));
  it('that begin with a gap are a mistake in the table', () => {
    expect(() => indexPhrases([{ name: 'it', says: '* late' }])).toThrow(TypeError);
  });
  it.each(['+1', 'too .', 'EINVAL', 'will-it-scale', "i'd *much* rather"])(
    'that no text is split into are a mistake in the table: %s',
    (says) => expect(() => indexPhrases([{ name: 'it', says }])).toThrow(TypeError),
  );
  it('are found in any text, and only in its words', () => {
    const index = indexPhrases([{ name: 'it', says: 'a * b, ^ c, d $' }]);
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'x')), (words) => {
        for (const hit of phrasesIn(words, index)) expect(words.join(' ')).toContain(hit.words);
      }),
    );
  });
});
