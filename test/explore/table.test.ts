import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ROOT, stateTable } from '../../src/explore/table.ts';
import { FULL } from '../../src/explore/word-set.ts';

test('a table numbers states in the order in which they come and gives their bytes and links back', () => {
  const states = fc.integer({ min: 0, max: 70 }).chain((bytes) =>
    // Few values, so that many states come again and many differ in one byte only.
    fc.tuple(
      fc.constant(bytes),
      fc.array(fc.uint8Array({ minLength: bytes, maxLength: bytes, max: 2 }), { maxLength: 200 }),
      fc.option(fc.subarray(Array.from({ length: Math.max(0, (bytes >> 2) - 1) }, (_, word) => 4 * (word + 1))), {
        nil: undefined,
      }),
      fc.infiniteStream(fc.nat()),
    ),
  );
  fc.assert(
    fc.property(states, ([bytes, list, cuts, loads]) => {
      const table = stateTable(bytes, 1_000, cuts && [0, ...cuts]);
      const loaded = new Uint8Array(bytes);
      /** The parts in which a state differs from the one that was loaded last. */
      const changed = (state: Uint8Array): number =>
        (cuts === undefined ? [0, 32, 64] : [0, ...cuts]).reduce((mask, from, part, all) => {
          const isSame = state.subarray(from, all[part + 1]).every((byte, at) => byte === loaded[from + at]);
          return isSame ? mask : mask | (1 << part);
        }, 0);
      const numbers = new Map<string, number>();
      for (const state of list) {
        const name = state.join();
        const number = numbers.get(name) ?? numbers.size;
        expect(table.intern(state, numbers.size % 2 === 0 ? undefined : changed(state))).toBe(number);
        if (number === numbers.size) table.link(number, number === 0 ? ROOT : number - 1, number % 7, number % 3);
        numbers.set(name, number);
        // The state that was loaded last speeds the next ones up and must not show.
        table.load((loads.next().value ?? 0) % numbers.size, loaded);
      }
      expect(table.size()).toBe(numbers.size);
      for (const [name, number] of numbers) {
        const state = new Uint8Array(bytes);
        table.load(number, state);
        expect(state.join()).toBe(name);
        expect([table.parent(number), table.place(number), table.cost(number)]).toEqual([
          number === 0 ? ROOT : number - 1,
          number % 7,
          number % 3,
        ]);
      }
    }),
    { numRuns: 300 },
  );
});

test('a table keeps its states while it grows over many blocks and slots', () => {
  const count = 100_000;
  const table = stateTable(6, count);
  const state = (number: number): Uint8Array => Uint8Array.of(number, number >> 8, number >> 16, 1, 2, 3);
  for (let number = 0; number < count; number++) table.intern(state(number * 2));
  expect(table.size()).toBe(count);
  for (let number = 0; number < count; number++)
    if (table.intern(state(number * 2)) !== number) expect.fail(`${number}`);
  expect(table.intern(state(1))).toBe(FULL);
  expect(table.size()).toBe(count);
  expect(table.bytes() / count).toBeLessThan(30);
});

test('a state of another length is a bug and says so', () => {
  expect(() => stateTable(3, 10).intern(new Uint8Array(2))).toThrow('expected a state of 3 bytes, not of 2');
});

test('a place that does not fit is a bug and says so', () => {
  const table = stateTable(1, 10);
  table.intern(Uint8Array.of(0));
  expect(() => table.link(0, ROOT, 65_536, 0)).toThrow('expected at most 65536 actions in a state, not place 65536');
});
