import { DEADLINE_STRIDE, type Exploration, type Limits, outcomesOf } from './exploration.ts';
import type { Model } from './model.ts';
import { type Path, pathTo } from './path.ts';
import { pathThroughOrbits } from './symmetry.ts';
import { ROOT, stateTable } from './table.ts';
import { watchProperties } from './watch.ts';
import { FULL } from './word-set.ts';

/**
 * Visits every state that the model can reach, or of those that differ by a renaming one, nearest first.
 *
 * Ends when all is explored, when every `always` of the model is violated, or at a limit. States of one depth come in
 * the order of their parents and below one parent in that of its actions, so the same model gives the same result each
 * time. Every new state is shown once to each property that is not settled yet. The path of a violation is a shortest
 * one; where the model tells its choices (`chooses`) it has the fewest of them among the shortest.
 *
 * @param bySymmetry Store one state for all that differ by a renaming, where the model has `canonical`.
 */
export function search(model: Model, limits: Limits, bySymmetry: boolean): Exploration {
  const table = stateTable(model.stateBytes, limits.maxStates, model.cuts);
  const watch = watchProperties(model.properties, table, limits.firstViolation ?? false);
  const maxDepth = limits.maxDepth ?? Number.POSITIVE_INFINITY;
  const symmetric = bySymmetry && model.canonical !== undefined;
  const state = new Uint8Array(model.stateBytes);
  let bounded: Exploration['bounded'];
  let transitions = 0;
  /** Depth of the states that are being expanded; they end before `layerEnd`, and those that they lead to follow. */
  let depth = -1;
  let layerEnd = 0;

  const over = (): boolean => bounded !== undefined || watch.enough();

  /** Stores a state, if it is new. */
  const reach = (successor: Uint8Array, parent: number, place: number, cost: number): void => {
    const representative = symmetric ? (model.canonical?.(successor) ?? successor) : successor;
    const stored = table.size();
    const index = table.intern(representative, symmetric ? undefined : model.changed?.());
    if (index === FULL) bounded = 'states';
    else if (index === stored) {
      table.link(index, parent, place, cost);
      watch.show(index, representative);
    } else if (index >= layerEnd && cost < table.cost(index)) table.link(index, parent, place, cost);
  };

  const expand = (parent: number): void => {
    const actions = model.actions(state);
    if (depth >= maxDepth) {
      if (actions.length > 0) bounded = 'depth';
      return;
    }
    const soFar = table.cost(parent);
    for (let place = 0; place < actions.length && !over(); place++) {
      const action = actions[place] as number;
      const cost = soFar + (model.chooses?.(state, action) ? 1 : 0);
      const successor = model.step(state, action);
      if (successor === undefined) continue;
      transitions++;
      reach(successor, parent, place, cost);
    }
  };

  for (const [place, initial] of model.initial.entries()) if (!over()) reach(initial, ROOT, place, 0);
  let next = 0;
  for (; next < table.size(); next++) {
    if (next === layerEnd) {
      watch.settle();
      depth++;
      layerEnd = table.size();
    }
    if (next % DEADLINE_STRIDE === 0 && limits.deadline?.(table.size())) bounded = 'deadline';
    if (over()) break;
    table.load(next, state);
    expand(next);
  }
  const complete = !over();
  watch.settle();

  const pathOf = (witness: number): Path =>
    symmetric ? pathThroughOrbits(model, table, witness) : pathTo(table, witness);
  return {
    states: table.size(),
    transitions,
    depth: table.size() > layerEnd ? depth + 1 : Math.max(depth, 0),
    complete,
    bounded,
    outcomes: outcomesOf(model.properties, watch, complete, pathOf),
    bytes: table.bytes(),
  };
}
