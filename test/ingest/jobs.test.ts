import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { crewOf } from '../../src/ingest/crew.ts';
import { inOrder } from '../../src/ingest/in-order.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { noProgress } from '../../src/ingest/progress.ts';
import { dump } from '../store/dump.ts';
import { newStore } from '../store/stores.ts';
import { temporaryFolder } from '../temporary.ts';
import { type Draft, mbox, memorySource, SMALL_THREAD } from './archives.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CLI = join(ROOT, 'dist', 'cli.js');
const ENTRY = join(ROOT, 'dist', 'ingest', 'worker.js');
const never = new AbortController().signal;

/** Threads enough for several batches, with versions in threads of their own. */
const MANY: readonly Draft[] = Array.from({ length: 80 }, (_, thread) =>
  SMALL_THREAD.map((draft) => ({
    ...draft,
    id: `${thread}.${draft.id}`,
    subject: draft.subject.replace('earlier', `earlier in case ${thread}`),
    minute: thread * 100 + (draft.minute ?? 0),
    ...(draft.inReplyTo === undefined ? {} : { inReplyTo: `${thread}.${draft.inReplyTo}` }),
    references: (draft.references ?? []).map((id) => `${thread}.${id}`),
  })),
).flat();

async function contentWith(jobs: number, entry: URL | undefined): Promise<string[]> {
  const store = await newStore();
  const crew = crewOf(jobs, never, entry);
  await ingest(store, [memorySource('many.mbox', mbox(MANY))], crew, noProgress, never);
  await crew.dismiss();
  return dump(store);
}

describe('the built program', () => {
  beforeAll(() => {
    execFileSync('npm', ['run', 'build', '--silent'], { cwd: ROOT });
  }, 120_000);

  test('reads what packages unpack and decode that are loaded when they are needed', async () => {
    const folder = temporaryFolder();
    // `printf 'From: a@b.org\nMessage-ID: <xz@x>\n\nhello\n' | xz --check=crc32`
    const packed =
      '/Td6WFoAAAFpIt42AgAhARYAAAB0L+WjAQAnRnJvbTogYUBiLm9yZwpNZXNzYWdlLUlEOiA8eHpAeD4KCmhlbGxvCgBDuXMPAAE8KC5kwGaQQpkNAQAAAAABWVo=';
    writeFileSync(join(folder, 'a.eml.xz'), Buffer.from(packed, 'base64'));
    const html = 'From: a@b.org\nMessage-ID: <html@x>\nContent-Type: text/html\n\n<p>hello <b>there</b></p>\n';
    writeFileSync(join(folder, 'b.eml'), html);
    const db = join(folder, 'x.db');
    const run = (...args: readonly string[]) =>
      execFileSync(process.execPath, [CLI, '--db', db, ...args], { stdio: 'pipe' });
    run('ingest', join(folder, 'a.eml.xz'), join(folder, 'b.eml'));
    const { rows } = JSON.parse(run('query', '--json', 'SELECT message_id, text FROM v_message ORDER BY 1').toString());
    expect(rows).toEqual([
      { message_id: 'html@x', text: 'hello there' },
      { message_id: 'xz@x', text: 'hello\n' },
    ]);
  });

  test('1, 2 and 4 jobs give the same database as no threads at all', { timeout: 60_000 }, async () => {
    const alone = await contentWith(1, undefined);
    expect(alone.length).toBeGreaterThan(MANY.length);
    for (const jobs of [1, 2, 4]) expect(await contentWith(jobs, pathToFileURL(ENTRY))).toEqual(alone);
  });
});

