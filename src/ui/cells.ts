import { cellsOf } from './rows.ts';

/** One grapheme on the screen with the look that it has there. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  /** SGR parameters in a fixed order, `1;33`; empty for the plain look. */
  readonly look: string;
}

/** A column without text. */
export const BLANK: Cell = { text: ' ', width: 1, look: '' };

/** An SGR code sets one property to itself, or unsets some. */
const UNSETS: Readonly<Record<number, readonly string[]>> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  29: ['strike'],
  39: ['colour'],
  49: ['background'],
};
const SETS: Readonly<Record<number, string>> = {
  1: 'bold',
  2: 'dim',
  3: 'italic',
  4: 'underline',
  7: 'inverse',
  9: 'strike',
};

const SGR = /\x1b\[([0-9;]*)m/;
const RESET = '\x1b[0m';
/** Characters whose width every terminal knows, whatever its idea of emoji and marks. */
const SURE_WIDTH =
  /^[\x20-\x7e─│├└┃▌▏▾▸…›·–→✓✗○•“”\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]$/u;

/** Fewer columns than these between two changes are written again: going over them would cost as much. */
const NEAR = 10;

/**
 * Writes the difference between two drawn rows: the columns that changed, and no others where that saves bytes.
 *
 * @param row Screen row, from 1.
 * @param last The row as it is on the screen; undefined where nobody knows.
 * @param next The row as it shall be.
 * @returns Bytes for the terminal; empty where nothing changed. The plain look is set again at the end.
 */
export function rowChange(row: number, last: readonly Cell[] | undefined, next: readonly Cell[]): string {
  // Erased first: after a character in the last column the cursor still stands on it, and ESC[K would take it away.
  if (last === undefined) return `\x1b[${row};1H\x1b[K${drawn(next, row, 1)}`;
  const before = new Map(placed(last).map(({ column, cell }) => [column, cell]));
  const changed = placed(next).filter(({ column, cell }) => !same(before.get(column), cell));
  const width = columnsOf(next);
  let bytes = '';
  for (let at = 0; at < changed.length; ) {
    const start = changed[at]?.column ?? 1;
    let end = at;
    while (end + 1 < changed.length && (changed[end + 1]?.column ?? 0) - (changed[end]?.column ?? 0) < NEAR) end++;
    const stop = changed[end]?.column ?? 1;
    const cells = placed(next).filter(({ column }) => column >= start && column <= stop);
    bytes += `\x1b[${row};${start}H${drawn(
      cells.map(({ cell }) => cell),
      row,
      start,
    )}`;
    at = end + 1;
  }
  return width < columnsOf(last) ? `${bytes}\x1b[${row};${width + 1}H\x1b[K` : bytes;
}

/** Cells with the screen column that each starts at, from 1. */
function placed(cells: readonly Cell[]): readonly { readonly column: number; readonly cell: Cell }[] {
  let column = 1;
  return cells.map((cell) => {
    const at = column;
    column += cell.width;
    return { column: at, cell };
  });
}

function same(one: Cell | undefined, other: Cell | undefined): boolean {
  return one !== undefined && other !== undefined && one.text === other.text && one.look === other.look;
}

/** Terminal columns of cells. */
export function columnsOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

/** Without the plain blanks at the end, which `ESC[K` makes. */
export function trimmed(cells: readonly Cell[]): readonly Cell[] {
  let end = cells.length;
  while (end > 0 && cells[end - 1]?.text === ' ' && cells[end - 1]?.look === '') end--;
  return cells.slice(0, end);
}

/** Cells as bytes. After a character whose width terminals disagree on, the place is said again. */
function drawn(cells: readonly Cell[], row: number, column: number): string {
  let bytes = '';
  let look = '';
  for (const cell of cells) {
    if (cell.look !== look) {
      bytes += cell.look === '' ? RESET : look === '' ? `\x1b[${cell.look}m` : `\x1b[0;${cell.look}m`;
      look = cell.look;
    }
    bytes += cell.text;
    column += cell.width;
    if (!SURE_WIDTH.test(cell.text)) bytes += `\x1b[${row};${column}H`;
  }
  return look === '' ? bytes : bytes + RESET;
}

/** Reads a drawn row, text with SGR sequences (Ink writes no other), without the plain blanks at its end. */
export function parseRow(row: string): readonly Cell[] {
  const cells: Cell[] = [];
  const on = new Map<string, string>();
  let look = '';
  for (const [index, part] of row.split(SGR).entries()) {
    if (index % 2 === 1) {
      apply(on, part);
      look = [...on.values()].sort((one, other) => Number(one) - Number(other)).join(';');
    } else for (const cell of cellsOf(part)) cells.push({ text: cell.text, width: cell.width, look });
  }
  return trimmed(cells);
}

/** Applies `1;33` and the like to what is on: property → its SGR code. */
function apply(on: Map<string, string>, parameters: string): void {
  for (const parameter of parameters.split(';')) {
    const code = Number(parameter);
    const set = SETS[code];
    if (code === 0) on.clear();
    else if (set !== undefined) on.set(set, parameter);
    else if (UNSETS[code] !== undefined) for (const property of UNSETS[code]) on.delete(property);
    else on.set((code >= 40 && code < 50) || code >= 100 ? 'background' : 'colour', parameter);
  }
}
