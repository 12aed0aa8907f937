import { expect, test } from 'vitest';
import { search } from '../../src/explore/bfs.ts';
import type { Exploration } from '../../src/explore/exploration.ts';
import { noFootprint } from '../../src/explore/footprint.ts';
import { searchIndependent } from '../../src/explore/independence.ts';
import type { Model } from '../../src/explore/model.ts';
import { BUGS } from '../../src/mm/bugs.ts';
import { makeKernel, traitsOf } from '../../src/mm/kernel.ts';
import { cellOf } from '../../src/mm/layout.ts';
import { makeModel, type Setting } from '../../src/mm/model.ts';
import { PROPERTIES } from '../../src/mm/properties.ts';
import { settingOf } from './bug-run.ts';

const LIMITS = { maxStates: 100_000 };
const SIDES = ['before', 'after'] as const;

/** A search for one property ends where that is violated: what it says of witnesses then depends on the order. */
function said({ complete, outcomes }: Exploration): unknown {
  return outcomes.map(({ result, property }) => (complete || property.modality === 'always' ? result : 'either'));
}

function withActors(model: Model): Model & Required<Pick<Model, 'actors'>> {
  const { actors } = model;
  if (actors === undefined) throw new Error('expected the model to say who acts');
  return { ...model, actors };
}

const independent = (model: Model): Exploration => searchIndependent(model, withActors(model).actors, LIMITS);

test('independence keeps what is said of every bug, before and after its fix, in less than a third of the states', () => {
  const states = { full: 0, reduced: 0 };
  for (const bug of BUGS) {
    for (const side of SIDES) {
      const setting = settingOf(bug, side);
      const [full, reduced] = [search(makeModel(setting), LIMITS, false), independent(makeModel(setting))];
      expect({ bug: bug.id, side, said: said(reduced) }).toEqual({ bug: bug.id, side, said: said(full) });
      states.full += full.states;
      states.reduced += reduced.states;
    }
  }
  expect(states.full / states.reduced).toBeGreaterThan(3);
}, 120_000);

/** States of the fixed side with all properties that worlds judge: off and on. */
const PINNED: Readonly<Record<string, readonly [full: number, reduced: number]>> = {
  B3: [1456, 317],
  C3: [2008, 786],
  E7: [1353, 351],
  F7: [1381, 306],
};

test.each(Object.entries(PINNED))('%s has so many states without the reduction and with it', (id, pinned) => {
  const bug = BUGS.find((one) => one.id === id);
  if (bug === undefined) throw new Error(`expected a bug ${id}`);
  const setting = settingOf(bug, 'after');
  expect([search(makeModel(setting), LIMITS, false).states, independent(makeModel(setting)).states]).toEqual(pinned);
});

/** Whether somebody can go on is asked without a note: the reduction keeps that by itself. */
const UNNOTED = ['LIVE'];
const NAMES = PROPERTIES.map(({ name }) => name).filter((name) => !UNNOTED.includes(name));

/** Bytes from a seed. */
function* noise(seed: number): Generator<number> {
  for (let value = seed; ; ) {
    value = (Math.imul(value, 1103515245) + 12345) & 0x7fffffff;
    yield (value >> 16) & 0xff;
  }
}

/** The cells of objects, each from its first byte to one past its last; what programs keep for themselves comes after them. */
function objectCells({ world, version, properties }: Setting): readonly (readonly [from: number, to: number])[] {
  const kernel = makeKernel({ ...world.dimensions, threads: world.threads.length }, traitsOf(version), properties);
  return kernel.layout.fields.flatMap((field) =>
    Array.from({ length: field.count }, (_, index): [number, number] => {
      const from = cellOf(field, index + 1);
      return [from, from + field.width];
    }),
  );
}

const isIn = (side: Int32Array, cell: number): boolean => ((side[cell >>> 5] ?? 0) & (1 << (cell & 31))) !== 0;

const isAlike = (left: Uint8Array, right: Uint8Array, [from, to]: readonly [number, number]): boolean =>
  Buffer.compare(left.subarray(from, to), right.subarray(from, to)) === 0;

/** Does things twice: with a note of what they read and write, and where everything that they did not read is another. */
function twiceOn(setting: Setting, model: Model & Required<Pick<Model, 'actors'>>, random: Generator<number>) {
  const cells = objectCells(setting);
  const programs = cells.at(-1)?.[1] ?? 0;
  const { reads, writes } = noFootprint(model.actors.cells);
  const note = <T>(does: () => T): T => {
    reads.fill(0);
    writes.fill(0);
    model.actors.note({ reads, writes });
    const result = does();
    model.actors.note(undefined);
    return result;
  };
  const perturbed = (state: Uint8Array): Uint8Array => {
    const other = state.slice();
    for (const [first, end] of cells) {
      for (let at = first; at < end && !isIn(reads, first); at++) other[at] = random.next().value ?? 0;
    }
    return other;
  };
  return {
    /** What is asked of the state, and of the other one. */
    ask: <T>(state: Uint8Array, asks: (of: Uint8Array) => T): readonly [T, T] => [
      note(() => asks(state)),
      asks(perturbed(state)),
    ],
    /** The successor, and the cells in which a step does not what its note says. */
    step(state: Uint8Array, action: number): { readonly after: Uint8Array; readonly wrong: readonly unknown[] } {
      const after = note(() => model.step(state, action))?.slice() ?? state;
      const other = perturbed(state);
      const otherAfter = model.step(other, action)?.slice() ?? other;
      const wrong = cells.filter((cell) =>
        isIn(writes, cell[0])
          ? !isAlike(otherAfter, after, cell)
          : !isAlike(after, state, cell) || !isAlike(otherAfter, other, cell),
      );
      return { after, wrong: isAlike(otherAfter, after, [programs, state.length]) ? wrong : [...wrong, 'program'] };
    },
  };
}

test('what a step, a guard or a property does depends on nothing but the cells that are noted as read', () => {
  const random = noise(1);
  let steps = 0;
  for (const bug of BUGS) {
    const setting = { ...settingOf(bug, 'after'), properties: NAMES };
    const model = withActors(makeModel(setting));
    const { actors } = model;
    const twice = twiceOn(setting, model, random);
    let state: Uint8Array | undefined = model.initial[0];
    for (let left = 40; left > 0 && state !== undefined; left--) {
      const here: Uint8Array = state;
      for (const { name, holds } of model.properties) {
        const [is, other] = twice.ask(here, holds);
        expect([name, other]).toEqual([name, is]);
      }
      const successors: Uint8Array[] = [];
      for (let actor = 0; actor < actors.count; actor++) {
        if (actors.place(here, actor) < 0) continue;
        const [can, other] = twice.ask(here, (of) => actors.actions(of, actor).slice());
        expect(other).toEqual(can);
        for (const action of can) {
          const { after, wrong } = twice.step(here, action);
          expect({ bug: bug.id, does: model.describe(here, action).does, wrong }).toMatchObject({ wrong: [] });
          successors.push(after);
          steps++;
        }
      }
      state = successors[(random.next().value ?? 0) % successors.length];
    }
  }
  expect(steps).toBeGreaterThan(1_500);
});
