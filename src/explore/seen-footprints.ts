import { clear, conflict, type Footprint, include, noFootprint } from './footprint.ts';
import type { Actors } from './model.ts';

/** What actors and properties were seen to touch so far. */
export interface SeenFootprints {
  /** Does something at the place where an actor stands in a state, and adds what that touches. */
  ofActor<T>(state: Uint8Array, actor: number, does: () => T): T;
  /** Asks the property in a place of the model's list, and adds what that touches. */
  ofProperty<T>(at: number, asks: () => T): T;
  /**
   * Nothing that the others and the open properties were seen to touch, from where they stand on, is in conflict with what
   * an actor was seen to touch where it stands.
   */
  isAlone(state: Uint8Array, actor: number, open: readonly number[]): boolean;
  /** How often something was seen for the first time. */
  growth(): number;
}

/** What one actor was seen to touch, by the places of its program. */
interface OfActor {
  readonly here: readonly Footprint[];
  /** In a place and in all that it can come to from there. */
  readonly from: readonly Footprint[];
  /** The places from which a place can be come to, itself among them. */
  readonly before: readonly (readonly number[])[];
}

/** Begins with nothing seen. */
export function nothingSeen(actors: Actors, properties: number): SeenFootprints {
  const fresh = () => noFootprint(actors.cells);
  const all = Array.from({ length: actors.count }, (_, actor): OfActor => {
    const next = actors.program(actor);
    return { here: next.map(fresh), from: next.map(fresh), before: placesBefore(next) };
  });
  const asked = Array.from({ length: properties }, fresh);
  const noted = fresh();
  let growth = 0;

  const note = <T>(does: () => T): T => {
    clear(noted);
    actors.note(noted);
    const result = does();
    actors.note(undefined);
    return result;
  };
  const placeOf = (state: Uint8Array, actor: number): number => actors.place(state, actor);

  return {
    ofActor(state, actor, does) {
      const place = placeOf(state, actor);
      const result = note(does);
      const { here, from, before } = all[actor] as OfActor;
      if (include(here[place] as Footprint, noted)) {
        growth++;
        for (const earlier of before[place] ?? []) include(from[earlier] as Footprint, noted);
      }
      return result;
    },
    ofProperty(at, asks) {
      const result = note(asks);
      if (include(asked[at] as Footprint, noted)) growth++;
      return result;
    },
    isAlone(state, actor, open) {
      const own = all[actor]?.here[placeOf(state, actor)] as Footprint;
      for (const at of open) if (conflict(own, asked[at] as Footprint)) return false;
      for (let other = 0; other < all.length; other++) {
        if (other === actor) continue;
        const place = placeOf(state, other);
        if (place >= 0 && conflict(own, all[other]?.from[place] as Footprint)) return false;
      }
      return true;
    },
    growth: () => growth,
  };
}

/** For each place of a program those from which it can be come to, itself among them. */
function placesBefore(next: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const before: number[][] = next.map(() => []);
  for (const start of next.keys()) {
    const reached = new Set([start]);
    for (const place of reached) for (const one of next[place] ?? []) reached.add(one);
    for (const place of reached) before[place]?.push(start);
  }
  return before;
}
