import { expect, test } from 'vitest';
import { explore } from '../../src/explore/explore.ts';
import { traceLanes } from '../../src/explore/lanes.ts';
import type { Model } from '../../src/explore/model.ts';
import { replayPath } from '../../src/explore/trace.ts';
import { ptlModel } from './ptl.ts';

const NO_LIMIT = { maxStates: 10_000_000 };

/** The model, with the orbits of all states that a run shows to its properties counted. */
function countingOrbits(model: Model): { model: Model; orbits: () => number } {
  const seen = new Set<string>();
  const property = {
    name: 'COUNTED',
    modality: 'always' as const,
    says: '',
    holds(state: Uint8Array) {
      seen.add(Buffer.from(model.canonical?.(state.slice()) ?? state).toString('latin1'));
      return true;
    },
  };
  return { model: { ...model, properties: [...model.properties, property] }, orbits: () => seen.size };
}

test('the protocol has the states, steps and depth that Spin finds for test/bench/ptl.pml', () => {
  const figures = [1, 2, 3, 4].map((ops) => {
    const { states, transitions, depth, complete } = explore(ptlModel({ ops, freesBeforeFlush: false }), NO_LIMIT);
    return { states, transitions, depth, complete };
  });
  expect(figures).toEqual([
    { states: 1_128, transitions: 2_152, depth: 12, complete: true },
    { states: 25_553, transitions: 56_064, depth: 22, complete: true },
    { states: 146_596, transitions: 337_476, depth: 34, complete: true },
    { states: 416_457, transitions: 979_876, depth: 42, complete: true },
  ]);
});

test('the protocol keeps TLB-FREE and does what it is there for', () => {
  const { outcomes } = explore(ptlModel({ ops: 2, freesBeforeFlush: false }), NO_LIMIT);
  expect(outcomes.map(({ property, result, path }) => [property.name, result, path?.places.length])).toEqual([
    ['TLB-FREE', 'satisfied', undefined],
    ['BOTH-CACHE', 'reached', 12],
    ['LOST-RACE', 'reached', 10],
  ]);
});

test('a frame that is freed before the flush is used, in the 13 steps that Spin finds too', () => {
  const model = ptlModel({ ops: 4, freesBeforeFlush: true });
  const { outcomes, states } = explore(model, NO_LIMIT);
  const [outcome] = outcomes;
  expect(states).toBe(23_416);
  const replay = replayPath(model, outcome?.path ?? { initial: 9, places: [] });
  if (!(replay.ok && outcome)) throw new Error('expected a violation that can be replayed');
  expect(`\n${traceLanes(replay.trace.steps, outcome.property, 72).join('\n')}\n`).toMatchInlineSnapshot(`
    "
         CPU 0      CPU 1
         |          |
      1  choose operation and page 0
      2  |          choose operation and page 2
      3  |          F1 read the pte
      4  |          F2 take frame 1
      5  |          F3 lock
      6  |          F4 map the frame if the pte is still none
      7  T1 translate, or read the pte
      8  T2 fill the TLB
      9  |          F5 unlock
     10  |          choose operation and page 4
     11  |          Z1 lock
     12  |          Z2 clear the pte
     13! |          Z5 free the frame

    Step 13 breaks TLB-FREE: No CPU uses a translation to a frame that is
    free.
    "
  `);
});

test('symmetry stores exactly one state an orbit and loses no verdict', () => {
  for (const ops of [1, 2]) {
    const { model, orbits } = countingOrbits(ptlModel({ ops, freesBeforeFlush: false }));
    const full = explore(model, NO_LIMIT);
    const reduced = explore(model, NO_LIMIT, 'symmetry');
    expect(reduced.states).toBe(orbits());
    expect(reduced.depth).toBe(full.depth);
    expect(reduced.outcomes.map(({ result, path }) => [result, path?.places.length])).toEqual(
      full.outcomes.map(({ result, path }) => [result, path?.places.length]),
    );
  }
  const sizes = [1, 2, 3].map(
    (ops) => explore(ptlModel({ ops, freesBeforeFlush: false }), NO_LIMIT, 'symmetry').states,
  );
  expect(sizes).toEqual([121, 1_663, 7_948]);
});

test('a trace found under symmetry is a run of the model as it is', () => {
  const model = ptlModel({ ops: 4, freesBeforeFlush: true });
  for (const { property, result, path } of explore(model, NO_LIMIT, 'symmetry').outcomes) {
    if (path === undefined) throw new Error(`expected a path for ${property.name}`);
    const replay = replayPath(model, path);
    if (!replay.ok) throw new Error(replay.issue.says);
    expect(property.holds(replay.trace.states.at(-1) ?? new Uint8Array(16))).toBe(result === 'reached');
  }
});

test('a flush that takes the CPUs in order of index is not symmetric, and the count of orbits shows it', () => {
  const model = ptlModel({ ops: 2, freesBeforeFlush: false });
  const [pc, page, tlb, Z3, Z4] = [0, 2, 4, 11, 12];
  const inOrder: Model = {
    ...model,
    step(state, action) {
      const base = 8 + 4 * (action >> 3);
      const flushed = [Z3, Z4].indexOf(state[base + pc] ?? 0);
      const next = model.step(state, action)?.slice();
      if (flushed >= 0) {
        next?.set(state.subarray(tlb, tlb + 4), tlb);
        next?.fill(0, tlb + 2 * flushed + (state[base + page] ?? 0), tlb + 2 * flushed + (state[base + page] ?? 0) + 1);
      }
      return next;
    },
  };
  const counted = countingOrbits(inOrder);
  explore(counted.model, NO_LIMIT);
  expect(counted.orbits()).toBe(1_682);
  expect(explore(inOrder, NO_LIMIT, 'symmetry').states).toBe(1_663);
});
