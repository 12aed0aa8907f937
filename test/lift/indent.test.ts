import { describe, expect, test } from 'vitest';
import { sidesOf } from '../../src/lift/sides.ts';
import { readPatch } from '../../src/patch/read.ts';
import { corpusThreads } from '../corpus/threads.ts';

/** As pages of archives show a diff: runs of blanks are one, and context has lost the one in front of it. */
const flattened = (text: string) =>
  text
    .split('\n')
    .map((line) => line.replace(/[ \t]+/g, ' '))
    .map((line) => (/^ \S/.test(line) || line === ' ' ? ` ${line.trim()}` : line))
    .join('\n');

const plain = (text: string | undefined) => text?.replace(/\s+/g, '');

const diffs = (await corpusThreads()).flatMap(({ messages }) =>
  messages.flatMap(({ messageId, text }) => (/^diff --git/m.test(text) ? [{ messageId, text }] : [])),
);

describe.each(diffs)('$messageId', ({ messageId, text }) => {
  const [whole, flat] = [text, flattened(text)].map((one) => sidesOf(readPatch(messageId, one)));

  test('a diff without its indents shows the same functions, as whole as with them', () => {
    const shown = (sides: typeof whole) =>
      sides?.changed.map(({ name, before, after }) => ({
        name,
        before: [before?.origin, plain(before?.code)],
        after: [after?.origin, plain(after?.code)],
      }));
    expect(whole?.changed.length).toBeGreaterThan(0);
    expect(shown(flat)).toEqual(shown(whole));
  });
});