describe('a crew', () => {
  /** A worker that does as its source says. */
  function worker(source: string): URL {
    const path = join(temporaryFolder(), 'worker.mjs');
    writeFileSync(path, `import { parentPort } from 'node:worker_threads';\n${source}\n`);
    return pathToFileURL(path);
  }
  const task = { components: [] };

  test('whose worker dies rejects what is under way and all that comes after', async () => {
    const crew = crewOf(2, never, worker("parentPort.on('message', () => process.exit(1));"));
    await expect(crew.run('buildTrees', task, 1000)).rejects.toThrow('a worker thread died');
    await expect(crew.run('buildTrees', task, 1000)).rejects.toThrow('a worker thread died');
  });

  test('whose worker throws outside its task says why', async () => {
    const crew = crewOf(
      1,
      never,
      worker("parentPort.on('message', () => { throw new RangeError('no memory left'); });"),
    );
    await expect(crew.run('buildTrees', task, 1000)).rejects.toMatchObject({
      message: 'a worker thread died',
      cause: { message: 'no memory left' },
    });
  });

  test('whose worker does not load rejects', async () => {
    const crew = crewOf(1, never, worker("throw new Error('broken');"));
    await expect(crew.run('buildTrees', task, 1000)).rejects.toMatchObject({ cause: { message: 'broken' } });
  });

  test('stops at once when interrupted, even in a task without end', async () => {
    const interruption = new AbortController();
    const crew = crewOf(1, interruption.signal, worker("parentPort.on('message', () => { for (;;); });"));
    const result = crew.run('buildTrees', task, 1000);
    setTimeout(() => interruption.abort(), 50);
    const start = Date.now();
    await expect(result).rejects.toThrow('interrupted');
    await crew.dismiss();
    expect(Date.now() - start).toBeLessThan(1500);
  });

  test('hands on the error of a task, and lives', async () => {
    const answers =
      "parentPort.on('message', ({ id, input }) => parentPort.postMessage(input.components.length ? { id, ok: true, result: [] } : { id, ok: false, error: new Error('no component') }));";
    const crew = crewOf(1, never, worker(answers));
    await expect(crew.run('buildTrees', task, 1000)).rejects.toThrow('no component');
    expect(await crew.run('buildTrees', { components: [{ messages: [], threadIds: [] }] }, 1000)).toEqual([]);
    await crew.dismiss();
  });
});

describe('work in order', () => {
  test('comes in the order of its items, and no more than the width is under way', async () => {
    let underWay = 0;
    let most = 0;
    const work = async (item: number) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, (item * 7) % 5));
      underWay -= 1;
      return item;
    };
    const results: number[] = [];
    for await (const result of inOrder(
      Array.from({ length: 30 }, (_, i) => i),
      3,
      work,
      never,
    ))
      results.push(result);
    expect(results).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(most).toBe(3);
  });

  test('what is under way weighs no more than the width, and what weighs more is under way alone', async () => {
    const weights = [1, 1, 2, 9, 1, 3, 3, 1, 1, 4, 1];
    const underWay = new Set<number>();
    const seen: number[][] = [];
    const work = async (item: number) => {
      underWay.add(item);
      seen.push([...underWay]);
      await new Promise((resolve) => setTimeout(resolve, (item * 7) % 5));
      underWay.delete(item);
      return item;
    };
    const results: number[] = [];
    const weigh = (item: number) => weights[item] ?? 0;
    for await (const result of inOrder(weights.keys(), 4, work, never, weigh)) results.push(result);
    expect(results).toEqual([...weights.keys()]);
    for (const items of seen) {
      if (items.length > 1) expect(items.reduce((sum, item) => sum + weigh(item), 0)).toBeLessThanOrEqual(4);
    }
    expect(Math.max(...seen.map((items) => items.length))).toBeGreaterThan(1);
  });

  test('an error comes in its turn', async () => {
    const seen: number[] = [];
    const work = (item: number) => (item === 2 ? Promise.reject(new Error('two')) : Promise.resolve(item));
    const all = async () => {
      for await (const result of inOrder([0, 1, 2, 3], 2, work, never)) seen.push(result);
    };
    await expect(all()).rejects.toThrow('two');
    expect(seen).toEqual([0, 1]);
  });
});
