import { expect, test } from 'vitest';
import { calleesOf } from '../../src/checks/callees.ts';
import { isWithin } from '../../src/mm/version.ts';
import { WORLDS } from '../../src/mm/worlds.ts';
import { instruments } from '../checks/instruments.ts';

const KERNELS = ['4.4', '4.9', '4.14', '4.19', '5.4', '5.10', '5.15', '6.1', '6.3', '6.5', '6.6', '6.12', '6.18'];

test.each(KERNELS)('at %s the threads of each world run functions that can be read', (kernel) => {
  const tools = instruments();
  const worlds = WORLDS.filter((world) => isWithin(kernel, world.kernels ?? {}));
  const lengths = worlds.flatMap(calleesOf).map((name) => tools.lifted(name, kernel).program.code.length);
  expect(lengths.length).toBeGreaterThan(0);
  expect(Math.min(...lengths)).toBeGreaterThan(0);
});
