import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inkDrawer } from '../../src/ui/app.tsx';
import { type Segment, segment } from '../../src/ui/rows.ts';
import { Screen } from '../../src/ui/screen.ts';
import type { Role } from '../../src/ui/theme.ts';
import { FakeTerminal } from './terminal.ts';

const SIZE = { columns: 160, rows: 3 };
const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '│', '文', '🐧', 'e\u0301', '[', '\t'), maxLength: 6 });
const role = fc.constantFrom<Role>('plain', 'muted', 'bad', 'claim', 'match');
const piece = fc
  .record({ text, role, lit: fc.boolean() })
  .map((one): Segment => ({ ...segment(one.text, one.role), ...(one.lit ? { lit: true } : {}) }));
const frames = fc.array(fc.array(fc.array(piece, { maxLength: 3 }), { minLength: 3, maxLength: 3 }), {
  minLength: 1,
  maxLength: 4,
});

function drawerOn(color: boolean) {
  const terminal = new FakeTerminal(SIZE.columns, SIZE.rows);
  const screen = new Screen(terminal);
  screen.open();
  return { terminal, screen, drawer: inkDrawer(screen, color) };
}

test.each([true, false])('whatever was drawn before, a frame shows its pieces; in colours: %s', (color) => {
  fc.assert(
    fc.property(frames, (sequence) => {
      const { terminal, screen, drawer } = drawerOn(color);
      for (const lines of sequence) {
        drawer.draw(lines);
        const rows = lines.map((line) =>
          line
            .map((one) => one.text)
            .join('')
            .trimEnd(),
        );
        expect(terminal.text()).toBe(rows.join('\n'));
      }
      expect(screen.overflow).toBe(0);
      drawer.end();
    }),
    { numRuns: 60 },
  );
});

test('a piece has the look of its role, and blanks of an inverse one are seen', () => {
  const { terminal, drawer } = drawerOn(true);
  drawer.draw([[segment('a ', 'bad'), segment('  ', 'match'), segment('b')], [], []]);
  expect(terminal.written.at(-1)).toContain('\x1b[1;31ma \x1b[0;7;33m  \x1b[0mb');
  drawer.end();
});
