/**
 * How fast checks on the shipped worlds are, and how large their states, in one thread: `npm run bench:mm`.
 *
 * Most checks are small, so each is run again and again until it has taken its share of CPU time; making the model is
 * part of it. The bytes are those of the largest check of a world, links and hash table included.
 */

import type { Exploration } from '../../src/explore/exploration.ts';
import { explore } from '../../src/explore/explore.ts';
import { makeModel } from '../../src/mm/model.ts';
import { type Subject, subjects } from './mm-subjects.ts';

/** CPU seconds for each check, after as much again to warm up. */
const SHARE = 0.03;
const LIMITS = { maxStates: 1_000_000 };

interface Measured {
  readonly world: string;
  readonly run: Exploration;
  readonly runs: number;
  readonly seconds: number;
}

function cpuSeconds(from?: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
}

/** Makes the model and explores it until the share of time is used. */
function measure({ setting }: Subject, share: number): Measured {
  const start = process.cpuUsage();
  let run = explore(makeModel(setting), LIMITS);
  for (let runs = 1; ; runs *= 2) {
    const seconds = cpuSeconds(start);
    if (seconds >= share) return { world: setting.world.name, run, runs, seconds };
    // As many runs again before the next look at the clock, which takes as long as some ten states.
    for (let more = 0; more < runs; more++) run = explore(makeModel(setting), LIMITS);
  }
}

const all = subjects();
for (const subject of all) measure(subject, SHARE);
const measured = all.map((subject) => measure(subject, SHARE));
const byWorld = new Map<string, Measured[]>();
for (const one of measured) byWorld.set(one.world, [...(byWorld.get(one.world) ?? []), one]);

const sum = (list: readonly Measured[], of: (one: Measured) => number): number =>
  list.reduce((total, one) => total + of(one), 0);

function report(name: string, list: readonly Measured[]): void {
  const seconds = sum(list, (one) => one.seconds);
  const stored = sum(list, (one) => one.run.states * one.runs);
  const rate = stored / seconds / 1e6;
  const taken = sum(list, (one) => one.run.transitions * one.runs) / seconds / 1e6;
  const [largest] = list.map(({ run }) => run).toSorted((a, b) => b.states - a.states);
  if (largest === undefined) throw new Error(`expected a check of ${name}`);
  console.log(
    [
      name.padEnd(30),
      `${list.length} checks`.padStart(10),
      `${(sum(list, (one) => one.runs) / seconds).toFixed(0)} a CPU-second`.padStart(18),
      `up to ${largest.states} states`.padStart(20),
      `${(largest.bytes / largest.states).toFixed(1)} bytes each`.padStart(18),
      `${rate.toFixed(3)} M states, ${taken.toFixed(3)} M steps a CPU-second`.padStart(46),
    ].join(' '),
  );
}

for (const [world, list] of byWorld) report(world, list);
report(
  'checks of 1,000 states or more',
  measured.filter(({ run }) => run.states >= 1_000),
);
report('all', measured);
