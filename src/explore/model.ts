/** A named statement about states. */
export interface Property {
  /** `SMMU-TABLE`. */
  readonly name: string;
  /** `always`: every reachable state satisfies it. `sometimes`: at least one does, so that a pass is not vacuous. */
  readonly modality: 'always' | 'sometimes';
  /** One sentence. */
  readonly says: string;
  holds(state: Uint8Array): boolean;
}

/**
 * Anything that can be explored: states, and actions that lead from one to the next.
 *
 * A state is a canonical byte vector of a fixed length: two states are one exactly where their bytes are equal. An
 * action is a small integer with meaning to its model alone; the order in which `actions` lists them must depend on the
 * state alone, since traces and replay tokens name actions by their place in that list.
 */
export interface Model {
  /** Bytes of every state. */
  readonly stateBytes: number;
  /** Where states may be cut for storage so that a step changes few parts: bytes, multiples of 4, the first 0. */
  readonly cuts?: readonly number[];
  readonly initial: readonly Uint8Array[];
  readonly properties: readonly Property[];
  /** What can happen in a state; the list is lent until the next call. */
  actions(state: Uint8Array): readonly number[];
  /**
   * The successor, in a vector of its own; undefined where the action turns out not to apply.
   *
   * Who calls it copies what it wants to keep before the next call, so a model may write every successor into one vector
   * and save the allocation. Likewise `state` is only lent: a model keeps no reference to it.
   */
  step(state: Uint8Array, action: number): Uint8Array | undefined;
  /** One action in words, for traces. */
  describe(state: Uint8Array, action: number): StepText;
  /**
   * Whether the action is a choice on unmodelled data: exactly where `describe` gives `assumes`. Cheap, since it is asked
   * for every step; with it the explorer prefers, among the shortest traces, one with the fewest choices.
   */
  chooses?(state: Uint8Array, action: number): boolean;
  /**
   * One state for all those that differ by a renaming only (of CPUs, addresses, frames), for the reduction by symmetry.
   *
   * Sound where a renaming carries steps to steps: whatever a state can do, its representative can do up to renaming,
   * and every property says the same of both. May return `state` itself or, as `step`, one vector each time.
   */
  canonical?(state: Uint8Array): Uint8Array;
  /**
   * Actions that may go before all others, for the reduction by persistent sets; undefined where there are none.
   *
   * Sound where they are everything that one actor can do next, nothing that the others do from here on changes that or
   * is changed by it, and no property looks at what they change: a thread at a choice on unmodelled data, which moves
   * its own program counter only. That the others are not put off for ever is the explorer's care.
   */
  persistent?(state: Uint8Array): readonly number[] | undefined;
}

/** A step for people: who did what, where that stands in the source, and what it changed. */
export interface StepText {
  readonly actor: string;
  /** The primitive or the hardware's rule: `pmdp_huge_get_and_clear`, `device walks`. */
  readonly does: string;
  /** The source line that stands behind it, undefined for hardware. */
  readonly at:
    | { readonly file: string; readonly line: number; readonly text: string; readonly function: string }
    | undefined;
  /** The condition on unmodelled data that was chosen to be so, where this step is such a choice. */
  readonly assumes: string | undefined;
  /** What changed, a phrase each: `pmd[0]: table 1 → none`. */
  readonly changes: readonly string[];
}
