/**
 * How fast the explorer is, on the protocol of `test/explore/ptl.ts`, in one thread: `npm run bench:explore`.
 *
 * Where `spin` and `gcc` are installed the same protocol runs under Spin beside it, without partial-order reduction, so
 * that both store the same states; the run fails where they do not.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Exploration } from '../../src/explore/exploration.ts';
import { explore, type Reduction } from '../../src/explore/explore.ts';
import { ptlModel } from '../explore/ptl.ts';

const OPS = 5;
const RUNS = 7;

interface Timed {
  readonly run: Exploration;
  readonly cpuSeconds: number;
}

function timed(reduction?: Reduction): Timed {
  const model = ptlModel({ ops: OPS, freesBeforeFlush: false });
  const start = process.cpuUsage();
  const run = explore(model, { maxStates: 10_000_000 }, reduction);
  const { user, system } = process.cpuUsage(start);
  return { run, cpuSeconds: (user + system) / 1e6 };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

function report(name: string, states: number, seconds: readonly number[], bytes: string): number {
  const rates = seconds.map((one) => states / one / 1e6);
  const [low, high] = [Math.min(...rates), Math.max(...rates)].map((rate) => rate.toFixed(2));
  const rate = median(rates);
  const range = `${rate.toFixed(2)} M states per CPU-second (${low} to ${high}, ${seconds.length} runs)`;
  console.log(`${name.padEnd(20)} ${String(states).padStart(8)} states  ${range}${bytes}`);
  return rate;
}

/** Builds the Promela twin and gives its states and the CPU seconds of each run; undefined where there is no Spin. */
function spin(): { states: number; seconds: number[] } | undefined {
  try {
    execFileSync('sh', ['-c', 'command -v spin && command -v gcc'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'mmlore-bench-'));
  try {
    const run = (command: string): string =>
      execFileSync('bash', ['-c', `exec 2>&1; ${command}`], { cwd: folder, encoding: 'utf8' });
    const source = fileURLToPath(new URL('./ptl.pml', import.meta.url));
    // Without -o2 Spin would set dead variables to zero and so store fewer states.
    run(`spin -o2 -DOPS=${OPS} -DBUG=0 -a '${source}' && gcc -O2 -w -DSAFETY -DNOREDUCE -o pan pan.c`);
    const outputs = Array.from({ length: RUNS }, () => run('TIMEFORMAT="cpu %U %S"; time ./pan -E -m1000000 -w22'));
    const states = Number(/(\d+) states, stored/.exec(outputs[0] ?? '')?.[1]);
    const seconds = outputs.map((output) => {
      const [, user, system] = /^cpu ([\d.]+) ([\d.]+)/m.exec(output) ?? [];
      return Number(user) + Number(system);
    });
    return { states, seconds };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const plain = Array.from({ length: RUNS }, () => timed());
const reduced = Array.from({ length: RUNS }, () => timed('symmetry'));
const bytesOf = ({ run }: Timed): string => `  ${(run.bytes / run.states).toFixed(1)} bytes a state`;
const [first, least] = [plain[0], reduced[0]];
if (first === undefined || least === undefined) throw new Error('expected at least one run');

const seconds = (runs: readonly Timed[]): number[] => runs.map(({ cpuSeconds }) => cpuSeconds);
const own = report('explore', first.run.states, seconds(plain), bytesOf(first));
report('explore, symmetry', least.run.states, seconds(reduced), bytesOf(least));
const [whole, orbits] = [median(seconds(plain)), median(seconds(reduced))];
console.log(
  `symmetry: ${(first.run.states / least.run.states).toFixed(1)} times fewer states in ${(whole / orbits).toFixed(1)} times less CPU`,
);

const twin = spin();
if (twin === undefined) console.log('spin: not installed, no comparison');
else {
  const rate = report('spin, no reduction', twin.states, twin.seconds, '');
  console.log(`ratio: ${(own / rate).toFixed(2)} of Spin`);
  if (twin.states !== first.run.states) throw new Error(`expected Spin to store ${first.run.states} states too`);
}
