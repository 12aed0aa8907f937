import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instruments } from '../checks/instruments.ts';
import { compileProbe, Probe } from '../conformance/probe.ts';
import { search } from '../conformance/search.ts';
import { kernelVersion, missing, settle } from '../conformance/settings.ts';

const lacking = missing();
const SEEDS = [1, 2];

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

  test.each([...SEEDS, Date.now() % 0x7fffffff])('150 programs of seed %i agree', async (seed) => {
    const found = await search('small', { seed, count: 150 }, probe, instruments());
    expect(found.disagreement).toBeUndefined();
  });
});
