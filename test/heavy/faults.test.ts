import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { dump } from '../store/dump.ts';
import { openedStore } from '../store/stores.ts';
import { temporaryFolder } from '../temporary.ts';
import { archiveIn } from './many-threads.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CLI = join(ROOT, 'dist', 'cli.js');

beforeAll(() => {
  execFileSync('npm', ['run', 'build', '--silent'], { cwd: ROOT });
}, 120_000);

/** Runs a command line to its end. */
async function mmlore(...args: readonly string[]) {
  const child = spawn(process.execPath, [CLI, ...args]);
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status, stdout, stderr };
}

/** A disk of some megabytes, and how to make it larger; undefined where this user may mount none. */
function smallDisk(megabytes: number): { readonly path: string; grow(to: number): void } | undefined {
  const path = temporaryFolder();
  const mount = (...options: string[]) => spawnSync('mount', options, { stdio: 'ignore' }).status === 0;
  if (!mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path)) return undefined;
  onTestFinished(() => {
    spawnSync('umount', ['-l', path]);
  });
  return { path, grow: (to) => mount('-o', `remount,size=${to}m`, path) };
}

test('a full disk: it is said, nothing is broken, and with room it goes on to the same end', async (context) => {
  const folder = temporaryFolder();
  const archive = archiveIn(folder, 300);
  const disk = smallDisk(3);
  if (disk === undefined) return context.skip('this user may not mount a small disk');
  const db = join(disk.path, 'x.db');
  const full = await mmlore('--db', db, 'ingest', archive);
  expect(full.status).toBe(1);
  expect(full.stderr).toMatch(/caused by: (?:the disk is full|the disk does not read or write)/);
  expect(full.stderr).toMatch(/hint: .*(?:Make room|free space)/);

  disk.grow(64);
  const store = await openedStore(db);
  expect(await store.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(await store.all('PRAGMA foreign_key_check')).toEqual([]);
  expect((await mmlore('--db', db, 'ingest', archive)).status).toBe(0);
  const whole = join(folder, 'whole.db');
  expect((await mmlore('--db', whole, 'ingest', archive)).status).toBe(0);
  expect(await dump(store)).toEqual(await dump(await openedStore(whole)));
});

describe('a damaged file', () => {
  /** A database, damaged as asked, in which some pages of its middle are gone. */
  async function damaged(damage: (path: string, size: number) => void): Promise<string> {
    const folder = temporaryFolder();
    const db = join(folder, 'x.db');
    expect((await mmlore('--db', db, 'ingest', archiveIn(folder, 60))).status).toBe(0);
    damage(db, statSync(db).size);
    return db;
  }

  /** Fills bytes of a file with what no page begins with. */
  function overwrite(path: string, from: number, length: number): void {
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(length, 0x5a), 0, length, from);
    closeSync(file);
  }

  const READS = [
    ['query', 'SELECT max(text), count(*) FROM v_message'],
    ['claims'],
    ['threads'],
    ['search', 'reclaim'],
    ['show', '0.0@example.org'],
    ['doctor'],
  ];

  test.each<[string, (path: string, size: number) => void]>([
    ['in its middle', (path, size) => overwrite(path, 4096 * Math.floor(size / 3 / 4096), Math.floor(size / 3))],
    ['at its end', (path, size) => truncateSync(path, Math.floor(size / 2))],
    ['at its begin', (path) => overwrite(path, 0, 512)],
    ['in its first pages', (path) => overwrite(path, 100, 40_000)],
  ])('%s: it is said how to go on, and no command takes it for its own bug', async (_where, damage) => {
    const db = await damaged(damage);
    const ends = await Promise.all(READS.map((args) => mmlore('--db', db, ...args)));
    const failed = ends.filter(({ status }) => status !== 0);
    expect(failed.length).toBeGreaterThan(0);
    for (const { status, stderr, stdout } of failed) {
      expect(status).toBe(1);
      expect(`${stderr}${stdout}`).toMatch(/\.recover|Name another file with --db|check {5}(?!sound)/);
    }
    const again = await mmlore('--db', db, 'ingest', db);
    expect(again.status).toBe(1);
    expect(again.stderr).toContain('hint: ');
  });
});

test('the sqlite3 shell reads what is there while an ingest runs', async (context) => {
  if (spawnSync('sqlite3', ['--version']).error !== undefined) return context.skip('sqlite3 is not installed');
  const folder = temporaryFolder();
  const db = join(folder, 'x.db');
  const child = spawn(process.execPath, [CLI, '--db', db, 'ingest', archiveIn(folder, 400)], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const counts: number[] = [];
  while (child.exitCode === null) {
    await sleep(20);
    if (!existsSync(db)) continue;
    const { stdout, stderr } = spawnSync(
      'sqlite3',
      ['-readonly', '-cmd', '.timeout 2000', db, 'SELECT count(*) FROM v_message'],
      {
        encoding: 'utf8',
      },
    );
    // Until the first migration is through there is no view.
    if (stderr.includes('no such table')) expect(counts).toEqual([]);
    else {
      expect(stderr).toBe('');
      counts.push(Number(stdout));
    }
  }
  expect((await ended)[0]).toBe(0);
  expect(counts.length).toBeGreaterThan(3);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect(new Set(counts).size, 'states of the ingest that were seen').toBeGreaterThan(1);
  expect(spawnSync('sqlite3', [db, 'SELECT count(*) FROM v_message'], { encoding: 'utf8' }).stdout).toBe('4000\n');
});
