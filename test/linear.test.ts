import { expect, test } from 'vitest';
import { parseBody } from '../src/body/parse.ts';
import { readArchivePage } from '../src/mail/archive-page.ts';
import { readHead } from '../src/mail/head.ts';
import { readQuotedDiff } from '../src/patch/quoted.ts';
import { readSubject } from '../src/thread/subject.ts';
import { readTrailers } from '../src/thread/trailers.ts';
import { growthOf } from './growth.ts';

const HEAD = 'diff --git a/mm/rmap.c b/mm/rmap.c\n--- a/mm/rmap.c\n+++ b/mm/rmap.c\n@@ -1,1 +1,999999 @@\n';

test.each<readonly [string, (size: number) => void]>([
  ['a head of lines that are no fields', (size) => readHead(Buffer.from(`${'x\n'.repeat(size)}A: b\n\n`))],
  [
    'a hunk that a quotation left',
    (size) => readQuotedDiff('id', parseBody(`${HEAD}${'+x\n'.repeat(size)}`), 'mm/rmap.c'),
  ],
  ['a trailer with blanks inside', (size) => readTrailers(`Cc: x${' '.repeat(size)}y <y@example.org>`)],
  [
    'a page with people in quotes',
    (size) => {
      const head = `Title\nFrom: A\nTo: ${'"a",'.repeat(size)}\nDate: Thu Jun 28 2018 - 10:49:44 EST\n\nx\n`;
      readArchivePage(Buffer.from(head), { source: 'test', offset: 0 });
    },
  ],
  ['a subject of commas', (size) => readSubject(`[PATCH] x${','.repeat(size)}y`)],
])('%s takes no more than linear time', (_, work) => {
  expect(growthOf(work, 10_000)).toBeLessThan(30);
});
