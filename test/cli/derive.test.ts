import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mbox, SMALL_THREAD } from '../ingest/archives.ts';
import { dump } from '../store/dump.ts';
import { openedStore } from '../store/stores.ts';
import { temporaryFolder } from '../temporary.ts';
import { mmlore } from './cli.ts';

test('derives again what another version of the program derived, without the archive', async () => {
  const home = temporaryFolder();
  const archive = join(home, 't.mbox');
  writeFileSync(archive, mbox(SMALL_THREAD));
  const db = join(home, 'x.db');
  await mmlore({ home }, '--db', db, 'ingest', archive);
  expect((await mmlore({ home }, '--db', db, 'derive')).stderr).toBe('Derived 0 mails again.\n[EOF]');

  const store = await openedStore(db);
  const before = await dump(store);
  await store.exec(
    "UPDATE thread SET derived_by = 0; DELETE FROM claim; DELETE FROM patch WHERE message_id = 'v2@example.org'",
  );
  expect(await dump(store)).not.toEqual(before);
  expect((await mmlore({ home }, '--db', db, 'derive', '--json')).stdout).toBe(
    '{\n  "schema": "mmlore.derive/1",\n  "derived": 4\n}\n[EOF]',
  );
  expect(await dump(store)).toEqual(before);
});
