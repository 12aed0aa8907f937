/** The parts that a screen can be divided into. */
export type PaneName = 'list' | 'tree' | 'reader' | 'beside' | 'page' | 'lanes' | 'step' | 'diff';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Columns and rows from 0; a pane's first row is its title. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A pane, or parts beside (`columns`) or below (`rows`) each other with the share of the room that each gets. */
export type Division = PaneName | { readonly split: 'columns' | 'rows'; readonly parts: readonly Part[] };
type Part = readonly [share: number, division: Division];

/** How a screen is divided where there is room, and where there is less. */
export interface Shape {
  /** In the order of Tab. */
  readonly panes: readonly PaneName[];
  /** From 160 columns. */
  readonly broad: Division;
  /** From 120 columns. */
  readonly wide: Division;
  /** From 80 columns, by the pane that has the focus. */
  readonly medium: (focus: PaneName) => Division;
}

const alone = (pane: PaneName): Shape => ({ panes: [pane], broad: pane, wide: pane, medium: () => pane });

const columns = (...parts: Part[]): Division => ({ split: 'columns', parts });
const rows = (...parts: Part[]): Division => ({ split: 'rows', parts });

export const SHAPES = {
  threads: alone('list'),
  series: alone('list'),
  thread: {
    panes: ['tree', 'reader', 'beside'],
    broad: columns([26, 'tree'], [46, 'reader'], [28, 'beside']),
    wide: columns([36, rows([50, 'tree'], [50, 'beside'])], [64, 'reader']),
    medium: (focus) => (focus === 'tree' ? rows([33, 'tree'], [67, 'reader']) : rows([62, 'reader'], [38, 'beside'])),
  },
  claims: {
    panes: ['list', 'beside'],
    broad: columns([60, 'list'], [40, 'beside']),
    wide: columns([60, 'list'], [40, 'beside']),
    medium: () => rows([55, 'list'], [45, 'beside']),
  },
  claim: {
    panes: ['page', 'reader'],
    broad: columns([50, 'page'], [50, 'reader']),
    wide: columns([45, 'page'], [55, 'reader']),
    medium: (focus) => (focus === 'page' ? rows([62, 'page'], [38, 'reader']) : rows([38, 'page'], [62, 'reader'])),
  },
  trace: {
    panes: ['lanes', 'step'],
    broad: columns([62, 'lanes'], [38, 'step']),
    wide: columns([62, 'lanes'], [38, 'step']),
    medium: (focus) => (focus === 'lanes' ? rows([55, 'lanes'], [45, 'step']) : rows([40, 'lanes'], [60, 'step'])),
  },
  compare: {
    panes: ['diff', 'beside'],
    broad: columns([62, 'diff'], [38, 'beside']),
    wide: columns([62, 'diff'], [38, 'beside']),
    medium: (focus) => (focus === 'diff' ? rows([66, 'diff'], [34, 'beside']) : rows([40, 'diff'], [60, 'beside'])),
  },
  checks: alone('list'),
  search: alone('list'),
  output: alone('list'),
  help: alone('list'),
} as const satisfies Record<string, Shape>;

export type ScreenName = keyof typeof SHAPES;

export interface Layout {
  /** Panes that are seen, in the order of Tab. */
  readonly panes: ReadonlyMap<PaneName, Rect>;
  /** Columns between panes. */
  readonly rules: readonly Rect[];
}

/** The smallest terminal that shows anything but one line. */
const LEAST: Size = { columns: 40, rows: 10 };

/** Whether there is room for nothing but a line that says so. */
export function isTooSmall(size: Size): boolean {
  return size.columns < LEAST.columns || size.rows < LEAST.rows;
}

/**
 * Divides the terminal among the panes of a screen.
 *
 * The first row is the screen's title and the last its hints; panes stand between. Below 80 columns or 16 rows one pane
 * is seen at a time, the one with the focus; below 40×10 none.
 */
export function layout(size: Size, screen: ScreenName, focus: PaneName): Layout {
  const shape: Shape = SHAPES[screen];
  const panes = new Map<PaneName, Rect>();
  const rules: Rect[] = [];
  if (isTooSmall(size)) return { panes, rules };
  const body = { x: 0, y: 1, width: size.columns, height: size.rows - 2 };
  divide(divisionFor(size, shape, focus), body, panes, rules);
  return { panes: new Map(shape.panes.flatMap((name) => entry(panes, name))), rules };
}

function entry(panes: ReadonlyMap<PaneName, Rect>, name: PaneName): [PaneName, Rect][] {
  const rect = panes.get(name);
  return rect === undefined ? [] : [[name, rect]];
}

function divisionFor(size: Size, shape: Shape, focus: PaneName): Division {
  if (size.columns < 80 || size.rows < 16) return focus;
  if (size.columns < 120) return shape.medium(focus);
  return size.columns < 160 ? shape.wide : shape.broad;
}

function divide(division: Division, room: Rect, panes: Map<PaneName, Rect>, rules: Rect[]): void {
  if (typeof division === 'string') {
    panes.set(division, room);
    return;
  }
  const { split, parts } = division;
  const isColumns = split === 'columns';
  // A rule of one column stands between columns; rows are told apart by the title that each pane has.
  const usable = isColumns ? room.width - (parts.length - 1) : room.height;
  const shares = parts.reduce((sum, [share]) => sum + share, 0);
  let at = 0;
  let given = 0;
  for (const [index, [share, part]] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const length = isLast ? usable - given : Math.round((usable * share) / shares);
    given += length;
    const rect = isColumns ? { ...room, x: room.x + at, width: length } : { ...room, y: room.y + at, height: length };
    divide(part, rect, panes, rules);
    at += length;
    if (isColumns && !isLast) rules.push({ x: room.x + at++, y: room.y, width: 1, height: room.height });
  }
}
