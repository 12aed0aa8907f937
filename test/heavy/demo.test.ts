import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../temporary.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CLI = join(ROOT, 'dist', 'cli.js');

beforeAll(() => {
  execFileSync('npm', ['run', 'build', '--silent'], { cwd: ROOT });
});

function mmlore(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  return spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8', env: { ...process.env, ...env } });
}

test('the demo reads, checks and shows the bundled threads, and a second run says the same', () => {
  const home = { XDG_DATA_HOME: temporaryFolder() };
  const first = mmlore(home, 'demo');
  expect(first.status, first.stderr).toBe(0);
  expect(first.stdout).toMatch(/^PROPERTY +OF +IN +BEFORE +AFTER +CLAIMS +CHECK$/m);
  expect(first.stdout).toMatch(/ v1 violated, v2 holds/);
  expect(first.stdout).toMatch(/^How \w+\(\) breaks [A-Z-]+ in [\w-]+, in \d+ steps$/m);
  expect(first.stdout).toMatch(/^What to run next:$/m);
  const second = mmlore(home, 'demo');
  expect(second.stdout).toBe(first.stdout);
  expect(second.stderr).toMatch(/^Read 0 mails, 0 new\. \d+ sources unchanged since the last run\.$/m);

  const token = /mmlore replay (\S+)/.exec(first.stdout)?.[1] ?? '';
  const telling = mmlore(
    home,
    'query',
    '--json=lines',
    `SELECT k.token, count(*) AS steps FROM v_check k JOIN v_trace_step t USING (check_id, side)
     WHERE k.side = 'after' AND k.verdict = 'confirmed' AND k.claim_id IS NOT NULL
     GROUP BY k.check_id ORDER BY count(DISTINCT t.actor) > 1 DESC, steps LIMIT 1`,
  );
  expect(JSON.parse(telling.stdout).steps).toBe(Number(/, in (\d+) steps$/m.exec(first.stdout)?.[1]));
  expect(JSON.parse(telling.stdout).token).toBe(token);
  expect(mmlore(home, 'replay', token).status).toBe(0);
});

test('help loads the command line and what reads its settings: no mail, no database, no interface', () => {
  const folder = temporaryFolder();
  mmlore({ NODE_V8_COVERAGE: folder }, '--help');
  const urls = readdirSync(folder).flatMap((name) => {
    const { result }: { result: { url: string }[] } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    return result.map((script) => script.url);
  });
  const packages = new Set(urls.flatMap((url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []));
  expect(packages).toEqual(new Set(['commander', 'env-paths', 'is-safe-filename', 'smol-toml']));
});
