import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { RunEvent } from '../../src/checks/watch.ts';
import { temporaryFolder } from '../temporary.ts';
import { mmlore } from './cli.ts';

const TAIL_PAGE = fileURLToPath(new URL('../../corpus/tail-page-rmap.mbox', import.meta.url));

async function ingestedHome(): Promise<string> {
  const home = temporaryFolder();
  await mmlore({ home }, 'ingest', TAIL_PAGE);
  return home;
}

test('check --watch tells of each run at its start and at its end, as it is stored', { timeout: 60_000 }, async () => {
  const home = await ingestedHome();
  const { stdout, stderr } = await mmlore({ home }, 'check', '--property', 'HEAD', '--watch', '--json');
  const events = stderr
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): Omit<RunEvent, 'messageId'> & { message_id: string } => JSON.parse(line));
  const runOf = (event: (typeof events)[number]) =>
    [event.message_id, event.function, event.property, event.world, event.side].join(' ');
  const runs = [...new Set(events.map(runOf))];
  expect(runs.length).toBeGreaterThan(0);
  const ended = new Map<string, string>();
  for (const run of runs) {
    const own = events.filter((event) => runOf(event) === run);
    expect(own[0]).toMatchObject({ states: 0 });
    expect(own.filter(({ result }) => result !== undefined)).toHaveLength(1);
    ended.set(run, own.at(-1)?.result ?? '');
  }
  const { checks } = JSON.parse(stdout.replace('[EOF]', ''));
  for (const row of checks) {
    expect(ended.get([row.message_id, row.function, row.property, row.world, row.side].join(' '))).toBe(row.result);
  }
});

test('check --function runs one function again and leaves the checks of others', { timeout: 60_000 }, async () => {
  const home = await ingestedHome();
  const stored = async () =>
    (await mmlore({ home }, 'query', 'SELECT check_id, function FROM v_check ORDER BY check_id, side', '--csv')).stdout;
  await mmlore({ home }, 'check');
  const before = await stored();
  expect(before).toContain('wp_reuse_anon_page');
  await mmlore({ home }, 'check', '--function', 'wp_reuse_anon_page');
  expect(await stored()).toBe(before);
  const { stdout } = await mmlore({ home }, 'check', '--function', 'nobody', '--json');
  expect(JSON.parse(stdout.replace('[EOF]', '')).checks).toEqual([]);
  expect(await stored()).toBe(before);
});
