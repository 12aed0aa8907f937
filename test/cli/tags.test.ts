import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Draft, mbox, SMALL_THREAD } from '../ingest/archives.ts';
import { temporaryFolder } from '../temporary.ts';
import { mmlore, whole } from './cli.ts';

const BO = 'Bo Author <bo@example.net>';
const DIFF = (SMALL_THREAD[0]?.text ?? '').split('\n\n').slice(2).join('\n\n');

function reply(id: string, from: string, to: string, text: string, minute: number): Draft {
  return { id, from, subject: 'Re: mm/rmap: drop it', text, minute, inReplyTo: to, references: ['cover@x', to] };
}

const THREAD: readonly Draft[] = [
  {
    id: 'cover@x',
    from: BO,
    subject: '[PATCH v2 0/1] mm/rmap: drop it',
    text: 'Two words.\n\nBo Author (1):\n  mm/rmap: drop it',
  },
  {
    id: 'patch@x',
    from: BO,
    subject: '[PATCH v2 1/1] mm/rmap: drop it',
    text: `Drop it.\n\nFixes: 0123456789ab ("mm: take it")\nAcked-by: Cy Cole <cy@example.org>\nSigned-off-by: ${BO}\n---\n\n${DIFF}`,
    minute: 1,
    inReplyTo: 'cover@x',
    references: ['cover@x'],
  },
  reply(
    'a@x',
    'Ada Reviewer <ada@example.org>',
    'patch@x',
    '> Drop it.\n\nReviewed-by: Ada Reviewer <ada@example.org>',
    2,
  ),
  reply('b@x', 'Ada Reviewer <ada@home.example>', 'cover@x', 'Tested-by: Ada Reviewer <ada@example.org> # on s390', 3),
  reply('c@x', BO, 'patch@x', 'Dee said in the hallway:\n\nReviewed-by: Dee Dunn <dee@example.org>', 4),
];

async function home(): Promise<string> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 't.mbox'), mbox(THREAD));
  await mmlore({ home: folder }, 'ingest', join(folder, 't.mbox'));
  return folder;
}

test('v_tag says who gave which tag to which patch, and whether it was that person', async () => {
  const columns = 'message_id, patch_message_id, version, part, key, email, note, given_in, identity';
  const ran = await mmlore({ home: await home() }, 'query', `SELECT ${columns} FROM v_tag ORDER BY date, key`);
  expect(ran.stdout).toMatchInlineSnapshot(`
    "message_id  patch_message_id  version  part  key            email            note     given_in        identity
    patch@x     patch@x                 2     1  Acked-by       cy@example.org            commit          other-person
    patch@x     patch@x                 2     1  Fixes                                    commit          no-person
    patch@x     patch@x                 2     1  Signed-off-by  bo@example.net            commit          same-address
    a@x         patch@x                 2     1  Reviewed-by    ada@example.org           reply-to-patch  same-address
    b@x         cover@x                 2     0  Tested-by      ada@example.org  on s390  reply-to-cover  same-name
    c@x         patch@x                 2     1  Reviewed-by    dee@example.org           reply-to-patch  other-person
    [EOF]"
  `);
});

test('show of a patch lists what was given in replies to it and to its cover letter', async () => {
  const ran = await mmlore({ home: await home() }, 'show', 'patch@x');
  expect(
    ran.stdout.slice(ran.stdout.indexOf('Tags given'), ran.stdout.indexOf('\nOf the patch')),
  ).toMatchInlineSnapshot(`
    "Tags given in replies
      Tested-by: Ada Reviewer <ada@example.org>  to the v2 series, 2023-05-29
      Reviewed-by: Ada Reviewer <ada@example.org>  to v2 patch 1, 2023-05-29
      Reviewed-by: Dee Dunn <dee@example.org>  to v2 patch 1, 2023-05-29, written by Bo Author <bo@example.net>
    "
  `);
});

test('show of a thread and series count them', async () => {
  const place = { home: await home() };
  const thread = await mmlore(place, 'show', 'cover@x');
  expect(thread.stdout).toContain('Reviewed-by: Ada Reviewer <ada@example.org>  to v2 patch 1, 2023-05-29\n');
  expect(whole(await mmlore(place, 'series'))).toMatchInlineSnapshot(`
    "DATE        VERSION  PATCHES  R/A/T  FROM       SUBJECT           LINKED BY  MESSAGE
    2023-05-29       v2      1/1  1/1/1  Bo Author  mm/rmap: drop it             cover@x
    [EOF]
    --- stderr
    [EOF]
    --- exit 0"
  `);
});

test('tags go with the mail that is read anew', async () => {
  const place = { home: await home() };
  const count = async () => (await mmlore(place, 'query', '--csv', 'SELECT count(*) AS n FROM v_tag')).stdout;
  const before = await count();
  writeFileSync(join(place.home, 'more.mbox'), mbox([reply('d@x', BO, 'a@x', 'Thank you.', 5)]));
  await mmlore(place, 'ingest', join(place.home, 'more.mbox'));
  expect(await count()).toBe(before);
});
