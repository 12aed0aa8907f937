import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../src/store/connection.ts';
import { openStore } from '../../src/store/open.ts';
import { temporaryFolder } from '../temporary.ts';
import { openedStore } from './stores.ts';

/** The complaint about a database, with its folder's name left out. */
async function complaintAbout(path: string, mode: 'read' | 'write' = 'write'): Promise<unknown> {
  const opened = await openStore(path, mode);
  if (opened.ok) {
    await opened.value.close();
    return undefined;
  }
  return JSON.parse(JSON.stringify(opened.complaint).replaceAll(path, 'PATH'));
}

test('writing makes the folder and the file; reading then cannot write', async () => {
  const path = join(temporaryFolder(), 'a', 'b', 'mmlore.db');
  const writer = await openedStore(path);
  expect(await writer.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
  expect(await writer.get('PRAGMA foreign_keys')).toEqual({ foreign_keys: 1 });
  const reader = await openedStore(path, 'read');
  await expect(reader.run('DELETE FROM message')).rejects.toThrow('SQLITE_READONLY');
});

test('reading what is not there says how to make it', async () => {
  expect(await complaintAbout('/tmp/mmlore-nowhere/x.db', 'read')).toEqual({
    kind: 'store',
    message: 'there is no database at PATH',
    hint: 'Read mail into it with `mmlore ingest ARCHIVE`, or name another with --db.',
  });
});

test('a directory', async () => {
  expect(await complaintAbout(temporaryFolder())).toMatchObject({ causes: ['it is a directory'] });
});

test('a file that is no database', async () => {
  const path = join(temporaryFolder(), 'x.db');
  writeFileSync(path, 'From mboxrd@z Thu Jan  1 00:00:00 1970\n'.repeat(100));
  expect(await complaintAbout(path)).toMatchObject({ causes: ['it is not an SQLite database', expect.any(String)] });
});

test('a database of another program', async () => {
  const path = join(temporaryFolder(), 'x.db');
  const other = await connect(path, 'write');
  await other.exec('CREATE TABLE bookmark (url TEXT)');
  await other.close();
  expect(await complaintAbout(path)).toMatchObject({ message: 'PATH is not a database of mmlore' });
});

test('a database of a newer program', async () => {
  const path = join(temporaryFolder(), 'x.db');
  await openedStore(path).then((store) => store.close());
  const later = await connect(path, 'write');
  await later.exec('PRAGMA user_version = 99');
  await later.close();
  for (const mode of ['read', 'write'] as const) {
    expect(await complaintAbout(path, mode)).toMatchObject({
      causes: [expect.stringMatching(/^its schema has version 99, this program knows versions up to \d+$/)],
      hint: 'Install the newer mmlore that made it, or name another database with --db.',
    });
  }
});

test('a damaged database', async () => {
  const path = join(temporaryFolder(), 'x.db');
  await openedStore(path).then((store) => store.close());
  const bytes = readFileSync(path);
  bytes.fill(0xa5, 100, 4096);
  writeFileSync(path, bytes);
  expect(await complaintAbout(path)).toMatchObject({ causes: ['the file is damaged', expect.any(String)] });
});

test('a folder that cannot be written, and a file where a folder should be', async () => {
  expect(await complaintAbout('/proc/mmlore/x.db')).toMatchObject({
    kind: 'store',
    message: 'cannot use the database PATH',
  });
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(await complaintAbout(join(file, 'x.db'))).toMatchObject({
    causes: ['a part of the path is not a folder', expect.any(String)],
  });
});

test('another program that keeps the lock', { timeout: 20_000 }, async () => {
  const path = join(temporaryFolder(), 'x.db');
  const store = await openedStore(path);
  const other = await connect(path, 'write');
  onTestFinished(() => other.close());
  await other.exec('BEGIN IMMEDIATE');
  await store.exec('PRAGMA busy_timeout = 50');
  await expect(store.transaction(() => store.run('DELETE FROM source'))).rejects.toThrow('SQLITE_BUSY');
  await other.exec('COMMIT');
});

test('an older schema is brought up to date by a reader, too', async () => {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'x.db');
  const bare = await connect(path, 'write');
  await bare.close();
  const opened = await openStore(path, 'read');
  expect(opened.ok).toBe(true);
  if (opened.ok) await opened.value.close();
});
