import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { review } from '../../src/patch/review.ts';
import type { Comment, Reviewed } from '../../src/patch/reviewed.ts';

const PATCH = `Why this is right.

Signed-off-by: Ann <ann@example.org>
---
 mm/rmap.c | 6 +++---
 1 file changed, 3 insertions(+), 3 deletions(-)

diff --git a/mm/rmap.c b/mm/rmap.c
index 0123456..789abcd 100644
--- a/mm/rmap.c
+++ b/mm/rmap.c
@@ -10,7 +10,8 @@ static void first(struct page *page)
 	lock(page);
-	old(page);
+	page = alloc(GFP_KERNEL, some_long_argument, another_long_argument);
+	if (!page)
+		return;
 	unlock(page);
 }
 
@@ -40,4 +41,5 @@ static void second(struct page *page)
 	lock(page);
+	touch(page);
 	unlock(page);
 }
 
-- 
2.30.0
`;

const read = (messageId: string, text: string, ancestors: readonly Reviewed[] = []): Reviewed =>
  review({ messageId, text, subject: 'Re: mm', isReply: true }, ancestors);

const patch = read('patch@x', PATCH);
const quote = (text: string): string =>
  text
    .replace(/\n$/, '')
    .replace(/^(?=>)/gm, '>')
    .replace(/^(?!>)/gm, '> ')
    .replace(/ $/gm, '');

/** The sender's own comments, one line each: the words, and what they are about. */
const own = ({ comments }: Reviewed): string[] => comments.filter(({ depth }) => depth === 0).map(shown);

function shown({ leaf, anchor, scope, stands }: Comment): string {
  const about =
    anchor && `${anchor.place.function}:${anchor.place.lineNumber} ${anchor.place.mark}${anchor.place.text.trim()}`;
  return `${leaf.lines[0]} => ${about ?? 'the patch'} [${[anchor?.method, scope, stands].join(' ')}]`;
}

const lines = (from: string, to: string): string => PATCH.slice(PATCH.indexOf(from), PATCH.indexOf(to) + to.length);

describe('a comment', () => {
  it('below a quoted line is about that line', () => {
    const text = `${quote(PATCH.slice(0, PATCH.indexOf('+\tif (!page)')))}\n\nCan this sleep?\n\n> +\tif (!page)\n> +\t\treturn;\n\nLeaks the lock.\n`;
    expect(own(read('a@x', text, [patch]))).toEqual([
      'Can this sleep? => first:11 +page = alloc(GFP_KERNEL, some_long_argument, another_long_argument); [exact line below]',
      'Leaks the lock. => first:13 +return; [exact line below]',
    ]);
  });

  it('below a quoted commit message is about the patch', () => {
    expect(own(read('a@x', '> Why this is right.\n\nIs it?\n', [patch]))).toEqual([
      'Is it? => the patch [ patch below]',
    ]);
  });

  it('above the first quoted line is about it where it ends in a colon', () => {
    expect(own(read('a@x', 'Move this one:\n\n> +\ttouch(page);\n', [patch]))).toEqual([
      'Move this one: => second:42 +touch(page); [exact line above]',
    ]);
  });

  it('that quotes nothing is about the function that it names', () => {
    expect(own(read('a@x', 'Does second() need the lock?\n', [patch]))).toEqual([
      'Does second() need the lock? => second:42 +touch(page); [named function below]',
    ]);
    expect(own(read('a@x', 'Does third() need the lock?\n', [patch]))).toEqual([
      'Does third() need the lock? => the patch [ patch below]',
    ]);
  });

  it('of a cover letter is about no function that it names', () => {
    const text = 'Now second() takes the lock.\n';
    const cover = { messageId: 'c@x', text, subject: '[PATCH v2 0/3] mm: lock', isReply: false };
    expect(own(review(cover, [patch]))).toEqual(['Now second() takes the lock. => the patch [ patch below]']);
  });

  it('below a hunk’s header is about the hunk, below a file’s about the file', () => {
    expect(
      own(read('a@x', '> @@ -40,4 +41,5 @@ static void second(struct page *page)\n\nWhy here?\n', [patch])),
    ).toEqual(['Why here? => second:41  lock(page); [normalised hunk below]']);
    expect(own(read('a@x', '> diff --git a/mm/rmap.c b/mm/rmap.c\n\nWhy this file?\n', [patch]))[0]).toContain(
      'file below',
    );
  });

  it('has all places that fit for candidates, and the one that its quotation is from for its place', () => {
    const text = `${quote(lines('@@ -40', '+\ttouch(page);'))}\n>  	unlock(page);\n\nWhen?\n`;
    const comment = read('a@x', text, [patch]).comments.at(-1);
    expect(comment?.anchor?.place).toMatchObject({ function: 'second', text: '\tunlock(page);' });
    expect(comment?.anchor?.candidates.map((place) => place.function)).toEqual(['second', 'first']);
  });
});

