/**
 * What the model knows of the kernel's language: the names that a reader of C text may turn into steps and values.
 *
 * The model owns the meaning; `lift/` owns the reading. This is the whole of what passes between them.
 */

import type { Method } from './methods.ts';

/** The C type of each argument and of the result, with single blanks: `pmd_t *`; `void` for none. */
export interface Signature {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly result: string;
}

/** A step, and whether it only looks. */
export interface Step extends Signature {
  /** It changes nothing that others could see: where the model does not have what it looks at, its result is open and no more. */
  readonly reads?: boolean;
}

/** Another prototype of a known function, and what of its arguments goes to the step. */
export interface Form {
  /** C types as in a signature; a number stands for an argument that must be that constant. */
  readonly parameters: readonly string[];
  /** For each parameter of the step `$1`, `$0->vm_mm`, or a number. */
  readonly takes: readonly string[];
}

/** How `struct->field` is read. */
export interface FieldSignature {
  readonly struct: string;
  readonly field: string;
  readonly type: string;
  /**
   * `shared`: others may change it, so a load is the primitive `load STRUCT.FIELD` and a store `store STRUCT.FIELD`.
   * `stable`: nobody changes it while a world runs; a load takes no step.
   * `contained`: an object of its own within another: its address is the id that a load gives, and takes no step.
   * `embedded`: part of the object itself; its address and its value are the object's own id (`&mapping->i_mmap`).
   * `bundled`: the structure is no object of the model but carries modelled values (`struct vm_fault`); only the type counts.
   */
  readonly access: 'shared' | 'stable' | 'contained' | 'embedded' | 'bundled';
}

/**
 * A macro that is a loop header. Written as calls over its arguments: `$0` is the cursor, which `first` and `next`
 * yield, and the loop goes on while it is not zero.
 */
export interface Iterator {
  readonly name: string;
  readonly cursor: number;
  readonly first: string;
  readonly next: string;
}

/** A call that has no effect on modelled objects. */
export interface Irrelevant {
  readonly name: string;
  /** Why it may be left out: `accounting`, `tracing`, `scheduling`. */
  readonly reason: string;
  /** The constant that it returns; undefined for a value that the model does not have (a choice where it is tested). */
  readonly result?: number;
  /** A call that is handed a value of this type is another one, which nobody knows. */
  readonly unless?: string;
}

/** The kernel's own function, written again in the model's words, for callers whose text does not show it. */
export interface ReferenceFunction {
  readonly name: string;
  /** First and last kernel version, `5.7`, that it stands for; undefined for no limit. */
  readonly since?: string;
  readonly until?: string;
  /** Where the facts come from: file and version, commit, or document. */
  readonly source: string;
  /** C text of one function definition, in the subset that `lift/` reads. */
  readonly text: string;
  /** What it asks that the model does not have, so that either answer is possible; undefined for nothing. */
  readonly asks?: readonly string[];
}

export interface Vocabulary {
  /** A modelled call: one atomic step. */
  primitive(name: string): Step | undefined;
  /** A modelled call without effect and without a step. */
  pure(name: string): Signature | undefined;
  /** The other prototypes of a primitive or a pure function. */
  forms(name: string): readonly Form[];
  field(struct: string, field: string): FieldSignature | undefined;
  /** Why the model keeps nothing of a field of one of its objects; undefined for any other field. */
  unkept(struct: string, field: string): string | undefined;
  /** The function that a call through a table of functions is taken for: `vma->vm_ops->fault`. */
  method(text: string): Method | undefined;
  /** A structure that carries modelled values from one function to another: a pointer to one stands for what it holds. */
  carrier(struct: string): boolean;
  /** Value of a macro or enumerator. */
  constant(name: string): number | undefined;
  iterator(name: string): Iterator | undefined;
  irrelevant(name: string): Irrelevant | undefined;
  /** The text that stands for a kernel function at a kernel version. */
  reference(name: string, version: string): ReferenceFunction | undefined;
  /** A type whose values the model has: a pointer to a modelled object, an entry, a lock. Calls with none of these can be sliced. */
  modelled(type: string): boolean;
}
