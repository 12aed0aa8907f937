import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layout, type PaneName, type ScreenName, SHAPES, type Shape, type Size } from '../../src/ui/layout.ts';

/** Draws a layout, a tenth as wide and half as high: panes by their first letter, rules by a bar. */
function drawn(size: Size, screen: ScreenName, focus: PaneName): string {
  const grid = Array.from({ length: size.rows }, () => Array.from({ length: size.columns }, () => '.'));
  const { panes, rules } = layout(size, screen, focus);
  for (const [name, rect] of [...panes, ...rules.map((rule) => ['|', rule] as const)]) {
    for (let y = rect.y; y < rect.y + rect.height; y++) {
      for (let x = rect.x; x < rect.x + rect.width; x++) {
        const row = grid[y];
        if (row?.[x] !== '.') throw new Error(`expected nothing at ${x},${y}`);
        row[x] = name.slice(0, 1);
      }
    }
  }
  const runs = grid.map((row) =>
    row
      .join('')
      .replace(/(.)\1*/g, (run) => `${run[0]}${run.length} `)
      .trim(),
  );
  return runs
    .reduce<[string, number][]>((lines, run) => {
      const last = lines.at(-1);
      if (last?.[0] === run) last[1]++;
      else lines.push([run, 1]);
      return lines;
    }, [])
    .map(([run, times]) => `${times} × ${run}`)
    .join('\n');
}

describe('layout of a thread', () => {
  test('200×60: three columns', () => {
    expect(drawn({ columns: 200, rows: 60 }, 'thread', 'tree')).toBe(
      ['1 × .200', '58 × t51 |1 r91 |1 b56', '1 × .200'].join('\n'),
    );
  });

  test('120×40: tree over claim, the reader at full height beside them', () => {
    expect(drawn({ columns: 120, rows: 40 }, 'thread', 'tree')).toBe(
      ['1 × .120', '19 × t43 |1 r76', '19 × b43 |1 r76', '1 × .120'].join('\n'),
    );
  });

  test('80×24 with the focus on the tree: tree over reader, 1 to 2', () => {
    expect(drawn({ columns: 80, rows: 24 }, 'thread', 'tree')).toBe(
      ['1 × .80', '7 × t80', '15 × r80', '1 × .80'].join('\n'),
    );
  });

  test('80×24 with the focus on the reader: reader over claim', () => {
    expect(drawn({ columns: 80, rows: 24 }, 'thread', 'reader')).toBe(
      ['1 × .80', '14 × r80', '8 × b80', '1 × .80'].join('\n'),
    );
  });

  test('60×24 and 120×12: the pane with the focus alone', () => {
    expect(drawn({ columns: 60, rows: 24 }, 'thread', 'beside')).toBe(['1 × .60', '22 × b60', '1 × .60'].join('\n'));
    expect(drawn({ columns: 120, rows: 12 }, 'thread', 'reader')).toBe(
      ['1 × .120', '10 × r120', '1 × .120'].join('\n'),
    );
  });

  test('39×10: nothing', () => {
    expect(layout({ columns: 39, rows: 10 }, 'thread', 'tree').panes.size).toBe(0);
  });
});

test('panes and rules cover the body of every screen at every size, and nothing twice', () => {
  const sizes = fc.record({ columns: fc.integer({ min: 40, max: 250 }), rows: fc.integer({ min: 10, max: 80 }) });
  const screens = fc.constantFrom(...(Object.keys(SHAPES) as ScreenName[]));
  fc.assert(
    fc.property(sizes, screens, fc.nat(2), (size, screen, index) => {
      const shape: Shape = SHAPES[screen];
      const focus = shape.panes[index % shape.panes.length] ?? 'list';
      const { panes, rules } = layout(size, screen, focus);
      const area = [...panes.values(), ...rules].reduce((sum, { width, height }) => sum + width * height, 0);
      expect(area).toBe(size.columns * (size.rows - 2));
      expect(panes.has(focus)).toBe(true);
      for (const { width, height } of panes.values()) expect(Math.min(width, height)).toBeGreaterThan(1);
    }),
  );
});