describe('a quotation', () => {
  const about = 'first:11 +page = alloc(GFP_KERNEL, some_long_argument, another_long_argument);';

  it.each([
    [
      'with tabs turned into blanks',
      '> +       page = alloc(GFP_KERNEL, some_long_argument, another_long_argument);\n',
    ],
    ['without a blank behind the mark', '>+\tpage = alloc(GFP_KERNEL, some_long_argument, another_long_argument);\n'],
    ['that a mailer wrapped', '> +\tpage = alloc(GFP_KERNEL, some_long_argument,\n> another_long_argument);\n'],
    [
      'that a mailer wrapped, its tail unmarked',
      '> +\tpage = alloc(GFP_KERNEL, some_long_argument,\nanother_long_argument);\n',
    ],
    ['in bars', 'Ann wrote:\n| +\tpage = alloc(GFP_KERNEL, some_long_argument, another_long_argument);\n'],
    ['in initials', 'A> -\told(page);\nA> +\tpage = alloc(GFP_KERNEL, some_long_argument, another_long_argument);\n'],
    ['one level too deep', '> > +\tpage = alloc(GFP_KERNEL, some_long_argument, another_long_argument);\n'],
    [
      'with a cut in it',
      '> -\told(page);\n> [...]\n> +\tpage = alloc(GFP_KERNEL, some_long_argument, another_long_argument);\n> [...]\n',
    ],
  ])('%s is found all the same', (_, quoted) => {
    const comments = own(read('a@x', `${quoted}\nCan this sleep?\n`, [patch]));
    expect(comments.map((row) => row.replace(/ \[.*/, ''))).toEqual([`Can this sleep? => ${about}`]);
  });

  it('in a copied header without any marks is told from the answers in it by the ancestor’s text', () => {
    const text = `-----Original Message-----\nFrom: Ann <ann@example.org>\nSent: Monday\nTo: Bob\nSubject: mm\n\n${lines('@@ -10', '+\tpage = alloc(GFP_KERNEL, some_long_argument, another_long_argument);')}\n[Bob] Can this sleep?\n`;
    expect(own(read('a@x', text, [patch])).map((row) => row.replace(/ \[[a-z].*/, ''))).toEqual([
      `[Bob] Can this sleep? => ${about}`,
    ]);
  });

  it('says for each line from which mail and line it is, through any depth', () => {
    const first = read('a@x', '> +\ttouch(page);\n\nWhy?\n', [patch]);
    const second = read('b@x', `${quote(first.text)}\n\nBecause.\n`, [first, patch]);
    const third = read('c@x', `${quote(second.text)}\n\nI see.\n`, [second, first, patch]);
    const touch = PATCH.split('\n').indexOf('+\ttouch(page);');
    const sources = third.lines.flatMap(({ depth, text }, line) => {
      const source = third.sources[line];
      return source === undefined ? [] : [[depth, text, source.messageId, source.line]];
    });
    expect(sources).toEqual([
      [3, '+\ttouch(page);', 'patch@x', touch],
      [2, 'Why?', 'a@x', 2],
      [1, 'Because.', 'b@x', 4],
    ]);
  });
});

describe('an answer', () => {
  const question = read('a@x', `${quote(lines('@@ -10', '+\tif (!page)'))}\n\nCan this be NULL?\n`, [patch]);

  it('inherits what the words above it are about', () => {
    const answer = read('b@x', '> Can this be NULL?\n\nYes.\n', [question, patch]);
    expect(own(answer)).toEqual(['Yes. => first:12 +if (!page) [inherited line below]']);
    expect(answer.comments.at(-1)?.answers).toEqual({ messageId: 'a@x', comment: 0 });
    const reply = read('c@x', '> Yes.\n\nThen say so in a comment.\n', [answer, question, patch]);
    expect(own(reply)).toEqual(['Then say so in a comment. => first:12 +if (!page) [inherited line below]']);
    expect(reply.comments.at(-1)?.anchor?.confidence).toBeCloseTo(0.99 * 0.94 * 0.94);
  });

  it('inherits from what stands above in its own text where the mails between are missing', () => {
    const text = '> > > +\ttouch(page);\n> > \n> > Why?\n> Because.\n\nI see.\n';
    expect(own(read('d@x', text, [patch]))).toEqual(['I see. => second:42 +touch(page); [inherited line below]']);
  });

  it('to the commit message is about the patch, whatever is quoted above', () => {
    const reply = read('b@x', '> Can this be NULL?\n\nNo.\n\n> Why this is right.\n\nThis is not.\n', [
      question,
      patch,
    ]);
    expect(own(reply)[1]).toBe('This is not. => the patch [ patch below]');
  });
});

describe('a mail that nobody delivered', () => {
  it('has the diff that quotations left of it, in the file that the subject names', () => {
    const ghost = review(
      {
        messageId: 'g@x',
        text: '-\told(page);\n+\tnew(page);\n',
        subject: '[PATCH] mm/rmap: touch',
        isReply: false,
        isRebuilt: true,
      },
      [],
    );
    expect(ghost.patch.files).toMatchObject([
      { path: 'mm/rmap.c', hunks: [{ lines: [{ mark: '-' }, { mark: '+' }] }] },
    ]);
    const reply = read('a@x', '> -\told(page);\n> +\tnew(page);\n\nWhy?\n', [ghost]);
    expect(reply.comments.at(-1)?.anchor?.place).toMatchObject({ path: 'mm/rmap.c', mark: '+', text: '\tnew(page);' });
  });
});

describe('any reply', () => {
  const piece = fc.constantFrom(
    ...PATCH.split('\n'),
    'Words of a reviewer.',
    '',
    '[...]',
    '-- ',
    '@@ -1 +1 @@',
    '> quoted',
  );
  const damage = fc.constantFrom(
    (line: string) => line,
    (line: string) => `> ${line}`,
    (line: string) => `>> ${line}`,
    (line: string) => `> ${line.replace(/\t/g, '        ')}`,
    (line: string) => `> ${line.slice(0, 30)}\n${line.slice(30)}`,
    (line: string) => `| ${line}`,
    (line: string) => line.slice(1),
  );
  const mail = fc
    .array(fc.tuple(piece, damage), { maxLength: 40 })
    .map((parts) => parts.map(([line, change]) => change(line)).join('\n'));

  it('is read without an error, in a thread of such replies', () => {
    fc.assert(
      fc.property(fc.array(mail, { maxLength: 4 }), (texts) => {
        const above: Reviewed[] = [patch];
        for (const [index, text] of texts.entries()) {
          const reviewed = read(`${index}@x`, text, above);
          for (const { anchor } of reviewed.comments)
            expect(anchor?.candidates.includes(anchor.place) ?? true).toBe(true);
          above.unshift(reviewed);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('to a patch of 2 MB that repeats itself takes linear time', () => {
    const body = '+\tx();\n+}\n'.repeat(100_000);
    const big = read('big@x', `--- a/x.c\n+++ b/x.c\n@@ -0,0 +1,200000 @@\n${body}`);
    const before = process.cpuUsage();
    const reply = read('r@x', body.slice(0, 400_000).replace(/^/gm, '> ').replace(/}\n/g, '}\n\nWhy?\n\n'), [big]);
    const { user, system } = process.cpuUsage(before);
    expect(reply.comments.length).toBeGreaterThan(30_000);
    expect((user + system) / 1e6).toBeLessThan(6);
  });
});
