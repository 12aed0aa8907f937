import chalk from 'chalk';
import { Box, type Instance, render, Text } from 'ink';
import { BLANK, type Cell, parseRow, trimmed } from './cells.ts';
import type { Line } from './frame.ts';
import { type Segment, widthOf } from './rows.ts';
import type { Screen } from './screen.ts';
import { STYLES } from './theme.ts';

/** What draws frames, until it is ended. */
export interface Drawer {
  draw(lines: readonly Line[]): void;
  end(): void;
}

/** Pieces that are kept as Ink drew them: those of some fifty screens. */
const MOST_PIECES = 5_000;

/**
 * Draws frames with Ink.
 *
 * Ink takes what it draws apart, character by character, whether it changed or not, which costs more than all else of a
 * key. It gets each piece of text in its look once, below each other; the rows of a frame are put together from those.
 *
 * @param screen Where they go.
 * @param color Whether in colours: Ink asks chalk, which does not know NO_COLOR and takes CI for a place without them.
 */
export function inkDrawer(screen: Screen, color: boolean): Drawer {
  chalk.level = color ? 1 : 0;
  const sheet = new Sheet();
  const known = new Map<string, readonly Cell[]>();
  let before: readonly Line[] = [];
  let rows: readonly (readonly Cell[])[] = [];
  return {
    draw: (lines) => {
      if (known.size > MOST_PIECES) known.clear();
      const fresh = new Map<string, Segment>();
      for (const piece of lines.flat())
        if (!isBlank(piece) && !known.has(nameOf(piece))) fresh.set(nameOf(piece), piece);
      const drawn = sheet.draw([...fresh.values()]);
      for (const [index, name] of [...fresh.keys()].entries()) known.set(name, drawn[index] ?? []);
      rows = lines.map((line, row) => {
        const last = rows[row];
        if (last !== undefined && isSame(line, before[row])) return last;
        return trimmed(
          line.flatMap((piece) => (isBlank(piece) ? blanks(piece.text.length) : (known.get(nameOf(piece)) ?? []))),
        );
      });
      before = lines;
      screen.show(rows);
    },
    end: () => sheet.end(),
  };
}

/** Whether nothing of a piece can be seen, whatever its colour; Ink would leave a row without text out. */
function isBlank({ text, role, lit }: Segment): boolean {
  const { inverse, underline } = STYLES[role];
  return text === '' || (!lit && !inverse && !underline && /^ *$/.test(text));
}

function blanks(columns: number): readonly Cell[] {
  return Array.from({ length: Math.max(0, columns) }, () => BLANK);
}

function nameOf({ text, role, lit }: Segment): string {
  return `${role} ${lit ?? false} ${text}`;
}

function isSame(line: Line, that: Line | undefined): boolean {
  return (
    line.length === that?.length &&
    line.every(({ text, role, lit }, index) => {
      const other = that[index];
      return text === other?.text && role === other.role && lit === other.lit;
    })
  );
}

/** What Ink draws on instead of a terminal: it writes all of it as text, in debug mode at once. */
class Sheet {
  /** As wide as the widest piece. */
  columns = 1;
  #text = '';
  #ink: Instance | undefined;

  /** Draws pieces, each on a row of its own, and gives the cells of each. */
  draw(pieces: readonly Segment[]): readonly (readonly Cell[])[] {
    if (pieces.length === 0) return [];
    this.columns = Math.max(1, ...pieces.map(({ text }) => widthOf(text)));
    const app = <Pieces pieces={pieces} />;
    if (this.#ink !== undefined) this.#ink.rerender(app);
    else this.#ink = render(app, { stdout: asStream(this), debug: true, exitOnCtrlC: false, patchConsole: false });
    const rows = this.#text.split('\n');
    return pieces.map(({ text }, index) => padded(parseRow(rows[index] ?? ''), widthOf(text)));
  }

  write(text: string): boolean {
    this.#text = text;
    return true;
  }

  on(): void {}
  off(): void {}

  end(): void {
    this.#ink?.unmount();
  }
}

/** Ink writes frames and asks for the width; it needs no more of a stream than a sheet has. */
function asStream(sheet: Sheet): NodeJS.WriteStream {
  return sheet as unknown as NodeJS.WriteStream;
}

/** With the blanks at its end, which Ink leaves out. */
function padded(cells: readonly Cell[], width: number): readonly Cell[] {
  const used = cells.reduce((sum, cell) => sum + cell.width, 0);
  return [...cells, ...blanks(width - used)];
}

/** Pieces of text below each other, each in the style of its role. */
function Pieces({ pieces }: { readonly pieces: readonly Segment[] }) {
  return (
    <Box flexDirection="column">
      {pieces.map(({ text, role, lit }, index) => (
        <Text key={index} wrap="truncate" {...STYLES[role]} {...(lit ? { inverse: true } : {})}>
          {text}
        </Text>
      ))}
    </Box>
  );
}
