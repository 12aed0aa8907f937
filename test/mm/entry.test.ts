import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BIT, ENTRY, entry, has, kindOf, showEntry, targetOf } from '../../src/mm/entry.ts';

const bits = Object.values(BIT);

describe('entries', () => {
  test('kind, target and bits do not disturb each other', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(ENTRY)),
        fc.integer({ min: 0, max: 31 }),
        fc.subarray(bits),
        (kind, target, some) => {
          const value = entry(
            kind,
            target,
            some.reduce((sum, bit) => sum | bit, 0),
          );
          expect(kindOf(value)).toBe(kind);
          expect(targetOf(value)).toBe(target);
          expect(bits.filter((bit) => has(value, bit))).toEqual(some.toSorted((a, b) => a - b));
          expect(value).toBeLessThan(0x10000);
        },
      ),
    );
  });

  test('entries are written as a person would', () => {
    expect(showEntry(entry(ENTRY.none))).toBe('none');
    expect(showEntry(entry(ENTRY.leaf, 2, BIT.write | BIT.uffdWp))).toBe('page 2 write uffd-wp');
    expect(showEntry(entry(ENTRY.marker, 0, BIT.uffdWp))).toBe('marker uffd-wp');
    expect(showEntry(entry(ENTRY.table, 2))).toBe('table 2');
  });
});
