import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary.ts';
import { mmlore } from './cli.ts';

const mail = (text: string) =>
  `From: Ada <ada@example.org>\nSubject: Re: [PATCH] mm: x\nMessage-ID: <1@example.org>\n\n${text}\n`;

test.each([
  ['a reply that quotes no diff', 'I think that do_wp_page() breaks the pin.', 'no mail here holds a diff'],
  [
    'a patch of which nothing fits',
    'diff --git a/mm/x.c b/mm/x.c\n--- a/mm/x.c\n+++ b/mm/x.c\n@@ -1,3 +1,3 @@\n int f(void)\n {\n-\treturn 0;\n+\treturn 1;\n }\n',
    'No function that these patches change fits',
  ],
])('%s: what is missing is said', async (_, text, says) => {
  const home = temporaryFolder();
  const path = join(home, 'mail.eml');
  writeFileSync(path, mail(text));
  const { stderr, exitCode } = await mmlore({ home }, 'check', path);
  expect(stderr).toContain(says);
  expect(exitCode).toBe(0);
});
