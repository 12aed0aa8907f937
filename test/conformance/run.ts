import { parseArgs } from 'node:util';
import { makeInstruments } from '../../src/checks/programs.ts';
import { loadCParser } from '../../src/ingest/c-parser.ts';
import { vocabularyOf } from '../../src/mm/known.ts';
import { REFERENCE_FUNCTIONS } from '../../src/mm/reference.ts';
import { CAPABILITIES } from './capabilities.ts';
import { Coverage } from './coverage.ts';
import type { Size } from './operation.ts';
import { compileProbe, Probe } from './probe.ts';
import { outcomesOfKernel, outcomesOfModel, RACES, withRaceCalls } from './race.ts';
import { search } from './search.ts';
import { kernelVersion, missing, settle } from './settings.ts';
import { TWIN_KERNEL } from './twin.ts';

const HELP = `usage: npm run conformance -- [--programs N] [--seed S]

Runs generated programs on the running kernel and on the model, and prints the shortest one on which they disagree.
Needs root, for page frame numbers, swap and settings, all of which are put back at the end.

  --programs N   how many (1000), a quarter of them with huge pages
  --seed S       of the generator; a new one where it is not given
`;

/** Programs between two looks at what was found. */
const ROUND = 100;
/** Of so many rounds one is of huge pages. */
const HUGE_EVERY = 4;
/** Runs of each race. */
const RACE_RUNS = 300;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { programs: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const [count, seed] = [Number(values.programs ?? 1000), Number(values.seed ?? Date.now() % 0x7fffffff)];
  if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
    process.stderr.write(`expected whole numbers for --programs and --seed\n\n${HELP}`);
    return 2;
  }
  const lacking = missing();
  if (lacking !== undefined) {
    process.stderr.write(`skipped: the comparison needs ${lacking}\n`);
    return 0;
  }
  const warn = (message: string) => process.stderr.write(`${message}\n`);
  const { directory, restore } = settle(warn);
  try {
    process.stdout.write(`kernel ${kernelVersion()}, model of ${TWIN_KERNEL}, seed ${seed}\n`);
    const probe = new Probe(compileProbe(directory));
    const tools = makeInstruments(vocabularyOf(), await loadCParser(), () => performance.now());
    const capabilities = await probe.capabilities;
    const lacks = CAPABILITIES.filter((one) => !capabilities.has(one));
    if (lacks.length > 0) process.stdout.write(`without operations that need ${lacks.join(', ')}\n`);
    const coverage = new Coverage();
    const explained = new Map<string, number>();
    let disagreements = 0;
    for (let ran = 0, round = 0; ran < count; round++) {
      const size: Size = round % HUGE_EVERY === HUGE_EVERY - 1 ? 'huge' : 'small';
      const found = await search(
        size,
        { seed: seed + round, count: Math.min(ROUND, count - ran) },
        probe,
        tools,
        coverage,
      );
      ran += found.programs;
      for (const [name, times] of found.explained) explained.set(name, (explained.get(name) ?? 0) + times);
      if (found.disagreement !== undefined) {
        disagreements++;
        process.stdout.write(`\nseed ${seed + round}: kernel and model disagree\n${found.disagreement}\n`);
      }
      process.stderr.write(`\r${ran} of ${count} programs`);
    }
    process.stderr.write('\n');
    disagreements += await compareRaces(probe);
    probe.close();
    process.stdout.write(`\n${coverage.text()}\n`);
    for (const [name, times] of explained) process.stdout.write(`  explained: ${name}, ${times} times\n`);
    process.stdout.write(`${count} programs, ${disagreements} disagreements\n`);
    return disagreements === 0 ? 0 : 1;
  } finally {
    restore();
  }
}

/** Compares the outcomes of each race, and returns how many races have one on the kernel that the explorer does not report. */
async function compareRaces(probe: Probe): Promise<number> {
  const tools = makeInstruments(vocabularyOf(withRaceCalls(REFERENCE_FUNCTIONS)), await loadCParser(), () =>
    performance.now(),
  );
  let unreported = 0;
  for (const race of RACES) {
    const said = outcomesOfModel(race, tools);
    const seen = await outcomesOfKernel(race, probe, RACE_RUNS);
    const missed = [...seen.keys()].filter((outcome) => !said.has(outcome));
    process.stdout.write(`race: ${race.says}: ${seen.size} outcomes on the kernel, ${said.size} in the model\n`);
    for (const outcome of missed) process.stdout.write(`  only on the kernel: ${outcome}\n`);
    if (missed.length > 0) unreported++;
  }
  return unreported;
}

process.exitCode = await main();
