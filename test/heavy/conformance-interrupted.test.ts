import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missing, SETTINGS } from '../conformance/settings.ts';

const ROOT = join(import.meta.dirname, '../..');
const lacking = missing();

/** All that a comparison changes of the machine. */
function machine(): Readonly<Record<string, string>> {
  const paths = [...SETTINGS.map(({ path }) => path), '/proc/swaps'].filter((path) => existsSync(path));
  const left = readdirSync(tmpdir()).filter((name) => name.startsWith('mmlore-conformance'));
  return { ...Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'utf8')])), left: left.join(' ') };
}

/** What ends a comparison, whether the whole group of processes gets it as from a terminal, and with what it then ends. */
const ENDS = [
  { signal: 'SIGINT', group: true, code: 130 },
  { signal: 'SIGINT', group: false, code: 130 },
  { signal: 'SIGTERM', group: false, code: 143 },
] as const;

test.skipIf(lacking !== undefined).each(ENDS)(
  `a comparison that $signal ends (to all of its processes: $group) leaves the machine as it was (${lacking ?? 'here'})`,
  async ({ signal, group, code }) => {
    const before = machine();
    const args = ['test/conformance/run.ts', '--', '--programs', '1000000', '--seed', '1'];
    const run = spawn(join(ROOT, 'node_modules/.bin/vite-node'), args, { cwd: ROOT, detached: true });
    const { pid } = run;
    if (pid === undefined) throw new Error('expected the comparison to start');
    const ended = new Promise((resolve) => run.on('exit', resolve));
    await new Promise<void>((resolve) => {
      run.stderr.on('data', (text: Buffer) => {
        if (text.includes('of 1000000 programs')) resolve();
      });
    });
    const during = machine();
    process.kill(group ? -pid : pid, signal);
    expect(await ended).toBe(code);
    expect(during['/proc/swaps']).toContain('mmlore-conformance');
    expect(machine()).toEqual(before);
  },
);
