import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explore } from '../../src/explore/explore.ts';
import { searchIndependent } from '../../src/explore/independence.ts';
import { replayPath } from '../../src/explore/trace.ts';
import { choosyPrograms, compareIndependence, type Programs, programModel, programs } from './programs.ts';

const NO_LIMIT = { maxStates: 1_000_000 };

test('independence keeps the result of every property and every last state of 100 random programs', () => {
  fc.assert(
    fc.property(fc.oneof(programs, choosyPrograms), (random) => {
      const { full, reduced } = compareIndependence(programModel(random));
      expect({ ...reduced, states: 0 }).toEqual({ ...full, states: 0 });
    }),
    { numRuns: 100 },
  );
});

/** The lock and the first pte. */
test.each([0, 2])('the comparison catches a step that reads cell %i without a note of it', (cell) => {
  const isNoticed = fc.sample(programs, { numRuns: 400, seed: 1 }).some((random) => {
    const { full, reduced } = compareIndependence(programModel(random, cell));
    return full.results.join() !== reduced.results.join() || full.ends.join() !== reduced.ends.join();
  });
  expect(isNoticed).toBe(true);
});

const one = (program: Programs['groups'][number]['program']) => ({ cpus: 1, program });
const small: Omit<Programs, 'groups'> = { pages: 1, frames: 1, mapped: false, watched: 9, guessed: 9 };

/** CPU 0 goes round and round by itself; CPU 1 maps a frame and frees it. */
const starving = programModel({
  ...small,
  groups: [
    one(['skip or not', 'skip or not', 'skip or not']),
    one(['take free frame', 'write pte', 'free frame', 'stop']),
  ],
});

test('a CPU that goes round and round by itself does not keep the others waiting for ever', () => {
  expect(searchIndependent(starving, starving.actors, NO_LIMIT).outcomes[1]?.result).toBe('violated');
});

test('a violation found by independence is still told by the shortest path', () => {
  expect(explore(starving, NO_LIMIT, 'independence').outcomes[1]).toEqual(explore(starving, NO_LIMIT).outcomes[1]);
});

test('the paths of a reduced run are runs of the model, which decide what they are said to decide', () => {
  fc.assert(
    fc.property(programs, (random) => {
      const model = programModel(random);
      for (const { property, path, result } of searchIndependent(model, model.actors, NO_LIMIT).outcomes) {
        if (path === undefined) continue;
        const replay = replayPath(model, path);
        if (!replay.ok) throw new Error(replay.issue.says);
        const last = replay.trace.states.at(-1) ?? new Uint8Array(0);
        expect(property.holds(last)).toBe(result === 'reached');
      }
    }),
    { numRuns: 100 },
  );
});

test('CPUs that work on their own leave one order of their steps', () => {
  const alone = programModel({
    ...small,
    groups: [one(['read pte', 'read pte', 'read pte', 'stop']), one(['read pte', 'read pte', 'read pte', 'stop'])],
  });
  const quiet = { ...alone, properties: [] };
  expect([explore(quiet, NO_LIMIT).states, explore(quiet, NO_LIMIT, 'independence').states]).toEqual([16, 2]);
});

test('a run that meets its limit says so', () => {
  const model = programModel({
    ...small,
    groups: [one(['pick page', 'take free frame', 'write pte', 'lock', 'unlock'])],
  });
  expect(searchIndependent(model, model.actors, { maxStates: 2 })).toMatchObject({
    bounded: 'states',
    complete: false,
  });
  expect(searchIndependent(model, model.actors, { ...NO_LIMIT, deadline: () => true })).toMatchObject({
    bounded: 'deadline',
    complete: false,
  });
});
