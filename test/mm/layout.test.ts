import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { get, Layout, set } from '../../src/mm/layout.ts';

describe('layout', () => {
  test('lays the fields of all objects out one after the other', () => {
    const layout = new Layout();
    const vma = layout.add('vma', 2, { flags: 2, mm: 1 });
    const page = layout.add('page', 3, { refcount: 1 });
    expect([vma.flags, vma.mm, page.refcount].map((field) => [field.name, field.offset])).toEqual([
      ['vma.flags', 0],
      ['vma.mm', 4],
      ['page.refcount', 6],
    ]);
    expect(layout.bytes).toBe(9);
  });

  test('a stored value is read back and disturbs no other cell', () => {
    const layout = new Layout();
    const fields = Object.values(layout.add('thing', 3, { narrow: 1, wide: 2 }));
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.constantFrom(...fields), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 255 })),
        ),
        (writes) => {
          const state = new Uint8Array(layout.bytes);
          const expected = new Map<string, number>();
          for (const [field, id, value] of writes) {
            const stored = field.width === 2 ? value * 257 : value;
            set(state, field, id, stored);
            expected.set(`${field.name} ${id}`, stored);
          }
          for (const field of fields) {
            for (let id = 1; id <= field.count; id++) {
              expect(get(state, field, id)).toBe(expected.get(`${field.name} ${id}`) ?? 0);
            }
          }
        },
      ),
    );
  });
});
