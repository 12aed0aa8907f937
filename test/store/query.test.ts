import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runQuery } from '../../src/store/query.ts';
import { type Statement, statementKind } from '../../src/store/statement.ts';
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
  expect(await runQuery(connection, "SELECT 1 AS b, 'x' AS a", { seconds: 5 })).toEqual({
    ok: true,
    value: [{ b: 1, a: 'x' }],
  });
});

/** What somebody might try who wants more than to read; FOLDER is where the database is. */
const ATTEMPTS = [
  "INSERT INTO source VALUES ('x', 'x', 'x', 0, 0)",
  'DELETE FROM message',
  'WITH gone AS (SELECT message_id FROM message) DELETE FROM message WHERE message_id IN gone',
  "WITH one AS (SELECT 1) INSERT INTO source SELECT 'x', 'x', 'x', 0, 0",
  'DROP VIEW v_claim',
  'PRAGMA user_version = 3',
  'PRAGMA query_only = OFF',
  'PRAGMA writable_schema = ON',
  'PRAGMA case_sensitive_like = ON',
  'PRAGMA wal_checkpoint(TRUNCATE)',
  'PRAGMA journal_mode = DELETE',
  'EXPLAIN PRAGMA case_sensitive_like = ON',
  '/* SELECT */ PRAGMA case_sensitive_like = ON',
  "UPDATE sqlite_schema SET sql = 'x'",
  'CREATE TEMP TABLE x (y)',
  'CREATE TEMP VIEW v_claim AS SELECT 1',
  'BEGIN EXCLUSIVE',
  'SAVEPOINT mine',
  'VACUUM',
  'REINDEX',
  'ANALYZE',
  "ATTACH 'FOLDER/other.db' AS other",
  "ATTACH ':memory:' AS other",
  "VACUUM INTO 'FOLDER/other.db'",
  "SELECT load_extension('FOLDER/x')",
  "SELECT load_extension('FOLDER/x', 'sqlite3_x_init')",
  "SELECT writefile('FOLDER/other.db', 'x')",
  "SELECT readfile('/etc/passwd')",
  "SELECT edit('x')",
  "SELECT fts3_tokenizer('simple', x'00')",
  "INSERT INTO message_text (message_text) VALUES ('rebuild')",
  "SELECT * FROM pragma_query_only('OFF')",
  'SELECT 1; DELETE FROM message',
  "SELECT ';'; DELETE FROM message",
  'SELECT 1 /* ; */; PRAGMA query_only = OFF',
];

test.each(ATTEMPTS)('%s changes nothing', async (sql) => {
  const { folder, connection } = await reader();
  const state = () =>
    connection.get(
      `SELECT (SELECT count(*) FROM source) AS sources, (SELECT count(*) FROM sqlite_schema) AS things,
              (SELECT count(*) FROM temp.sqlite_schema) AS own, (SELECT user_version FROM pragma_user_version) AS version,
              (SELECT query_only FROM pragma_query_only) AS only, (SELECT journal_mode FROM pragma_journal_mode) AS journal,
              'a' LIKE 'A' AS folds, (SELECT count(*) FROM pragma_database_list) AS databases`,
    );
  const before = await state();
  const files = readdirSync(folder);
  await runQuery(connection, sql.replace('FOLDER', folder), { seconds: 5 });
  expect(await state()).toEqual(before);
  expect(readdirSync(folder)).toEqual(files);
  const write = await connection.run("INSERT INTO source VALUES ('x', 'x', 'x', 0, 0)").catch((error) => error.code);
  expect(write).toBe('SQLITE_READONLY');
  const writer = await openedStore(join(folder, 'mmlore.db'));
  await writer.run("INSERT INTO source VALUES ('x', 'x', 'x', 0, 0)");
});

