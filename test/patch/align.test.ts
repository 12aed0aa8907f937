import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align } from '../../src/patch/align.ts';

const aligned = (left: string, right: string) => [...align(left.split(' '), right.split(' '))];

describe('two texts', () => {
  it('meet at their equal lines, in order', () => {
    expect(aligned('a c e', 'a b c d e')).toEqual([0, 2, 4]);
    expect(aligned('x b y', 'a b c')).toEqual([-1, 1, -1]);
  });

  it('meet at repeated lines by what stands around them', () => {
    expect(aligned('} g }', 'f } g } h }')).toEqual([1, 2, 3]);
    expect(aligned('h }', 'f } g } h }')).toEqual([4, 5]);
  });

  it('leave empty lines alone', () => {
    expect([...align(['', 'a', ''], ['', 'a', ''])]).toEqual([-1, 1, -1]);
  });

  it('are aligned in order, and only equal lines', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', '}', '', 'x1', 'x2', 'x3'), { maxLength: 40 });
    fc.assert(
      fc.property(lines, lines, (left, right) => {
        let last = -1;
        for (const [index, at] of align(left, right).entries()) {
          if (at < 0) continue;
          expect(right[at]).toBe(left[index]);
          expect(at).toBeGreaterThan(last);
          last = at;
        }
      }),
    );
  });

  it('of which one quotes parts of the other lose no line', () => {
    const text = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(text, fc.infiniteStream(fc.boolean()), (right, keep) => {
        const left = right.filter(() => keep.next().value);
        expect([...align(left, right)]).toEqual(left.map((line) => right.indexOf(line)));
      }),
    );
  });
});
