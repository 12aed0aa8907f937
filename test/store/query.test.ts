import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runQuery } from '../../src/store/query.ts';
import { temporaryFolder } from '../temporary.ts';
import { openedStore } from './stores.ts';

async function reader() {
  const folder = temporaryFolder();
  const path = join(folder, 'mmlore.db');
  await openedStore(path).then((store) => store.close());
  return { folder, connection: await openedStore(path, 'read') };
}

test('gives rows in the order of the columns', async () => {
  const { connection } = await reader();
  expect(await runQuery(connection, "SELECT 1 AS b, 'x' AS a", 5)).toEqual({ ok: true, value: [{ b: 1, a: 'x' }] });
});

test.each([
  "INSERT INTO source VALUES ('x', 'x', 'x', 0, 0)",
  'DELETE FROM message',
  'DROP VIEW v_claim',
  'PRAGMA user_version = 3',
  'PRAGMA query_only = OFF',
  'CREATE TEMP TABLE x (y)',
  'VACUUM',
  "ATTACH 'FOLDER/other.db' AS other",
  "VACUUM INTO 'FOLDER/other.db'",
  "SELECT load_extension('FOLDER/x')",
  "SELECT writefile('FOLDER/other.db', 'x')",
  'SELECT 1; DELETE FROM message',
])('%s changes nothing', async (sql) => {
  const { folder, connection } = await reader();
  await runQuery(connection, sql.replace('FOLDER', folder), 5);
  await runQuery(connection, "INSERT INTO source VALUES ('x', 'x', 'x', 0, 0)", 5);
  expect(existsSync(join(folder, 'other.db'))).toBe(false);
  const path = join(folder, 'mmlore.db');
  const after = await openedStore(path);
  expect(
    await after.get(
      'SELECT (SELECT count(*) FROM source) AS sources, (SELECT user_version FROM pragma_user_version) > 3 AS kept',
    ),
  ).toEqual({ sources: 0, kept: 1 });
  expect(await after.get("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'v_claim'")).toEqual({ n: 1 });
});

test('stops what takes too long', async () => {
  const { connection } = await reader();
  const endless = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n';
  expect(await runQuery(connection, endless, 0.2)).toMatchObject({
    ok: false,
    complaint: { message: 'the query took longer than 0.2 s and was stopped' },
  });
  expect(await runQuery(connection, 'SELECT 1 AS one', 5)).toEqual({ ok: true, value: [{ one: 1 }] });
});

test.each(['', '  ;', '-- nothing\n', '/* nothing */'])('says that %j is empty', async (sql) => {
  const { connection } = await reader();
  expect(await runQuery(connection, sql, 5)).toMatchObject({ ok: false, complaint: { message: 'the SQL is empty' } });
});

test('explains a mistake in the SQL', async () => {
  const { connection } = await reader();
  expect(await runQuery(connection, 'SELECT nowhere FROM v_claim', 5)).toMatchObject({
    ok: false,
    complaint: { kind: 'input', causes: [expect.stringContaining('no such column: nowhere')] },
  });
});