test.each<[Statement, readonly string[]]>([
  [
    'reads',
    [
      'SELECT 1',
      ' with a AS (SELECT 1) SELECT * FROM a;',
      'VALUES (1)',
      '-- why\nSELECT 1 -- ;\n',
      'EXPLAIN QUERY PLAN SELECT 1',
    ],
  ],
  ['reads', ['SELECT \';\' || "a;b" || [c;d] || `e;f`', "SELECT 'it''s; all one'", '/* a; */ SELECT 1 /* open ;']],
  ['several', ['SELECT 1; SELECT 2', "SELECT 'x'; -- y\n DROP TABLE z"]],
  ['other', ['PRAGMA x', 'EXPLAIN PRAGMA x', 'SELECTED', '(SELECT 1)', 'EXPLAIN DELETE FROM x', "'SELECT'"]],
  ['empty', ['', '  ;', '-- nothing\n', '/* nothing */', '/* open', ';;;']],
])('%s: %j', (kind, texts) => {
  expect(texts.map(statementKind)).toEqual(texts.map(() => kind));
});

test('what is taken to read never writes, whatever it says', async () => {
  const { connection } = await reader();
  const state = () =>
    connection.get('SELECT count(*) AS things, (SELECT query_only FROM pragma_query_only) AS only FROM sqlite_schema');
  const before = await state();
  const words = fc.constantFrom(
    ...'SELECT WITH VALUES EXPLAIN PRAGMA DELETE FROM INSERT INTO DROP TABLE source message x AS ( ) , ; 1 * = --'.split(
      ' ',
    ),
    "'",
    '"',
    '/*',
    '*/',
    '\n',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(words, { minLength: 1, maxLength: 12 }), async (parts) => {
      await runQuery(connection, parts.join(' '), { seconds: 5 });
      expect(await state()).toEqual(before);
    }),
    { numRuns: 300 },
  );
});

test('rows up to a number', async () => {
  const { connection } = await reader();
  const endless = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n';
  expect(await runQuery(connection, endless, { seconds: 20, rows: 3 })).toEqual({
    ok: true,
    value: [{ i: 1 }, { i: 2 }, { i: 3 }],
  });
  expect(await runQuery(connection, 'SELECT ? AS a', { seconds: 5, rows: 3, values: ['x'] })).toEqual({
    ok: true,
    value: [{ a: 'x' }],
  });
});

test.each([
  'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT zeroblob(4000000) FROM n',
  'SELECT length(zeroblob(900000000))',
  "SELECT replace(hex(zeroblob(40000000)), '0', 'xxxx')",
])('does not fill the memory: %s', async (sql) => {
  const { connection } = await reader();
  expect(await runQuery(connection, sql, { seconds: 20 })).toMatchObject({ ok: false, complaint: { kind: 'input' } });
  expect(await runQuery(connection, 'SELECT 1 AS one', { seconds: 5 })).toEqual({ ok: true, value: [{ one: 1 }] });
});

test('stops what takes too long', async () => {
  const { connection } = await reader();
  const endless = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n';
  expect(await runQuery(connection, endless, { seconds: 0.2 })).toMatchObject({
    ok: false,
    complaint: { message: 'the query took longer than 0.2 s and was stopped' },
  });
  expect(await runQuery(connection, 'SELECT 1 AS one', { seconds: 5 })).toEqual({ ok: true, value: [{ one: 1 }] });
});

test('explains what goes wrong behind the first rows', async () => {
  const { connection } = await reader();
  const sql = `SELECT json_extract(value, '$') AS a FROM json_each('["1", "2", "x{"]')`;
  expect(await runQuery(connection, sql, { seconds: 5 })).toMatchObject({
    ok: false,
    complaint: { causes: [expect.stringContaining('malformed JSON')] },
  });
});

test('explains a mistake in the SQL', async () => {
  const { connection } = await reader();
  expect(await runQuery(connection, 'SELECT nowhere FROM v_claim', { seconds: 5 })).toMatchObject({
    ok: false,
    complaint: { kind: 'input', causes: [expect.stringContaining('no such column: nowhere')] },
  });
});
