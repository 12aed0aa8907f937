import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { explore } from '../../src/explore/explore.ts';
import { exampleOf } from '../../src/mm/examples.ts';
import { Memory, makeKernel, traitsOf } from '../../src/mm/kernel.ts';
import { makeModel } from '../../src/mm/model.ts';
import { PROPERTIES } from '../../src/mm/properties.ts';
import { SMALL } from '../../src/mm/worlds/setup.ts';
import type { Side } from '../../src/patch/patch.ts';
import { settingOf } from './bug-run.ts';

const NAMES = PROPERTIES.map(({ name }) => name);

test('each property has a file of its own name', () => {
  const files = readdirSync(new URL('../../src/mm/properties/', import.meta.url));
  expect(files.toSorted()).toEqual(NAMES.map((name) => `${name.toLowerCase()}.ts`).toSorted());
});

test('each name stands once', () => {
  expect(new Set(NAMES).size).toBe(NAMES.length);
});

test('as many properties are watched at once as there are, each by a bit of its own', () => {
  const m = new Memory(makeKernel({ ...SMALL, threads: 1 }, traitsOf('6.8'), NAMES));
  for (const [at, name] of NAMES.entries()) {
    expect(m.isBroken(at)).toBe(false);
    m.break(name);
    expect(NAMES.filter((_, other) => m.isBroken(other))).toEqual(NAMES.slice(0, at + 1));
  }
  expect(m.state.some((byte, place) => byte !== 0 && place < m.o.broken.properties.offset)).toBe(false);
});

/** What becomes of a property, and of what must happen in its world, on one side of its example. */
function outcome(property: string, side: Side, properties = [property]) {
  const { outcomes, complete } = explore(makeModel(settingOf(exampleOf(property), side, properties)), {
    maxStates: 100_000,
  });
  return { complete, results: [...new Set(outcomes.map(({ result }) => result))] };
}

describe.each(PROPERTIES)('$name', ({ name, says, source }) => {
  test('is stated in a sentence, with its source', () => {
    expect(says).toMatch(/^[A-Z].{30,}\.$/);
    expect(source.length).toBeGreaterThan(10);
  });

  test('is broken by the first text of its example', () => {
    expect(outcome(name, 'before').results).toContain('violated');
  });

  test('is kept by the second, in which everything happens that the world is about', () => {
    expect(outcome(name, 'after')).toEqual({ complete: true, results: ['satisfied', 'reached'] });
  });

  test('is what the first text breaks: without it nothing else is said', () => {
    expect(outcome(name, 'before', []).results).not.toContain('violated');
  });
});
