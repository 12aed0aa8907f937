import { describe, expect, test } from 'vitest';
import { ENTRY, entry } from '../../src/mm/entry.ts';
import { Memory, makeKernel, traitsOf } from '../../src/mm/kernel.ts';
import { PRIMITIVES } from '../../src/mm/known.ts';
import { get, set } from '../../src/mm/layout.ts';
import type { Primitive } from '../../src/mm/primitive.ts';
import { WORLDS } from '../../src/mm/worlds.ts';

/** What is recorded for properties alone: no code of the kernel can see it. */
const GHOSTS = new Set(['thread.looked', 'broken.properties']);

/** Every world's first state as its first thread sees it, and that state with every field of every object overwritten. */
const MEMORIES = WORLDS.flatMap((world) => {
  const kernel = makeKernel({ ...world.dimensions, threads: world.threads.length }, traitsOf('6.8'), ['NOTIFY-PAIR']);
  kernel.layout.cut();
  const m = new Memory(kernel);
  world.initial(m);
  m.thread = 1;
  const first = m.state.slice();
  const overwritten = [1, 2, 3, 4, 5].map((seed) => {
    m.state = first.slice();
    let noise = seed;
    for (const field of kernel.layout.fields) {
      for (let id = 1; id <= field.count; id++) {
        noise = (noise * 1103515245 + 12345) & 0x7fffffff;
        if (seed > 2) set(m.state, field, id, (noise >> 16) % 4);
        else set(m.state, field, id, seed);
      }
    }
    return m.state;
  });
  return [first, ...overwritten].map((initial) => ({ m, initial }));
});

/** All lists of arguments of these types: small numbers (ids of objects, addresses, flags), slots of the swap device. */
function argumentsOf([first, ...others]: readonly string[]): readonly (readonly number[])[] {
  if (first === undefined) return [[]];
  const rest = argumentsOf(others);
  const values = first === 'swp_entry_t' ? [0, entry(ENTRY.swap, 1)] : [0, 1, 2, 3];
  return values.flatMap((value) => rest.map((more) => [value, ...more]));
}

/** The fields that a primitive changes in any world, for any small arguments, as they are found. */
function* changedBy({ parameters, run }: Primitive): Generator<string> {
  const lists = argumentsOf(parameters);
  for (const { m, initial } of MEMORIES) {
    for (const args of lists) {
      m.state = initial.slice();
      try {
        run(m, ...args);
      } catch {
        continue;
      }
      if (Buffer.compare(m.state, initial) === 0) continue;
      for (const field of m.kernel.layout.fields) {
        for (let id = 1; id <= field.count; id++) {
          if (get(m.state, field, id) !== get(initial, field, id) && !GHOSTS.has(field.name)) yield field.name;
        }
      }
    }
  }
}

describe('what only reads', () => {
  test.each(PRIMITIVES.filter(({ reads }) => reads))('$name changes nothing', (primitive) => {
    expect([...new Set(changedBy(primitive))]).toEqual([]);
  });

  /** Steps that change entries of caches, which no field by field noise makes. */
  const CACHES = new Set(['mmu_notifier_clear_young', 'cpu_load']);
  const others = PRIMITIVES.filter(({ name, reads, result }) => !reads && result !== 'void' && !CACHES.has(name));
  test.each(others)('$name, which has a result too, does change something', (primitive) => {
    expect(changedBy(primitive).next().done).toBe(false);
  });
});
