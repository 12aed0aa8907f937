import type { Footprint } from './footprint.ts';

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
  /**
   * Where the successor that was given last can differ from the state that it came from: a bit for each part that `cuts`
   * makes, the last bit for all parts from the 32nd on; undefined for a model that does not keep count.
   */
  changed?(): number;
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
  /** Who takes the actions, for the reduction by independence. */
  readonly actors?: Actors;
}

/**
 * Those who take a model's actions, each one after the other: threads of programs, rules of hardware. They are numbered, and
 * `actions` of the model lists those of the first, then those of the second, and so on.
 *
 * Whether an actor can go on, and what its step does, must depend on the place where it stands and on the cells that are
 * noted as read; all that a step changes is noted as written, but what nobody else and no property ever reads, such as
 * the place itself.
 */
export interface Actors {
  readonly count: number;
  /** The program of an actor: for each place those that come next. A rule of hardware stays where it is. */
  program(actor: number): readonly (readonly number[])[];
  /** Where an actor stands; negative once it has ended. */
  place(state: Uint8Array, actor: number): number;
  /** What an actor can do in a state. */
  actions(state: Uint8Array, actor: number): readonly number[];
  /** How many cells a state has, by their numbers in footprints. */
  readonly cells: number;
  /** From now on what is read and written is noted there, by whoever it is; undefined ends that. */
  note(footprint: Footprint | undefined): void;
}

/** A step for people: who did what, where that stands in the source, and what it changed. */
export interface StepText {
  readonly actor: string;
  /** The primitive or the hardware's rule: `pmdp_huge_get_and_clear`, `device walks`. */
  readonly does: string;
  /** The source line that stands behind it, undefined for hardware. */
  readonly at:
    | {
        readonly file: string;
        readonly line: number;
        readonly text: string;
        readonly function: string;
        readonly isBeyond?: true;
      }
    | undefined;
  /** The condition on unmodelled data that was chosen to be so, where this step is such a choice. */
  readonly assumes: string | undefined;
  /** What changed, a phrase each: `pmd[0]: table 1 → none`. */
  readonly changes: readonly string[];
}
