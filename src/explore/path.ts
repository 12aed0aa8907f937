import { ROOT, type StateTable } from './table.ts';

/**
 * A run by the names of its steps: where it starts and which action it takes in each state.
 *
 * Small enough to print as a token, and enough for the model to run it again.
 */
export interface Path {
  /** Place among the model's initial states. */
  readonly initial: number;
  /** For each step, the place of its action in the list that `actions` gives for the state at hand. */
  readonly places: readonly number[];
}

/** Follows the noted steps back from a stored state to the initial state that it came from. */
export function pathTo(table: StateTable, index: number): Path {
  const places: number[] = [];
  let at = index;
  for (; table.parent(at) !== ROOT; at = table.parent(at)) places.push(table.place(at));
  return { initial: table.place(at), places: places.reverse() };
}
