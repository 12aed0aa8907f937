import { isModelled, primitiveNamed } from '../mm/known.ts';
import { livenessOf } from '../mm/liveness.ts';
import type { Local, Program } from '../mm/program.ts';
import type { Binding, World } from '../mm/world.ts';

export type Bound =
  | {
      readonly ok: true;
      readonly args: readonly number[];
      /** The parameters whose names say nothing to the model, with what they are taken for. */
      readonly taken: readonly string[];
      /** The places of those that the world has no value for and that are neither objects nor addresses: `int flags`. */
      readonly open: readonly number[];
    }
  /** The objects and addresses that the world does not have: `pmd_t *pmd`. */
  | { readonly ok: false; readonly missing: readonly string[] };

/** Structures that carry to a function what it is about; the fields of others (`tlb->start`) are of another kind. */
const CARRIER = /^(?:vmf|pvmw|walk)\.(\w+)$/;

/** What leads to objects of the model and is none itself: no step takes it. */
const OPAQUE: ReadonlySet<string> = new Set(['struct list_head *']);

/** A start and an end: with more values of one type in a world, places do not tell them apart. */
const MOST_BY_PLACE = 2;

/**
 * Finds a value in the world for each parameter of a function; one that nobody reads needs none, and data that the model
 * does not have may be anything.
 *
 * The type and the name decide. Where the name is none of the world's, a number that the function hands to steps as an
 * address is taken for the next of the world's addresses in their order, and an object for the only one of its type.
 */
export function bindParameters(program: Program, world: World): Bound {
  const live = livenessOf(program);
  const named = program.parameters.map(({ name, type }) => {
    const plain = CARRIER.exec(name)?.[1] ?? name;
    return world.bindings.find((one) => one.type === type && (one.names === undefined || one.names.test(plain)));
  });
  const claimed = new Set(named);
  const missing: string[] = [];
  const taken: string[] = [];
  const open: number[] = [];
  const args = program.parameters.map((parameter, index) => {
    const binding =
      named[index] ?? (live.has(0, index) ? nextOf(parameter, index, program, world, claimed) : undefined);
    if (binding === undefined) {
      const isOpen = OPAQUE.has(parameter.type) || (!isModelled(parameter.type) && !isAddress(index, program));
      if (live.has(0, index) && isOpen) open.push(index);
      else if (live.has(0, index)) missing.push(`a value for the parameter ${parameter.type} ${parameter.name}`);
      return 0;
    }
    if (named[index] === undefined) {
      claimed.add(binding);
      taken.push(`${parameter.name} is taken for the ${nameOf(binding)} by its type and place`);
    }
    return binding.value;
  });
  return missing.length === 0 ? { ok: true, args, taken, open } : { ok: false, missing };
}

/** The first of a world's values of a type that no other parameter has. */
function nextOf(
  { name, type }: Local,
  index: number,
  program: Program,
  world: World,
  claimed: ReadonlySet<Binding | undefined>,
): Binding | undefined {
  if (name.includes('.')) return undefined;
  const ofType = world.bindings.filter((one) => one.type === type);
  if (ofType.length > MOST_BY_PLACE) return undefined;
  if (!type.endsWith('*') && !isAddress(index, program)) return undefined;
  return ofType.find((one) => !claimed.has(one));
}

/** A step takes the parameter for an address: as it is, where the step's prototype has an `unsigned long`. */
function isAddress(parameter: number, program: Program): boolean {
  return program.code.some((one) => {
    if (one.kind !== 'primitive') return false;
    const types = primitiveNamed(one.name)?.parameters ?? [];
    return one.args.some((arg, at) => arg.kind === 'local' && arg.local === parameter && types[at] === 'unsigned long');
  });
}

/** What a binding is for, in a word: the first name that it is found by, else its type. */
function nameOf({ names, type }: Binding): string {
  return /\w+/.exec(names?.source ?? '')?.[0] ?? type;
}
