import type { Property } from './model.ts';
import type { StateTable } from './table.ts';

/** The properties of a model while it is explored: which are settled, and by which state. */
export interface Watch {
  /** Shows a new state to every property that is not settled. */
  show(index: number, state: Uint8Array): void;
  /** Settles what the layer at hand has answered; called when every way to its states is known. */
  settle(): void;
  /** Whether the violations that were asked for are found. */
  enough(): boolean;
  /** The properties that are not settled, by their places. */
  open(): readonly number[];
  /**
   * The state that breaks the `always` or satisfies the `sometimes` in a place; undefined where none has been seen.
   */
  witness(at: number): number | undefined;
}

interface Watched {
  readonly at: number;
  readonly property: Property;
  /** States of the layer at hand that would settle it, in their order. */
  hits: number[];
  witness: number | undefined;
}

/**
 * Watches properties over the states of a breadth-first search.
 *
 * A property is settled by the nearest state that answers it: the first seen, or where ways differ in their choices the
 * one with the fewest, which is known only when the layer is complete. A way without choices settles at once.
 */
export function watchProperties(properties: readonly Property[], table: StateTable, firstViolation: boolean): Watch {
  const watched: Watched[] = properties.map((property, at) => ({ at, property, hits: [], witness: undefined }));
  const always = watched.filter((watch) => watch.property.modality === 'always');
  let open = watched;
  let places = open.map(({ at }) => at);
  let enough = false;

  const close = (): void => {
    open = open.filter((watch) => watch.witness === undefined);
    places = open.map(({ at }) => at);
    const violated = always.filter((watch) => watch.witness !== undefined).length;
    enough = violated > 0 && (firstViolation || violated === always.length);
  };

  return {
    show(index, state) {
      let closes = false;
      for (const watch of open) {
        if (watch.property.holds(state) !== (watch.property.modality === 'sometimes')) continue;
        if (table.cost(index) > 0) watch.hits.push(index);
        else {
          watch.witness = index;
          closes = true;
        }
      }
      if (closes) close();
    },
    settle() {
      for (const watch of open) {
        for (const hit of watch.hits) {
          if (watch.witness === undefined || table.cost(hit) < table.cost(watch.witness)) watch.witness = hit;
        }
        watch.hits = [];
      }
      close();
    },
    enough: () => enough,
    open: () => places,
    witness: (at) => watched[at]?.witness,
  };
}
