import { livenessOf } from '../mm/liveness.ts';
import type { Program } from '../mm/program.ts';
import type { Binding, World } from '../mm/world.ts';

export type Bound =
  | { readonly ok: true; readonly args: readonly number[] }
  /** The parameters that the world has no value for: `int flags`. */
  | { readonly ok: false; readonly missing: readonly string[] };

/** Structures that carry to a function what it is about; the fields of others (`tlb->start`) are of another kind. */
const CARRIER = /^(?:vmf|pvmw|walk)\.(\w+)$/;

function matches(binding: Binding, name: string, type: string): boolean {
  return binding.type === type && (binding.names === undefined || binding.names.test(name));
}

/** Finds a value in the world for each parameter of a function, by type and name; one that nobody reads needs none. */
export function bindParameters(program: Program, world: World): Bound {
  const live = livenessOf(program);
  const missing: string[] = [];
  const args = program.parameters.map(({ name, type }, index) => {
    const plain = CARRIER.exec(name)?.[1] ?? name;
    const binding = world.bindings.find((one) => matches(one, plain, type));
    if (binding === undefined && live.has(0, index)) missing.push(`a value for the parameter ${type} ${name}`);
    return binding?.value ?? 0;
  });
  return missing.length === 0 ? { ok: true, args } : { ok: false, missing };
}
