import type { Property } from './model.ts';
import type { Path } from './path.ts';
import type { Watch } from './watch.ts';

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

/** States between two looks at the clock. */
export const DEADLINE_STRIDE = 256;

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

/** What a search that has ended says of each property; `pathOf` gives a way to a stored state. */
export function outcomesOf(
  properties: readonly Property[],
  watch: Watch,
  complete: boolean,
  pathOf: (witness: number) => Path,
): readonly Outcome[] {
  return properties.map((property, at): Outcome => {
    const always = property.modality === 'always';
    const witness = watch.witness(at);
    if (witness !== undefined) return { property, result: always ? 'violated' : 'reached', path: pathOf(witness) };
    if (!complete) return { property, result: 'unknown', path: undefined };
    return { property, result: always ? 'satisfied' : 'unreached', path: undefined };
  });
}
