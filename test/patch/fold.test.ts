import { describe, expect, it } from 'vitest';
import { type Folded, type FoldedComment, foldDiscussion } from '../../src/patch/fold.ts';
import { review } from '../../src/patch/review.ts';
import type { Reviewed } from '../../src/patch/reviewed.ts';

const PATCH =
  '--- a/mm/a.c\n+++ b/mm/a.c\n@@ -1,2 +1,4 @@ void f(void)\n \tlock();\n+\tpage = alloc();\n+\ttouch(page);\n \tunlock();\n';

const read = (messageId: string, text: string, ancestors: readonly Reviewed[] = []) =>
  review({ messageId, text, subject: '', isReply: false }, ancestors);

const patch = read('patch@x', PATCH);
const question = read('q@x', '> +\tpage = alloc();\n\nCan this fail?\n\n> +\ttouch(page);\n\nAnd this?\n', [patch]);
const answer = read('a@x', '> Can this fail?\n\nNo.\n\n> And this?\n\nNeither.\n', [question, patch]);
const thanks = read('t@x', '> No.\n\nThen say so.\n', [answer, question, patch]);
const whole = read('w@x', 'Nice work.\n', [patch]);
const other = read('o@x', '> +\tpage = alloc();\n\nI wonder the same.\n', [patch]);

/** The folded diff as text: what a terminal would show of it. */
function printed({ general, files }: Folded): string {
  const said =
    (indent: string) =>
    ({ author, depth, lines }: FoldedComment) =>
      `${indent}${'  '.repeat(depth)}${author}: ${lines.join(' ')}`;
  const hunks = files.flatMap(({ hunks }) => hunks);
  return [
    ...general.map(said('')),
    ...hunks.flatMap(({ lines }) =>
      lines.flatMap((line) => [`${line.mark}${line.text.trim()}`, ...line.comments.map(said('    '))]),
    ),
  ].join('\n');
}

describe('a discussion folded into its diff', () => {
  it('stands at the lines that it is about, answers below what they answer', () => {
    const spoken = [
      { review: question, author: 'Max', date: '2021-07-05T10:00:00.000Z' },
      { review: other, author: 'Eve', date: undefined },
      { review: answer, author: 'Ann', date: undefined },
      { review: thanks, author: 'Max', date: undefined },
      { review: whole, author: 'Bob', date: undefined },
    ];
    expect(printed(foldDiscussion(patch.patch, spoken))).toMatchInlineSnapshot(`
      "Bob: Nice work.
       lock();
      +page = alloc();
          Max: Can this fail?
            Ann: No.
              Max: Then say so.
          Eve: I wonder the same.
      +touch(page);
          Max: And this?
            Ann: Neither.
       unlock();"
    `);
  });

  it('says of each comment who, when, where from and how sure', () => {
    const folded = foldDiscussion(patch.patch, [{ review: question, author: 'Max', date: '2021-07-05T10:00:00.000Z' }]);
    expect(folded.files[0]?.hunks[0]?.lines[1]?.comments).toEqual([
      {
        messageId: 'q@x',
        author: 'Max',
        date: '2021-07-05T10:00:00.000Z',
        depth: 0,
        type: 'prose',
        lines: ['Can this fail?'],
        start: 21,
        end: 36,
        scope: 'line',
        method: 'exact',
        confidence: 0.99,
      },
    ]);
  });

  it('leaves out what is about another patch', () => {
    const elsewhere = read('e@x', PATCH.replaceAll('a.c', 'b.c'));
    const remark = read('r@x', '> +\ttouch(page);\n\nHm.\n', [elsewhere]);
    expect(printed(foldDiscussion(patch.patch, [{ review: remark, author: 'Max', date: undefined }]))).not.toContain(
      'Hm.',
    );
  });
});
