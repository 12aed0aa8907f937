import { execFileSync } from 'node:child_process';
import { createReadStream, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { patchIdOf } from '../../src/ingest/patch-id.ts';
import { readArchive } from '../../src/mail/archive.ts';
import { readPatch } from '../../src/patch/read.ts';
import { describeShared, sharedMessages } from '../shared.ts';

const CORPUS = new URL('../../corpus/', import.meta.url);

/** What git says of the diffs in a mail's text; undefined where it finds none. */
function gitPatchId(text: string): string | undefined {
  const out = execFileSync('git', ['patch-id', '--stable'], { input: text, encoding: 'utf8' });
  return out.split(' ')[0] || undefined;
}

/** Our patch id and git's for each text with a diff that git takes. */
function compared(texts: readonly string[]): { ours: string; git: string }[] {
  return texts.flatMap((text) => {
    const patch = readPatch('x@example.org', text);
    const git = patch.files.length === 0 ? undefined : gitPatchId(text);
    return git === undefined ? [] : [{ ours: patchIdOf(patch), git }];
  });
}

test('a patch of the corpus has the id that git gives it', async () => {
  const texts: string[] = [];
  for (const name of readdirSync(CORPUS).filter((one) => one.endsWith('.mbox'))) {
    for await (const item of readArchive(createReadStream(new URL(name, CORPUS)), name)) {
      if (item.kind === 'message') texts.push(item.message.text);
    }
  }
  const pairs = compared(texts);
  expect(pairs.length).toBeGreaterThan(5);
  expect(pairs.filter(({ ours, git }) => ours !== git)).toEqual([]);
});

test('line numbers, blanks and a moved hunk do not matter; a changed line does', () => {
  const diff = (at: number, line: string) =>
    `diff --git a/mm/x.c b/mm/x.c\n--- a/mm/x.c\n+++ b/mm/x.c\n@@ -${at},2 +${at},2 @@ f\n a();\n-b();\n+${line}\n`;
  const id = (text: string) => patchIdOf(readPatch('x@example.org', text));
  expect(id(diff(10, 'c();'))).toBe(id(diff(99, '\t c( );')));
  expect(id(diff(10, 'c();'))).not.toBe(id(diff(10, 'd();')));
});

describeShared('mail/seed-threads/seed-4.mbox.gz', () => {
  test('a real series has the ids that git gives it', async () => {
    const messages = await sharedMessages('mail/seed-threads/seed-4.mbox.gz');
    const pairs = compared(
      messages.filter((message) => /^\[PATCH/.test(message.subject)).map((message) => message.text),
    );
    expect(pairs.length).toBeGreaterThan(9);
    expect(pairs.filter(({ ours, git }) => ours !== git)).toEqual([]);
  });
});
