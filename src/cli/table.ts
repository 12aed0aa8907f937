import stringWidth from 'string-width';
import { displayLine } from '../display.ts';

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly align?: 'right';
  /** Gives way where the table is wider than the screen; the column is then never narrower than this. */
  readonly shrinkTo?: number;
  text(row: Row): string;
  /** Colours a cell after it was cut and padded. */
  paint?(cell: string, row: Row): string;
}

const GAP = '  ';

/** Without a screen nothing is cut, and a column of long texts is not filled up with blanks beyond this. */
const WIDEST_PADDED = 60;

/**
 * Lays rows out in columns; texts are made safe to print.
 *
 * `width` is the screen's: undefined, as for a pipe, cuts nothing. The last column is not padded.
 */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], width: number | undefined): string {
  const titles = columns.map((column) => displayLine(column.title));
  const cells = rows.map((row) => columns.map((column) => displayLine(column.text(row))));
  const natural = columns.map((_column, i) =>
    Math.max(stringWidth(titles[i] ?? ''), ...cells.map((line) => stringWidth(line[i] ?? ''))),
  );
  const widths = fit(columns, natural, width);
  const lines = cells.map((line, r) =>
    columns.map((column, i) => {
      const text = line[i] ?? '';
      const cell = pad(
        width === undefined ? text : cut(text, widths[i] ?? 0),
        widths[i] ?? 0,
        column.align,
        i === columns.length - 1,
      );
      const row = rows[r];
      return column.paint === undefined || row === undefined ? cell : column.paint(cell, row);
    }),
  );
  const head = columns.map((column, i) => pad(titles[i] ?? '', widths[i] ?? 0, column.align, i === columns.length - 1));
  return [head, ...lines].map((line) => `${line.join(GAP).trimEnd()}\n`).join('');
}

/** Takes what is too wide from the columns that may shrink, widest first. */
function fit<Row>(columns: readonly Column<Row>[], natural: readonly number[], width: number | undefined): number[] {
  const widths = [...natural];
  if (width === undefined) return widths.map((natural) => Math.min(natural, WIDEST_PADDED));
  let excess = widths.reduce((sum, w) => sum + w, 0) + GAP.length * (columns.length - 1) - width;
  const shrinkable = columns
    .map((column, i) => ({ i, least: column.shrinkTo }))
    .filter((one): one is { i: number; least: number } => one.least !== undefined);
  while (excess > 0) {
    const widest = shrinkable
      .filter(({ i, least }) => (widths[i] ?? 0) > least)
      .sort((a, b) => (widths[b.i] ?? 0) - (widths[a.i] ?? 0))[0];
    if (widest === undefined) break;
    widths[widest.i] = (widths[widest.i] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}

/** Cuts a text to a width in columns; `…` says that something is missing. */
function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let out = '';
  let used = 1;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += stringWidth(segment);
    if (used > width) break;
    out += segment;
  }
  return `${out}…`;
}

function pad(text: string, width: number, align: 'right' | undefined, isLast: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - stringWidth(text)));
  if (align === 'right') return `${blanks}${text}`;
  return isLast ? text : `${text}${blanks}`;
}
