import { livenessOf } from '../mm/liveness.ts';
import type { Program } from '../mm/program.ts';
import type { Binding, World } from '../mm/world.ts';

export type Bound =
  | { readonly ok: true; readonly args: readonly number[] }
  /** The parameters that the world has no value for: `int flags`. */
  | { readonly ok: false; readonly missing: readonly string[] };

function matches(binding: Binding, name: string, type: string): boolean {
  return binding.type === type && (binding.names === undefined || binding.names.test(name));
}

/** Finds a value in the world for each parameter of a function, by type and name; one that nobody reads needs none. */
export function bindParameters(program: Program, world: World): Bound {
  const live = livenessOf(program);
  const missing: string[] = [];
  const args = program.parameters.map(({ name, type }, index) => {
    const binding = world.bindings.find((one) => matches(one, name.split('.').at(-1) ?? name, type));
    if (binding === undefined && live.has(0, index)) missing.push(`a value for the parameter ${type} ${name}`);
    return binding?.value ?? 0;
  });
  return missing.length === 0 ? { ok: true, args } : { ok: false, missing };
}
