import type { World } from './world.ts';

/** A function that breaks a property in a world, and the same function without the mistake. */
export interface Example {
  /** Kernel version that the programs are read at. */
  readonly kernel: string;
  /** What the first text breaks and the second keeps. */
  readonly property: string;
  readonly world: World;
  /** Name of the function in both texts. */
  readonly function: string;
  /** C text, in the model's words, with the mistake. */
  readonly before: string;
  /** C text without it. */
  readonly after: string;
}

/** A real memory-management bug: the function before and after its fix, and the world in which the difference shows. */
export interface Bug extends Example {
  /** As in the catalogue that the model is tested with: `B5`. */
  readonly id: string;
  /** Subject of the fix. */
  readonly title: string;
  /** Abbreviated commit id of the fix; undefined where none is confirmed. */
  readonly commit: string | undefined;
  /** Fragments of `actor: step` that occur in the shortest trace, in this order. */
  readonly story: readonly string[];
}
