import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeKeys, flush } from '../../src/ui/decode.ts';

describe('decodeKeys', () => {
  test.each([
    ['letters, one key each', 'jjT/', ['j', 'j', 'T', '/']],
    [
      'a burst with Enter, Tab, Ctrl and Backspace in it',
      'j\r\n\t\x04\x7f',
      ['j', 'Enter', 'Enter', 'Tab', 'Ctrl-d', 'Backspace'],
    ],
    ['arrows in both forms', '\x1b[A\x1bOB\x1b[1;5C', ['Up', 'Down', 'Right']],
    ['keys with numbers', '\x1b[5~\x1b[6~\x1b[1~\x1b[4~', ['PgUp', 'PgDn', 'Home', 'End']],
    ['Shift-Tab', '\x1b[Z', ['Shift-Tab']],
    ['letters beyond ASCII', 'é文🐧', ['é', '文', '🐧']],
    ['a mouse report is swallowed whole', '\x1b[<0;12;7Mj', ['j']],
    ['an answer of the terminal is swallowed whole', '\x1b[?2026;2$yj', ['j']],
    ['Esc typed fast before another key', '\x1bj', ['Esc', 'j']],
    ['Esc twice and a key', '\x1b\x1bq', ['Esc', 'Esc', 'q']],
  ])('%s', (_, bytes, keys) => {
    expect(decodeKeys(bytes)).toEqual({ keys, rest: '' });
  });

  test('keeps the start of a sequence for the next read', () => {
    expect(decodeKeys('j\x1b[1;')).toEqual({ keys: ['j'], rest: '\x1b[1;' });
    expect(decodeKeys('\x1b')).toEqual({ keys: [], rest: '\x1b' });
  });

  test('gives the same keys wherever a sequence is cut', () => {
    const text = fc
      .array(fc.constantFrom('j', '\r', '\x1b[A', '\x1bOD', '\x1b[6~', '文', '\x1b[<0;1;2M'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.nat(), (whole, cut) => {
        const at = whole.length === 0 ? 0 : cut % whole.length;
        const first = decodeKeys(whole.slice(0, at));
        const second = decodeKeys(first.rest + whole.slice(at));
        expect([...first.keys, ...second.keys]).toEqual(decodeKeys(whole).keys);
        expect(second.rest).toBe('');
      }),
    );
  });

  test('takes any text without an error, and never gives a control character as a key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const key of decodeKeys(text).keys) expect(key).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

test('flush makes Esc of an ESC that nothing followed', () => {
  expect(flush('\x1b')).toEqual(['Esc']);
  expect(flush('\x1b[')).toEqual(['Esc', '[']);
  expect(flush('')).toEqual([]);
});
