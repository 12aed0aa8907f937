import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { dump } from '../store/dump.ts';
import { openedStore } from '../store/stores.ts';
import { temporaryFolder } from '../temporary.ts';
import { archiveIn } from './many-threads.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CLI = join(ROOT, 'dist', 'cli.js');
const KILLS = 50;

beforeAll(() => {
  execFileSync('npm', ['run', 'build', '--silent'], { cwd: ROOT });
});

function ingesting(db: string, archive: string): ChildProcess {
  return spawn(process.execPath, [CLI, '--db', db, 'ingest', archive], { stdio: 'ignore' });
}

test(`killed at ${KILLS} random moments, the database stays sound and ends the same`, async () => {
  const folder = temporaryFolder();
  const archive = archiveIn(folder, 300);

  const started = Date.now();
  await once(ingesting(join(folder, 'whole.db'), archive), 'exit');
  const duration = Date.now() - started;
  const whole = await openedStore(join(folder, 'whole.db'));
  const expected = await dump(whole);

  let attempt = 0;
  let finished = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const db = join(folder, `killed-${attempt}.db`);
    const child = ingesting(db, archive);
    const ended = once(child, 'exit');
    await Promise.race([sleep(Math.random() * duration), ended]);
    child.kill('SIGKILL');
    const [code] = await ended;
    if (!existsSync(db)) continue;
    const store = await openedStore(db);
    expect(await store.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(await store.all('PRAGMA foreign_key_check')).toEqual([]);
    if (code === 0) {
      expect(await dump(store)).toEqual(expected);
      finished += 1;
      attempt += 1;
    }
    await store.close();
  }
  const last = join(folder, `killed-${attempt}.db`);
  const [code] = await once(ingesting(last, archive), 'exit');
  expect(code).toBe(0);
  expect(await dump(await openedStore(last))).toEqual(expected);
  expect(finished, 'runs that went on after kills and came to their end').toBeGreaterThan(0);
});

test('two ingests at once: both end, and the database is whole', async () => {
  const folder = temporaryFolder();
  const archive = archiveIn(folder, 100);
  const db = join(folder, 'both.db');
  const codes = await Promise.all([ingesting(db, archive), ingesting(db, archive)].map((child) => once(child, 'exit')));
  expect(codes.map(([code]) => code)).toEqual([0, 0]);
  const alone = join(folder, 'alone.db');
  await once(ingesting(alone, archive), 'exit');
  expect(await dump(await openedStore(db))).toEqual(await dump(await openedStore(alone)));
});

test('interrupted by Ctrl-C, it says so, ends within two seconds with 130, and goes on later', async () => {
  const folder = temporaryFolder();
  const archive = archiveIn(folder, 300);
  const db = join(folder, 'x.db');
  const child = spawn(process.execPath, [CLI, '--db', db, 'ingest', archive]);
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString();
  });
  while (!existsSync(db)) await sleep(20);
  await sleep(200);
  const at = Date.now();
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  expect(code).toBe(130);
  expect(Date.now() - at).toBeLessThan(2000);
  expect(said).toBe('error: interrupted\nhint: What was read is kept; the same command goes on where it stopped.\n');
});

test('a reader that closes the pipe ends it with 3', async () => {
  const folder = temporaryFolder();
  const db = join(folder, 'x.db');
  await once(ingesting(db, archiveIn(folder, 200)), 'exit');
  const child = spawn(process.execPath, [CLI, '--db', db, 'query', 'SELECT * FROM v_message'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const [code] = await once(child, 'exit');
  expect(code).toBe(3);
});
