import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf } from '../../src/explore/columns.ts';

test('what is packed is unpacked to the same bytes, however many bytes turn out to differ later', () => {
  const states = fc.integer({ min: 0, max: 70 }).chain((bytes) =>
    fc.tuple(
      fc.constant(bytes),
      // Few values, so that most bytes are alike for long.
      fc.array(fc.uint8Array({ minLength: bytes, maxLength: bytes, max: 1 }), { maxLength: 30 }),
    ),
  );
  fc.assert(
    fc.property(states, ([bytes, list]) => {
      const columns = columnsOf(bytes);
      const packed = list.map((state) => columns.pack(state).slice());
      for (const [index, state] of list.entries()) {
        const wide = new Int32Array(columns.words());
        wide.set(packed[index] ?? []);
        const into = new Uint8Array(bytes).fill(0xff);
        columns.unpack(wide, 0, into);
        expect(into).toEqual(state);
        expect(columns.pack(state)).toEqual(wide);
      }
    }),
    { numRuns: 300 },
  );
});

test('bytes that never differ take no room', () => {
  const columns = columnsOf(400);
  const state = new Uint8Array(400).fill(7);
  for (let value = 0; value < 256; value++) columns.pack(state.with(399, value));
  expect(columns.words()).toBe(8);
  expect(columns.pack(state.with(399, 5))[0]).toBe(5 ^ 0);
});
