/**
 * The form in which functions run on the model: a flat list of instructions over 16-bit locals.
 *
 * Each `primitive` instruction is one atomic step that other actors can see the world between; everything else is
 * local to its thread and takes no step of its own. Calls to other functions are inlined by whoever makes the program.
 */

/** Where an instruction stands in the C text that it was read from. */
export interface Source {
  /** Path in the kernel tree, or `reference` for the model's own text of a kernel function. */
  readonly file: string;
  /** Line in that file, from 1. */
  readonly line: number;
  /** The line as written, trimmed. */
  readonly text: string;
  /** The function that the line belongs to: the callee's name within an inlined call. */
  readonly function: string;
  /** It stands within what was put in from other files of the tree than those at hand, or through a table of functions. */
  readonly isBeyond?: true;
}

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '&'
  | '|'
  | '^'
  | '<<'
  | '>>'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>=';

/** A value computed from locals, constants and stable fields, in 16-bit unsigned arithmetic. No steps, no effects. */
export type Expr =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'local'; readonly local: number }
  | { readonly kind: 'unary'; readonly operator: '!' | '~' | '-'; readonly operand: Expr }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expr; readonly right: Expr }
  /** A function of its arguments alone, such as `pte_none`. */
  | { readonly kind: 'pure'; readonly name: string; readonly args: readonly Expr[] }
  /** A field that no actor changes while the world runs, such as `vm_start`. */
  | { readonly kind: 'field'; readonly struct: string; readonly field: string; readonly object: Expr };

export type Instruction =
  /** One atomic step; blocks while the primitive is not enabled (a taken lock). */
  | {
      readonly kind: 'primitive';
      readonly name: string;
      readonly args: readonly Expr[];
      readonly dest: number | undefined;
      readonly at: Source;
    }
  | { readonly kind: 'let'; readonly dest: number; readonly value: Expr; readonly at: Source }
  | { readonly kind: 'branch'; readonly test: Expr; readonly then: number; readonly else: number; readonly at: Source }
  /** Either way, since the condition is on data that the model does not have. */
  | { readonly kind: 'choice'; readonly of: string; readonly then: number; readonly else: number; readonly at: Source }
  | { readonly kind: 'goto'; readonly target: number }
  /** The code's own BUG_ON or VM_BUG_ON: violates ASSERT where `test` is zero. */
  | { readonly kind: 'assert'; readonly test: Expr; readonly says: string; readonly at: Source }
  | { readonly kind: 'return'; readonly value: Expr | undefined; readonly at: Source }
  /** A call that nobody knows: breaks KNOWN, and the thread goes no further, since what comes after depends on it. */
  | { readonly kind: 'unknown'; readonly name: string; readonly at: Source };

export interface Local {
  /** As in the source; inlined callees' locals carry the callee's name, `pmdp_collapse_flush:pmd`. */
  readonly name: string;
  /** C type with single blanks: `struct vm_area_struct *`, `pmd_t`. */
  readonly type: string;
}

/** Places with others that they stand for too, on ways that do the same step for step. */
export type Alike = ReadonlyMap<Source, readonly Source[]>;

export interface Program {
  readonly name: string;
  /** The first locals are the parameters, in order; a struct passed by pointer is one local a field, `vmf.vma`. */
  readonly parameters: readonly Local[];
  readonly locals: readonly Local[];
  /** Execution starts at 0; targets are indices. */
  readonly code: readonly Instruction[];
  /** What the places of its instructions stand for besides. */
  readonly alike?: Alike;
}

/** The places of a program to which an instruction at a place leads; none for a return. */
export function targetsOf(instruction: Instruction, at: number): readonly number[] {
  switch (instruction.kind) {
    case 'branch':
    case 'choice':
      return [instruction.then, instruction.else];
    case 'goto':
      return [instruction.target];
    case 'return':
      return [];
    default:
      return [at + 1];
  }
}
