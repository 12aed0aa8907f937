import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Model } from '../../src/explore/model.ts';
import { compareSymmetry, programModel, programs, verdictsOf } from './programs.ts';

test('symmetry keeps every verdict, path length and orbit of 100 random programs', () => {
  fc.assert(
    fc.property(programs, (random) => {
      const model = programModel(random);
      const { full, reduced, orbits } = compareSymmetry(model);
      expect(full.complete).toBe(true);
      expect(reduced.complete).toBe(true);
      expect(reduced.states).toBe(orbits);
      expect(verdictsOf(model, reduced)).toEqual(verdictsOf(model, full));
    }),
    { numRuns: 100 },
  );
});

test('the comparison catches an allocator that takes the lowest free frame', () => {
  const lowest = (random: Parameters<typeof programModel>[0]): ReturnType<typeof programModel> => {
    const model = programModel(random);
    const actions: Model['actions'] = (state) => {
      const taken = new Set<number>();
      return model.actions(state).filter((action) => {
        const cpu = Math.floor(action / 4);
        const takes = model.describe(state, action).does.startsWith('take');
        return !takes || (!taken.has(cpu) && taken.add(cpu));
      });
    };
    return { ...model, actions };
  };
  const lost = fc.sample(programs, { numRuns: 300, seed: 1 }).filter((random) => {
    try {
      const { reduced, orbits } = compareSymmetry(lowest(random));
      return reduced.states !== orbits;
    } catch (error) {
      return /no symmetry of this model/.test(String(error));
    }
  });
  expect(lost.length).toBeGreaterThan(0);
});
