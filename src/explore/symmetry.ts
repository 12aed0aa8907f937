import type { Model } from './model.ts';
import { type Path, pathTo } from './path.ts';
import type { StateTable } from './table.ts';

/**
 * Follows the noted steps to a stored representative, as a path that the model itself can take.
 *
 * Under symmetry the noted steps lead from representative to representative, and each representative has its actors
 * and objects named anew: as a trace, CPU 0 would become CPU 1 on the way. So the path starts at the initial state as
 * it is and takes at each step an action whose successor has the wanted representative, one that is no choice if there
 * is one. Where none has, `canonical` is no symmetry of the model, which is a bug in the model.
 */
export function pathThroughOrbits(model: Model, table: StateTable, index: number): Path {
  const { initial, places: noted } = pathTo(table, index);
  const stations: number[] = [];
  for (let at = index; stations.length < noted.length; at = table.parent(at)) stations.push(at);
  let state: Uint8Array = model.initial[initial]?.slice() ?? new Uint8Array(model.stateBytes);
  const goal = new Uint8Array(model.stateBytes);
  const places: number[] = [];
  for (const station of stations.reverse()) {
    table.load(station, goal);
    const found = stepInto(model, state, goal);
    if (found === undefined) {
      throw new Error(`expected a step to an image of state ${station}: "canonical" is no symmetry of this model`);
    }
    places.push(found.place);
    state = found.successor;
  }
  return { initial, places };
}

/** A step from `state` to a state with the representative `goal`. */
function stepInto(
  model: Model,
  state: Uint8Array,
  goal: Uint8Array,
): { place: number; successor: Uint8Array } | undefined {
  let found: { place: number; successor: Uint8Array } | undefined;
  for (const [place, action] of model.actions(state).entries()) {
    const successor = model.step(state, action)?.slice();
    if (successor === undefined || !equalBytes(model.canonical?.(successor) ?? successor, goal)) continue;
    if (!model.chooses?.(state, action)) return { place, successor };
    found ??= { place, successor };
  }
  return found;
}

function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.every((byte, place) => byte === right[place]);
}
