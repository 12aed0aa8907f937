import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CAPABILITIES, limitedTo, needsOf } from './capabilities.ts';
import { programs } from './generate.ts';

const sample = (['small', 'huge'] as const).flatMap((size) => fc.sample(programs(size), { seed: 5, numRuns: 150 }));

test.each(CAPABILITIES)(
  'programs for a kernel without %s have no operation that needs it, and all others',
  (lacking) => {
    const others = new Set<string>(CAPABILITIES.filter((one) => one !== lacking));
    for (const program of sample) {
      const kept = program.operations.filter((one) => !needsOf(one).includes(lacking));
      expect(limitedTo(others, program).operations).toEqual(kept);
    }
    expect(sample.flatMap(({ operations }) => operations.flatMap(needsOf))).toContain(lacking);
  },
);
