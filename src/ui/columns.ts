import { fit, type Segment, segment } from './rows.ts';
import type { Glyphs } from './theme.ts';

/** A column of a list: its head, and its width in a roomy list, a tight one, and a tiny one; 0 leaves it out. */
export interface Column {
  readonly head: string;
  readonly widths: readonly [roomy: number, tight: number, tiny: number];
}

/** From how many columns on a list is roomy, and from how many it is not tiny. */
const ROOMY = 100;
const TIGHT = 60;

/** The widths of columns in a list of some width. */
export function columnWidths(columns: readonly Column[], width: number): readonly number[] {
  const size = width >= ROOMY ? 0 : width >= TIGHT ? 1 : 2;
  return columns.map(({ widths }) => widths[size]);
}

/** The heads of columns, and of what stands behind them. */
export function columnHeads(
  columns: readonly Column[],
  last: string,
  width: number,
  glyphs: Glyphs,
): readonly Segment[] {
  const widths = columnWidths(columns, width);
  const heads = columns.flatMap(({ head }, index) => cell([segment(head, 'muted')], widths[index], glyphs));
  return [...heads, segment(last, 'muted')];
}

/** Pieces cut to a column with a blank behind them; nothing where the column has no room. */
export function cell(segments: readonly Segment[], width = 0, glyphs: Glyphs): readonly Segment[] {
  return width === 0 ? [] : [...fit(segments, 0, width - 1, glyphs.ellipsis), segment(' ')];
}
