import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRow, rowChange } from '../../src/ui/cells.ts';
import { Screen } from '../../src/ui/screen.ts';
import { FakeTerminal } from './terminal.ts';

describe('rowChange', () => {
  test.each([
    ['nothing for the same row', 'ab', 'ab', ''],
    ['only the letters that differ', 'one two three', 'one TWO three', '\x1b[1;5HTWO'],
    ['the rest of a row that got shorter', 'one two', 'one', '\x1b[1;4H\x1b[K'],
    ['a row that nobody knows whole', undefined, 'one', '\x1b[1;1H\x1b[Kone'],
    ['a change of look alone', 'ab', 'a\x1b[31mb\x1b[39m', '\x1b[1;2H\x1b[31mb\x1b[0m'],
    [
      'looks that follow each other',
      undefined,
      '\x1b[1ma\x1b[22m\x1b[31mb\x1b[39m',
      '\x1b[1;1H\x1b[K\x1b[1ma\x1b[0;31mb\x1b[0m',
    ],
    ['the place again after a letter of unsure width', undefined, '🐧x', '\x1b[1;1H\x1b[K🐧\x1b[1;3Hx'],
  ])('%s', (_, before, after, bytes) => {
    expect(rowChange(1, before === undefined ? undefined : parseRow(before), parseRow(after))).toBe(bytes);
  });
});

const unit = fc.constantFrom('a', 'b', ' ', '文', '🐧', 'e\u0301', '\x1b[31m', '\x1b[1m', '\x1b[7m', '\x1b[0m');
const row = fc.string({ unit, maxLength: 8 });

describe('Screen', () => {
  test('shows each frame as it is, whatever was there before and however the terminal is sized', () => {
    const frames = fc.array(
      fc.record({ rows: fc.array(row, { maxLength: 4 }), columns: fc.integer({ min: 16, max: 20 }) }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(frames, (sequence) => {
        const terminal = new FakeTerminal(20, 4);
        const screen = new Screen(terminal);
        screen.open();
        for (const { rows, columns } of sequence) {
          terminal.resize(columns, 4);
          screen.write(rows.join('\n'));
          const plain = rows.map((text) => text.replace(/\x1b\[\d+m/g, '').trimEnd());
          expect(terminal.text()).toBe([...plain, '', '', '', ''].slice(0, 4).join('\n'));
        }
        expect(screen.overflow).toBe(0);
      }),
    );
  });

  test('keeps the last column of a row that fills the terminal when all is drawn again', () => {
    const terminal = new FakeTerminal(4, 2);
    const screen = new Screen(terminal);
    screen.open();
    screen.write('abcd\n文文');
    screen.repaint();
    expect(terminal.text()).toBe('abcd\n文文');
  });

  test('gives the terminal back as it was, once', () => {
    const terminal = new FakeTerminal(20, 4);
    const screen = new Screen(terminal);
    screen.open();
    expect([terminal.isAlternate, terminal.cursorShown]).toEqual([true, false]);
    screen.close();
    screen.close();
    expect([terminal.isAlternate, terminal.cursorShown]).toEqual([false, true]);
    expect(terminal.written.join('').split('\x1b[?1049l')).toHaveLength(2);
  });

  test('draws the last frame again when it is opened again, and nothing while it is closed', () => {
    const terminal = new FakeTerminal(20, 2);
    const screen = new Screen(terminal);
    screen.open();
    screen.write('one');
    screen.close();
    const { length } = terminal.written;
    screen.write('two');
    expect(terminal.written).toHaveLength(length);
    screen.open();
    expect(terminal.text()).toBe('two\n');
  });

  test('sends a frame in one write, as synchronized output', () => {
    const terminal = new FakeTerminal(20, 2);
    const screen = new Screen(terminal);
    screen.open();
    screen.write('one\ntwo');
    expect(terminal.written.at(-1)).toBe('\x1b[?2026h\x1b[1;1Hone\x1b[2;1Htwo\x1b[?2026l');
  });

  test('counts frames that do not fit, and cuts them', () => {
    const terminal = new FakeTerminal(20, 2);
    const screen = new Screen(terminal);
    screen.open();
    screen.write('one\ntwo\nthree');
    expect(screen.overflow).toBe(1);
    expect(terminal.text()).toBe('one\ntwo');
  });
});
