import { blankRow, type Rows, rowsOf, segment, textRow, wrap } from './rows.ts';

/** The anchor of the row that stands where data is still read. */
export const LOADING = 'loading';

/** What stands in a pane while its data is read. */
export const LOADING_ROWS: Rows = rowsOf([textRow(LOADING, 'reading…', 'muted')]);

/** Columns that any pane has. */
const NARROW = 38;

/** What stands in a pane whose data could not be read: what happened and what can be done. */
export function failedRows(says: string): Rows {
  return rowsOf([
    textRow('failed', 'This could not be read.', 'error'),
    ...wrap(segment(says).text, NARROW).map((line, index) => textRow(`failed:${index}`, line)),
    blankRow('failed:blank'),
    textRow('failed:hint', 'Ctrl-r tries again, q goes back.', 'muted'),
  ]);
}
