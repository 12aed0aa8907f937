import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DIFFERENCES } from '../../src/mm/differences.ts';
import { REFERENCE_FUNCTIONS } from '../../src/mm/reference.ts';
import { instruments } from '../checks/instruments.ts';
import { CAPABILITIES } from '../conformance/capabilities.ts';
import { compareProgram } from '../conformance/compare.ts';
import { FAULTS, planted } from '../conformance/faults.ts';
import { operationOf } from '../conformance/operation.ts';
import { compileProbe, Probe } from '../conformance/probe.ts';
import { outcomesOfKernel, outcomesOfModel, RACES, withRaceCalls } from '../conformance/race.ts';
import { search } from '../conformance/search.ts';
import { kernelVersion, missing, settle } from '../conformance/settings.ts';

const lacking = missing();
const SEEDS = [1, 2];
const FRESH = Date.now() % 0x7fffffff;

describe.skipIf(lacking !== undefined)(`the model against the running kernel (${lacking ?? kernelVersion()})`, () => {
  let settings: ReturnType<typeof settle>;
  let probe: Probe;
  beforeAll(() => {
    settings = settle((message) => process.stderr.write(`${message}\n`));
    probe = new Probe(compileProbe(settings.directory));
  });
  afterAll(() => {
    probe.close();
    settings.restore();
  });

  test('what the probe finds that the kernel can do has the names that programs are limited by', async () => {
    const capabilities = [...(await probe.capabilities)];
    expect(CAPABILITIES).toEqual(expect.arrayContaining(capabilities));
    expect(capabilities).toContain('wp');
  });

  test.each([...SEEDS, FRESH])('200 programs of seed %i agree', async (seed) => {
    const small = await search('small', { seed, count: 150 }, probe, instruments());
    expect(small.disagreement).toBeUndefined();
    const huge = await search('huge', { seed, count: 50 }, probe, instruments());
    expect(huge.disagreement).toBeUndefined();
  });

  test.each(RACES)('the explorer reports every outcome that the kernel shows: $says', async (race) => {
    const said = outcomesOfModel(race, instruments(withRaceCalls(REFERENCE_FUNCTIONS)));
    const seen = await outcomesOfKernel(race, probe, 300);
    expect([...seen.keys()].filter((outcome) => !said.has(outcome))).toEqual([]);
  });

  test.each(DIFFERENCES)('an explained difference is there: $name', async ({ name, example }) => {
    const program = { size: 'small' as const, operations: example.map(operationOf) };
    const { comparison } = await compareProgram(program, probe, instruments());
    expect(comparison).toMatchObject({ agrees: true, explained: { name } });
  });

  test.each(FAULTS)('a fault in the model is found within 2,000 programs: $says', async (fault) => {
    const tools = instruments(planted(fault));
    const found = await search(fault.size, { seed: 11, count: 2000, shrinks: false }, probe, tools);
    expect(found.disagreement).toBeDefined();
  });
});
