import type { Model, Property } from './model.ts';
import { type Path, pathTo } from './path.ts';
import { pathThroughOrbits } from './symmetry.ts';
import { ROOT, stateTable } from './table.ts';
import { watchProperties } from './watch.ts';
import { FULL } from './word-set.ts';

/** Where an exploration ends even if states remain. */
export interface Limits {
  /** States to store at most. */
  readonly maxStates: number;
  /** Steps from an initial state at most. */
  readonly maxDepth?: number;
  /** Asked now and then, with the states stored so far; true where time is up. */
  readonly deadline?: (states: number) => boolean;
  /** Stop at the first violated `always`, instead of when every one is violated. */
  readonly firstViolation?: boolean;
}

/** Ways to visit fewer states without another verdict; each off unless asked for. */
export interface Reductions {
  /** Store one state for all that differ by a renaming, where the model has `canonical`. */
  readonly symmetry?: boolean;
  /** Let a model's `persistent` actions go first and put all others off, as long as that leads to new states. */
  readonly persistent?: boolean;
}

/** What an exploration says of one property. */
export type Outcome =
  /** An `always` that a state breaks, or a `sometimes` that a state satisfies, and the shortest way to such a state. */
  | { readonly property: Property; readonly result: 'violated' | 'reached'; readonly path: Path }
  /** An `always` that every reachable state satisfies, or a `sometimes` that none does. */
  | { readonly property: Property; readonly result: 'satisfied' | 'unreached'; readonly path: undefined }
  /** The exploration ended before that could be said. */
  | { readonly property: Property; readonly result: 'unknown'; readonly path: undefined };

export interface Exploration {
  /** States stored. */
  readonly states: number;
  /** Steps taken, those that led to known states included. */
  readonly transitions: number;
  /** Steps to the farthest stored state. */
  readonly depth: number;
  /** Every reachable state is stored and every step from it was taken, so that nothing is `unknown`. */
  readonly complete: boolean;
  /** The limit that came first; undefined where the run was complete or ended with the violations that it looked for. */
  readonly bounded: 'states' | 'depth' | 'deadline' | undefined;
  /** One for each property of the model, in its order. */
  readonly outcomes: readonly Outcome[];
  /** Bytes that the states took, links and hash table included. */
  readonly bytes: number;
}

/** States between two looks at the clock. */
const DEADLINE_STRIDE = 256;

/**
 * Explores a model: every state that it can reach, or fewer with reductions, and what that says of its properties.
 *
 * Persistent sets keep every verdict but not the length of paths: steps that could have waited go first, choices among
 * them. So where such a run finds a violation, a run without them follows for the shortest path; if that one meets a
 * limit before it finds as much, the reduced run stands.
 */
export function explore(model: Model, limits: Limits, reductions: Reductions = {}): Exploration {
  const run = search(model, limits, reductions);
  if (!reductions.persistent || model.persistent === undefined || violations(run) === 0) return run;
  const whole = search(model, limits, { ...reductions, persistent: false });
  return violations(whole) < violations(run) ? run : whole;
}

function violations(run: Exploration): number {
  return run.outcomes.filter(({ result }) => result === 'violated').length;
}

/**
 * Visits every state that the model can reach, nearest first.
 *
 * Ends when all is explored, when every `always` of the model is violated, or at a limit. States of one depth come in
 * the order of their parents and below one parent in that of its actions, so the same model gives the same result each
 * time. Every new state is shown once to each property that is not settled yet. The path of a violation is a shortest
 * one; where the model tells its choices (`chooses`) it has the fewest of them among the shortest.
 */
function search(model: Model, limits: Limits, reductions: Reductions): Exploration {
  // Without one, every property would hold of nothing.
  if (model.initial.length === 0) throw new Error('expected the model to have an initial state');
  const table = stateTable(model.stateBytes, limits.maxStates, model.cuts);
  const watch = watchProperties(model.properties, table, limits.firstViolation ?? false);
  const maxDepth = limits.maxDepth ?? Number.POSITIVE_INFINITY;
  const symmetric = reductions.symmetry === true && model.canonical !== undefined;
  const state = new Uint8Array(model.stateBytes);
  let bounded: Exploration['bounded'];
  let transitions = 0;
  /** Depth of the states that are being expanded; they end before `layerEnd`, and those that they lead to follow. */
  let depth = -1;
  let layerEnd = 0;

  const over = (): boolean => bounded !== undefined || watch.enough();

  /** Stores a state, if it is new, and gives its number. */
  const reach = (successor: Uint8Array, parent: number, place: number, cost: number): number => {
    const representative = symmetric ? (model.canonical?.(successor) ?? successor) : successor;
    const stored = table.size();
    const index = table.intern(representative);
    if (index === FULL) bounded = 'states';
    else if (index === stored) {
      table.link(index, parent, place, cost);
      watch.show(index, representative);
    } else if (index >= layerEnd && cost < table.cost(index)) table.link(index, parent, place, cost);
    return index;
  };

  /** Takes one step; true where it leads to a state that is not expanded yet. */
  const take = (parent: number, soFar: number, action: number, place: number): boolean => {
    const cost = soFar + (model.chooses?.(state, action) ? 1 : 0);
    const successor = model.step(state, action);
    if (successor === undefined) return false;
    transitions++;
    return reach(successor, parent, place, cost) > parent;
  };

  const expand = (parent: number): void => {
    const actions = model.actions(state);
    if (depth >= maxDepth) {
      if (actions.length > 0) bounded = 'depth';
      return;
    }
    const first = (reductions.persistent ? model.persistent?.(state) : undefined) ?? [];
    const cost = table.cost(parent);
    let goesOn = false;
    for (const action of first) if (!over() && take(parent, cost, action, actions.indexOf(action))) goesOn = true;
    // The others wait only where the way goes on to a state with a higher number: so nobody waits for ever.
    if (goesOn) return;
    for (let place = 0; place < actions.length && !over(); place++) {
      const action = actions[place] ?? 0;
      if (!first.includes(action)) take(parent, cost, action, place);
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

  const outcomeOf = (property: Property): Outcome => {
    const always = property.modality === 'always';
    const witness = watch.witness(property);
    if (witness !== undefined) {
      const path = symmetric ? pathThroughOrbits(model, table, witness) : pathTo(table, witness);
      return { property, result: always ? 'violated' : 'reached', path };
    }
    if (!complete) return { property, result: 'unknown', path: undefined };
    return { property, result: always ? 'satisfied' : 'unreached', path: undefined };
  };
  return {
    states: table.size(),
    transitions,
    depth: table.size() > layerEnd ? depth + 1 : Math.max(depth, 0),
    complete,
    bounded,
    outcomes: model.properties.map(outcomeOf),
    bytes: table.bytes(),
  };
}
