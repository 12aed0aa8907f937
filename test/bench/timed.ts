import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What one run of a program took. */
export interface Timed {
  readonly wall: number;
  /** Seconds of all cores, user and system; undefined where /usr/bin/time is not there to ask. */
  readonly cpu: number | undefined;
  /** Most memory that was resident, in MB. */
  readonly peak: number | undefined;
}

const TIME = '/usr/bin/time';

/** Runs a program to its end and measures it; throws where it fails. */
export function timed(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Timed {
  const figures = join(tmpdir(), `mmlore-bench-${process.pid}.txt`);
  const asked = existsSync(TIME);
  const [program = command, ...rest] = asked
    ? [TIME, '-o', figures, '-f', '%U %S %M', command, ...args]
    : [command, ...args];
  const start = performance.now();
  const ended = spawnSync(program, rest, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  const wall = (performance.now() - start) / 1000;
  if (ended.status !== 0) throw new Error(`${command} ended with ${ended.status}: ${ended.stderr.toString()}`);
  if (!asked) return { wall, cpu: undefined, peak: undefined };
  const [user = 0, system = 0, kilobytes = 0] = readFileSync(figures, 'utf8').trim().split(' ').map(Number);
  rmSync(figures);
  return { wall, cpu: user + system, peak: kilobytes / 1000 };
}

/** Whether a program can be started. */
export function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
}
