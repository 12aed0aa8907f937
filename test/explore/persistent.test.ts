import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explore } from '../../src/explore/bfs.ts';
import type { Model } from '../../src/explore/model.ts';
import { choosyPrograms, programModel, resultsOneByOne } from './programs.ts';

const NO_LIMIT = { maxStates: 1_000_000 };

test('persistent sets keep the result of every property of 50 random programs, with symmetry and without', () => {
  fc.assert(
    fc.property(choosyPrograms, (random) => {
      const model = programModel(random);
      const { results } = resultsOneByOne(model, {});
      expect(resultsOneByOne(model, { persistent: true }).results).toEqual(results);
      expect(resultsOneByOne(model, { persistent: true, symmetry: true }).results).toEqual(results);
    }),
    { numRuns: 50 },
  );
});

test('the comparison catches a persistent set that others depend on', () => {
  const wrong = (model: Model): Model => ({
    ...model,
    persistent: (state) => model.actions(state).slice(0, 1),
  });
  const lost = fc.sample(choosyPrograms, { numRuns: 60, seed: 1 }).filter((random) => {
    const model = programModel(random);
    const reduced = resultsOneByOne(wrong(model), { persistent: true }).results;
    return reduced.join() !== resultsOneByOne(model, {}).results.join();
  });
  expect(lost.length).toBeGreaterThan(0);
});

/** CPU 0 chooses round and round; CPU 1 maps a frame and frees it. */
const starving = programModel({
  groups: [
    { cpus: 1, program: ['skip or not', 'skip or not', 'skip or not'] },
    { cpus: 1, program: ['take free frame', 'write pte', 'free frame', 'stop'] },
  ],
  pages: 1,
  frames: 1,
  mapped: false,
  watched: 9,
  guessed: 0,
});

test('a CPU that chooses for ever does not keep the others waiting for ever', () => {
  const { results } = resultsOneByOne(starving, { persistent: true });
  expect(results[1]).toBe('violated');
});

test('a violation found with persistent sets is still told by the shortest path, without needless choices', () => {
  const [, plain] = explore(starving, NO_LIMIT).outcomes;
  const [, reduced] = explore(starving, NO_LIMIT, { persistent: true }).outcomes;
  expect(plain?.path?.places).toHaveLength(3);
  expect(reduced).toEqual(plain);
});

test('choices that are put first leave fewer states', () => {
  const quiet = programModel({
    groups: [{ cpus: 2, program: ['skip or not', 'read pte', 'skip or not', 'fill TLB', 'skip or not', 'stop'] }],
    pages: 1,
    frames: 1,
    mapped: true,
    watched: 9,
    guessed: 0,
  });
  const states = [{}, { persistent: true }, { persistent: true, symmetry: true }].map(
    (reductions) => explore(quiet, NO_LIMIT, reductions).states,
  );
  expect(states).toEqual([576, 372, 231]);
});
