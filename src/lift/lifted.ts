import type { Program, Source } from '../mm/program.ts';

/** Where the text of a function came from, best first (a tree, the whole function in a diff, parts of it, the model). */
export type TextOrigin = 'tree' | 'diff' | 'fragment' | 'reference';

/** A function that runs on the model, with everything that was not read literally. */
export interface Lifted {
  readonly program: Program;
  readonly origin: TextOrigin;
  /** Callees put in place of their calls, with where their text came from. */
  readonly inlined: readonly { readonly name: string; readonly origin: TextOrigin }[];
  /** Statements left out, with the reason why they cannot matter. */
  readonly sliced: readonly { readonly reason: string; readonly at: Source }[];
  /** Options of the kernel's configuration that are taken to be set: `CONFIG_NUMA`. */
  readonly options: readonly string[];
  /** Conditions on data that the model does not have: either way is explored. */
  readonly assumed: readonly { readonly of: string; readonly at: Source }[];
  /** Calls that could touch modelled objects and that nobody knows: while there are any, nothing can be said to hold. */
  readonly unknown: readonly { readonly name: string; readonly at: Source }[];
}

export type LiftResult =
  | { readonly ok: true; readonly lifted: Lifted }
  /** What is missing, by name: a phrase each. */
  | { readonly ok: false; readonly missing: readonly string[] };
