import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Draft, mbox, SMALL_THREAD } from '../ingest/archives.ts';
import { temporaryFolder } from '../temporary.ts';
import { mmlore, whole } from './cli.ts';

const SECOND = SMALL_THREAD.find((draft) => draft.id === 'v2@example.org') as Draft;

/** The third version changes another file. */
const THIRD: Draft = {
  ...SECOND,
  id: 'v3@example.org',
  subject: SECOND.subject.replace('v2', 'v3'),
  minute: 120,
  text: `Keep it.

---
--- a/mm/swap.c
+++ b/mm/swap.c
@@ -90,3 +90,3 @@ static void keep_folio(struct folio *folio)
 \tint kept = 1;
-\tkeep(folio, 0);
+\tkeep(folio, kept);
 \tcount(folio);
--
2.40.0`,
};

async function ingested(...parts: (readonly Draft[])[]): Promise<string> {
  const home = temporaryFolder();
  for (const [at, drafts] of parts.entries()) {
    const path = join(home, `${at}.mbox`);
    writeFileSync(path, mbox(drafts));
    await mmlore({ home }, 'ingest', path);
  }
  return home;
}

const PLACES =
  'SELECT version, fate, message_id, function, line_number, line FROM v_claim_place ORDER BY claim_id, version';

test('a claim tells where its line is in each later version, and that it is gone', async () => {
  const home = await ingested([...SMALL_THREAD, THIRD]);
  expect((await mmlore({ home }, 'query', PLACES)).stdout).toMatchInlineSnapshot(`
    "version  fate  message_id      function   line_number  line
          2  same  v2@example.org  drop_rmap           13  + unlock_page(page);
          3  gone
          2  same  v2@example.org  drop_rmap           13  + unlock_page(page);
          3  gone
    [EOF]"
  `);
  const listed = await mmlore({ home }, 'claims', '--json');
  const claims = JSON.parse(listed.stdout.replace('[EOF]', '')).claims;
  const claim = claims.find((row: { message_id: string }) => row.message_id === 'review@example.org');
  expect(claim).toMatchObject({ later_version: 3, later_fate: 'gone' });
  expect((await mmlore({ home }, 'claims')).stdout).toMatch(/ in v3: gone /);
  const shown = whole(await mmlore({ home }, 'show', claim.claim_id));
  expect(shown.slice(shown.indexOf('Its line'), shown.indexOf('\n[EOF]'))).toMatchInlineSnapshot(`
    "Its line in later versions
      v2  same     mm/rmap.c:13 drop_rmap(): + unlock_page(page);  (confidence 0.98)
      v3  gone"
  `);
});

test('a version that comes later adds its places to those that are there', async () => {
  const together = await mmlore({ home: await ingested([...SMALL_THREAD, THIRD]) }, 'query', PLACES);
  const apart = await mmlore({ home: await ingested(SMALL_THREAD, [THIRD]) }, 'query', PLACES);
  const backwards = await mmlore({ home: await ingested([THIRD], [SECOND], SMALL_THREAD) }, 'query', PLACES);
  expect(apart.stdout).toBe(together.stdout);
  expect(backwards.stdout).toBe(together.stdout);
});
