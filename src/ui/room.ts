import { layout, type PaneName, type Rect, SHAPES, type Shape } from './layout.ts';
import type { State, View } from './state.ts';

/** Panes of a screen in the order of Tab. */
export function panesOf(view: View): readonly PaneName[] {
  const shape: Shape = SHAPES[view.place.screen];
  return shape.panes;
}

/** The room of a pane; that of the whole body where the pane is not seen now. */
function rectOf(state: State, view: View, name: PaneName): Rect {
  const whole = { x: 0, y: 1, width: state.size.columns, height: Math.max(2, state.size.rows - 2) };
  return layout(state.size, view.place.screen, view.focus).panes.get(name) ?? whole;
}

/** Columns for the text of a pane: one is the cursor's. */
export function textWidth(state: State, view: View, name: PaneName): number {
  return Math.max(1, rectOf(state, view, name).width - 1);
}

/** Rows of a pane that show its content: one is its title. */
export function visibleRows(state: State, view: View, name: PaneName): number {
  return Math.max(1, rectOf(state, view, name).height - 1);
}
