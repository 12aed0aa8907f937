import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { type Connection, connect } from '../../src/store/connection.ts';
import { MIGRATIONS, migrate, readMigrations, schemaVersion } from '../../src/store/migrate.ts';
import { temporaryFolder } from '../temporary.ts';

async function emptyDatabase(): Promise<Connection> {
  const connection = await connect(join(temporaryFolder(), 'x.db'), 'write');
  onTestFinished(() => connection.close());
  await connection.exec('PRAGMA foreign_keys = ON');
  return connection;
}

async function schemaOf(connection: Connection): Promise<string[]> {
  const rows = await connection.all<{ sql: string }>(
    'SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name',
  );
  return rows.map((row) => row.sql);
}

const all = await readMigrations(MIGRATIONS);

test('every version leads to the same schema', async () => {
  const whole = await emptyDatabase();
  expect(await migrate(whole, all)).toMatchObject({ ok: true, applied: all.map((one) => one.name) });
  for (let version = 1; version < all.length; version += 1) {
    const older = await emptyDatabase();
    await migrate(older, all.slice(0, version));
    expect(await schemaVersion(older)).toBe(version);
    expect(await migrate(older, all)).toMatchObject({ ok: true, applied: all.slice(version).map((one) => one.name) });
    expect(await schemaOf(older)).toEqual(await schemaOf(whole));
  }
});

test('the second run does nothing', async () => {
  const connection = await emptyDatabase();
  await migrate(connection, all);
  expect(await migrate(connection, all)).toEqual({ ok: true, applied: [], version: all.length });
});

test('two programs that open a new database at once both find it whole', async () => {
  const path = join(temporaryFolder(), 'x.db');
  const connections = await Promise.all([connect(path, 'write'), connect(path, 'write')]);
  onTestFinished(async () => {
    for (const connection of connections) await connection.close();
  });
  for (const connection of connections) await connection.exec('PRAGMA busy_timeout = 5000');
  const results = await Promise.all(connections.map((connection) => migrate(connection, all)));
  expect(results.every((result) => result.ok)).toBe(true);
  expect(results.flatMap((result) => (result.ok ? result.applied : [])).sort()).toEqual(all.map((one) => one.name));
});

test('a migration that fails half-way leaves nothing behind', async () => {
  const connection = await emptyDatabase();
  await migrate(connection, all.slice(0, 1));
  const before = await schemaOf(connection);
  const sql = 'CREATE TABLE half (x INTEGER) STRICT; INSERT INTO half VALUES (1); INSERT INTO nowhere VALUES (1);';
  const broken = { number: 2, name: '0002-broken.sql', sql, sha256: 'x' };
  const result = await migrate(connection, [...all.slice(0, 1), broken]);
  expect(result).toMatchObject({ ok: false, reason: 'failed', name: '0002-broken.sql' });
  expect(!result.ok && result.reason === 'failed' && result.error.message).toContain('no such table: nowhere');
  expect(await schemaVersion(connection)).toBe(1);
  expect(await schemaOf(connection)).toEqual(before);
});

test('a file that was edited after it was applied is refused', async () => {
  const connection = await emptyDatabase();
  await migrate(connection, all);
  const folder = temporaryFolder();
  for (const name of readdirSync(MIGRATIONS)) cpSync(new URL(name, MIGRATIONS), join(folder, name));
  writeFileSync(join(folder, '0002-patches.sql'), `${all[1]?.sql}\n-- one more thought\n`);
  const edited = await readMigrations(pathToFileURL(`${folder}/`));
  expect(await migrate(connection, edited)).toEqual({ ok: false, reason: 'edited', name: '0002-patches.sql' });
});

test('a database of a later program is refused', async () => {
  const connection = await emptyDatabase();
  await migrate(connection, all);
  expect(await migrate(connection, all.slice(0, -1))).toEqual({
    ok: false,
    reason: 'newer',
    version: all.length,
    known: all.length - 1,
  });
});

test('every table is strict, and says what it is for', async () => {
  const connection = await emptyDatabase();
  await migrate(connection, all);
  const tables = await connection.all<{ name: string; strict: number; sql: string }>(
    `SELECT t.name, t.strict, s.sql FROM pragma_table_list t JOIN sqlite_schema s ON s.name = t.name
     WHERE t.type = 'table' AND t.schema = 'main' AND t.name NOT LIKE 'sqlite_%'`,
  );
  expect(tables.length).toBeGreaterThan(15);
  expect(tables.filter((table) => table.strict === 0 || !table.sql.includes('-- ')).map((table) => table.name)).toEqual(
    [],
  );
});
