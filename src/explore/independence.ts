import { DEADLINE_STRIDE, type Exploration, type Limits, outcomesOf } from './exploration.ts';
import type { Actors, Model } from './model.ts';
import type { Path } from './path.ts';
import { nothingSeen, type SeenFootprints } from './seen-footprints.ts';
import { ROOT, stateTable } from './table.ts';
import { type Trails, trails } from './trails.ts';
import { watchProperties } from './watch.ts';
import { FULL } from './word-set.ts';

/** Steps that a run may take for each state that it may store: as many as a search without the reduction takes, about. */
const STEPS_A_STATE = 3;

/**
 * Explores with fewer orders of independent steps: an actor goes ahead of the others where nothing that they do from where
 * they stand, and nothing that an open property looks at, is in conflict with its next step (persistent sets: P. Godefroid,
 * Partial-Order Methods for the Verification of Concurrent Systems, 1996). States on the way of such steps are not stored.
 *
 * What the others may touch is not declared but seen: everything that a step, a guard or a property reads and writes is noted
 * cell by cell, and what was seen of a program's places says what may come after a place. A search that ends without
 * having seen anything new was right in all it left out; else another one follows, with what is known by then. It is
 * right since two steps in conflict meet in the same cell whichever of them comes first: had a step been left out
 * wrongly, the same step later on would have been seen to touch what the one that went ahead had written, or to write
 * what that had read (as in dynamic partial-order reduction: Flanagan, Godefroid, POPL 2005). Nobody waits for ever,
 * since a state with others waiting leads to one that was stored later.
 *
 * Every verdict is kept, and so is every state in which nobody can go on; paths are not the shortest ones.
 */
export function searchIndependent(model: Model, actors: Actors, limits: Limits): Exploration {
  const seen = nothingSeen(actors, model.properties.length);
  for (let left = limits.maxStates * STEPS_A_STATE; ; ) {
    const before = seen.growth();
    const run = searchWith(seen, model, actors, limits, left);
    if (!run.complete || seen.growth() === before) return run;
    left -= run.transitions;
  }
}

function searchWith(seen: SeenFootprints, model: Model, actors: Actors, limits: Limits, maxSteps: number): Exploration {
  const properties = model.properties.map((property, at) => ({
    ...property,
    holds: (asked: Uint8Array) => seen.ofProperty(at, () => property.holds(asked)),
  }));
  const table = stateTable(model.stateBytes, limits.maxStates, model.cuts);
  const watch = watchProperties(properties, table, limits.firstViolation ?? false);
  const ways = trails();
  const state = new Uint8Array(model.stateBytes);
  /** Where the steps that are taken ahead have come to, and the actions of the way there. */
  const front = new Uint8Array(model.stateBytes);
  let way: number[] = [];
  /** The place of each actor's last step on that way: where one goes back in its program, which may be for ever, the way ends. */
  const passed = new Int32Array(actors.count);
  let bounded: Exploration['bounded'];
  let transitions = 0;

  const over = (): boolean => bounded !== undefined || watch.enough();

  const actionsOf = (from: Uint8Array, actor: number): readonly number[] =>
    seen.ofActor(from, actor, () => actors.actions(from, actor)).slice();

  const step = (from: Uint8Array, actor: number, action: number): Uint8Array | undefined => {
    const successor = seen.ofActor(from, actor, () => model.step(from, action));
    if (successor !== undefined) transitions++;
    if (transitions > maxSteps) bounded = 'states';
    return successor;
  };

  /** An actor that may go ahead of the others, as far as is known. */
  const ahead = (from: Uint8Array): number | undefined => {
    for (let actor = 0; actor < actors.count; actor++) {
      if (actors.place(from, actor) < 0 || !seen.isAlone(from, actor, watch.open())) continue;
      if (actionsOf(from, actor).length > 0 && seen.isAlone(from, actor, watch.open())) return actor;
    }
    return undefined;
  };

  /** Takes steps ahead from the front, as long as there is one way to go. */
  const goAhead = (): void => {
    for (passed.fill(-1); ; ) {
      const actor = ahead(front);
      const [action, other] = actor === undefined ? [] : actionsOf(front, actor);
      if (actor === undefined || action === undefined || other !== undefined) return;
      const place = actors.place(front, actor);
      if (place <= (passed[actor] as number)) return;
      passed[actor] = place;
      const successor = step(front, actor, action);
      // What the step itself has shown may speak against it.
      if (successor === undefined || !seen.isAlone(front, actor, watch.open())) return;
      front.set(successor);
      way.push(action);
    }
  };

  /** Takes all steps of an actor; true where one leads to a state that is not expanded yet. */
  const takeAll = (parent: number, actor: number): boolean => {
    let goesOn = false;
    for (const action of actionsOf(state, actor)) {
      if (over()) break;
      const successor = step(state, actor, action);
      if (successor === undefined) continue;
      front.set(successor);
      way = [action];
      goAhead();
      if (reach(parent) > parent) goesOn = true;
    }
    return goesOn;
  };

  /** Stores the front, if it is new, and gives its number. */
  const reach = (parent: number): number => {
    const stored = table.size();
    const index = table.intern(front);
    if (index === FULL) bounded = 'states';
    else if (index === stored) {
      table.link(index, parent, 0, 0);
      ways.add(way);
      watch.show(index, front);
    }
    return index;
  };

  const expand = (index: number): void => {
    const first = ahead(state);
    if (first !== undefined && takeAll(index, first) && seen.isAlone(state, first, watch.open())) return;
    for (let actor = 0; actor < actors.count; actor++) {
      if (actor !== first && actors.place(state, actor) >= 0) takeAll(index, actor);
    }
  };

  for (const [place, initial] of model.initial.entries()) {
    if (over()) break;
    front.set(initial);
    way = [place];
    reach(ROOT);
  }
  for (let next = 0; next < table.size(); next++) {
    if (next % DEADLINE_STRIDE === 0 && limits.deadline?.(table.size())) bounded = 'deadline';
    if (over()) break;
    table.load(next, state);
    expand(next);
  }
  const complete = !over();
  watch.settle();
  const depthOf = (index: number): number =>
    stationsTo(table, index).reduce((steps, at) => steps + ways.of(at).length, -1);
  return {
    states: table.size(),
    transitions,
    depth: depthOf(table.size() - 1),
    complete,
    bounded,
    outcomes: outcomesOf(model.properties, watch, complete, (witness) =>
      pathBy(model, stationsTo(table, witness), ways),
    ),
    bytes: table.bytes() + ways.bytes(),
  };
}

/** The stored states on the way to one, an initial state first. */
function stationsTo(table: { parent(index: number): number }, index: number): readonly number[] {
  const stations: number[] = [];
  for (let at = index; at !== ROOT; at = table.parent(at)) stations.push(at);
  return stations.reverse();
}

/** The path along stored states: the way to each of them by the places of its actions. */
function pathBy(model: Model, [first, ...others]: readonly number[], ways: Trails): Path {
  const [initial = 0] = first === undefined ? [] : ways.of(first);
  let state = model.initial[initial]?.slice() ?? new Uint8Array(model.stateBytes);
  const places: number[] = [];
  for (const action of others.flatMap((at) => ways.of(at))) {
    places.push(model.actions(state).indexOf(action));
    state = model.step(state, action)?.slice() ?? state;
  }
  return { initial, places };
}
