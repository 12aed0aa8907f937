import type { Hardware } from './hardware.ts';
import type { Memory } from './kernel.ts';
import type { Dimensions } from './objects.ts';
import type { VersionRange } from './version.ts';

/** A function that a world's thread calls, by name, with ids and numbers as arguments. */
export interface NamedCall {
  readonly function: string;
  readonly args: readonly number[];
}

/** Stands for the function under test in the list of a thread's calls. */
export const SUBJECT = 'subject';

export interface ThreadOfWorld {
  /** `khugepaged`. */
  readonly name: string;
  readonly runs: readonly (NamedCall | typeof SUBJECT)[];
}

/** A value for a parameter of the function under test. */
export interface Binding {
  /** C type with single blanks. */
  readonly type: string;
  /** The names that it is for; all of the type where undefined. */
  readonly names?: RegExp;
  readonly value: number;
}

/** Something interesting that must happen in a run, so that a pass means something. */
export interface Witness {
  readonly name: string;
  readonly says: string;
  holds(m: Memory): boolean;
}

/** What is known of a function when worlds are chosen for it. */
export interface Touched {
  /** Primitives that its program takes, under their first names. */
  readonly primitives: ReadonlySet<string>;
  /** C types of its parameters. */
  readonly parameters: readonly string[];
}

/**
 * A small named starting state with its actors, in which functions of one role can be judged.
 *
 * Worlds are written to be read: the problem in prose, the atomic steps of the actors, and the interleaving that fails.
 */
export interface World {
  readonly name: string;
  /** One line. */
  readonly title: string;
  readonly about: string;
  /** Properties that it was made to judge. */
  readonly properties: readonly string[];
  /** Properties that a run can break on the way: worth telling where it does, while nothing here shows that they hold. */
  readonly incidental: readonly string[];
  readonly dimensions: Omit<Dimensions, 'threads'>;
  /** Kernels that can be in such a state; all where undefined. */
  readonly kernels?: VersionRange;
  /** Fills the initial state; threads are numbered from 1 in the order of `threads`. */
  initial(m: Memory): void;
  readonly threads: readonly ThreadOfWorld[];
  readonly hardware: readonly Hardware[];
  readonly bindings: readonly Binding[];
  readonly witnesses: readonly Witness[];
  /** The others alone can break the property: whether the function keeps them from it is the question. */
  readonly othersSuffice?: true;
  /**
   * It was made for no kind of function: it is taken where no other world fits, and what the patched function breaks is told
   * only where the function did not break it before the patch.
   */
  readonly isGeneral?: true;
  /** Says why a function can be judged here, in a sentence; undefined where it cannot. */
  suits(touched: Touched): string | undefined;
}
