/**
 * Where C names live: locals of the program, bundles of them, or aliases.
 */
import type { Expr, Source } from '../../mm/program.ts';
import type { FieldSignature } from '../../mm/vocabulary.ts';
import { constant, local } from '../expr.ts';
import type { Lowering } from './context.ts';

/** What a C name stands for. */
export type Storage =
  /** One local of the program. */
  | { readonly kind: 'scalar'; readonly local: number; type: string }
  /** A struct that is no modelled object: each of its fields is a storage of its own, made where it is first named. */
  | {
      readonly kind: 'bundle';
      readonly struct: string;
      readonly name: string;
      readonly fields: Map<string, Storage>;
      readonly origin: 'local' | 'parameter';
      readonly at: Source;
      /** Which of the bundles of this lift, in the order in which they were made. */
      readonly number: number;
    }
  /** A pointer whose target is known: `&pmd` handed to an inlined callee, `vmf` itself; not zero where it is not null. */
  | {
      readonly kind: 'alias';
      readonly to: Storage;
      readonly type: string;
      readonly present: Expr;
      /** A parameter of the function that is lifted, whose target has no other name: it may be the first of an array. */
      readonly isParameter?: true;
    };

/** Memory that the model does not have: a field of an object that it has, or a global or a field of another structure. */
export type Where = 'inside' | 'outside' | undefined;

/** What an expression yields. */
export type Value =
  | {
      readonly kind: 'scalar';
      readonly expr: Expr;
      readonly type: string;
      /** A name in capitals that the model does not know: equal to itself, and nothing else is known of it. */
      readonly symbol?: boolean;
      /** A number that is written as one, not as a name. */
      readonly isNumber?: boolean;
    }
  /** The model has no such value; `of` is the C text that it comes from. */
  | {
      readonly kind: 'unmodelled';
      readonly of: string;
      readonly type: string;
      /** For an address, whether it is part of an object of the model; undefined where nobody can tell. */
      readonly where: Where;
      /** The field whose address this is. */
      readonly field?: Extract<Place, { kind: 'field' }>;
    }
  | { readonly kind: 'pointer'; readonly to: Storage; readonly type: string; readonly present: Expr }
  | { readonly kind: 'bundle'; readonly of: Extract<Storage, { kind: 'bundle' }>; readonly type: string };

/** What can be assigned to. */
export type Place =
  | { readonly kind: 'storage'; readonly storage: Storage }
  /** What a modelled pointer points to, such as an entry of a page table. */
  | { readonly kind: 'pointee'; readonly pointer: Expr; readonly type: string }
  /** What a pointer to a modelled object points to: it is read and written field by field only. */
  | { readonly kind: 'object'; readonly pointer: Expr; readonly type: string }
  | { readonly kind: 'field'; readonly signature: FieldSignature; readonly object: Expr }
  /** Memory that the model does not have; `touches` names what the model does have and this may be. */
  | {
      readonly kind: 'nowhere';
      readonly of: string;
      readonly type: string;
      readonly touches: string | undefined;
      readonly where?: Where;
    };

export const VOID: Value = { kind: 'scalar', expr: constant(0), type: 'void' };

export function scalar(expr: Expr, type: string): Value {
  return { kind: 'scalar', expr, type };
}

export function unmodelled(of: string, type: string, where?: Where): Value {
  return { kind: 'unmodelled', of, type, where };
}

/** A new local of the program. */
export function newLocal(lowering: Lowering, name: string, type: string): number {
  lowering.locals.push({ name, type });
  return lowering.locals.length - 1;
}

/** A new local that holds what an expression yields between two steps. */
export function temporary(lowering: Lowering, name: string, type: string): Extract<Storage, { kind: 'scalar' }> {
  return { kind: 'scalar', local: newLocal(lowering, `${lowering.frame.prefix}${name}`, type), type };
}

/** The value of a scalar storage now: it names the local, so it changes with it. */
export function valueIn(storage: Extract<Storage, { kind: 'scalar' }>): Value {
  return scalar(local(storage.local), storage.type);
}

/** Finds a C name, innermost scope first. */
export function lookUp(lowering: Lowering, name: string): Storage | undefined {
  const { scopes } = lowering.frame;
  for (let i = scopes.length - 1; i >= 0; i--) {
    const storage = scopes[i]?.get(name);
    if (storage !== undefined) return storage;
  }
  return undefined;
}

/** Makes a C name known in the innermost scope. */
export function declare(lowering: Lowering, name: string, storage: Storage): void {
  lowering.frame.scopes.at(-1)?.set(name, storage);
}

/** The storage of one field of a bundle, made where it is first named. */
export function fieldOf(lowering: Lowering, bundle: Extract<Storage, { kind: 'bundle' }>, field: string): Storage {
  const known = bundle.fields.get(field);
  if (known !== undefined) return known;
  const { late } = lowering.fields;
  late.set(bundle.number, (late.get(bundle.number) ?? new Set()).add(field));
  const made = makeField(lowering, bundle, field);
  // What the bundle was given before now passed this field by: it may hold anything.
  if (bundle.origin === 'local' && made.kind === 'scalar')
    lowering.drawn.push({ dest: made.local, of: `${bundle.name}.${field}`, at: bundle.at });
  return made;
}

/**
 * A new field of a bundle.
 *
 * A parameter's field is a parameter too where the model knows its type or the function has `told` it; else it has one
 * unmodelled value for the whole run.
 */
export function makeField(
  lowering: Lowering,
  bundle: Extract<Storage, { kind: 'bundle' }>,
  field: string,
  told?: string,
): Storage {
  const type = lowering.vocabulary.field(bundle.struct, field)?.type ?? told;
  const name = `${bundle.name}.${field}`;
  const storage: Storage = {
    kind: 'scalar',
    local: newLocal(lowering, name, type ?? 'unknown'),
    type: type ?? 'unknown',
  };
  if (bundle.origin === 'parameter') {
    if (type === undefined) lowering.drawn.push({ dest: storage.local, of: name, at: bundle.at });
    else lowering.parameters.push({ local: storage.local, isField: true });
  }
  bundle.fields.set(field, storage);
  return storage;
}
