import { LOCK_ASSERTIONS } from '../mm/primitives/lock-asserts.ts';
import type { Program } from '../mm/program.ts';
import type { Call } from '../mm/thread.ts';
import type { World } from '../mm/world.ts';
import type { Instruments } from './programs.ts';

/** What a thread does around the function under test. */
export interface Harness {
  readonly before: readonly Call[];
  readonly after: readonly Call[];
  /** Locks that the function's callers hold, in words: `mmap_write_lock, since the function asserts it`. */
  readonly says: readonly string[];
}

/**
 * Finds the locks that the callers of a function hold: those that it asserts itself.
 *
 * The strongest assertion of each lock counts; the object is the one that the world has for the type.
 */
export function harnessOf(program: Program, world: World, kernel: string, instruments: Instruments): Harness {
  const asserted = new Set(program.code.flatMap((one) => (one.kind === 'primitive' ? [one.name] : [])));
  const needed = new Map<string, (typeof LOCK_ASSERTIONS)[number]>();
  for (const assertion of LOCK_ASSERTIONS) {
    const type = assertion.primitive.parameters[0];
    if (type !== undefined && asserted.has(assertion.primitive.name)) needed.set(type, assertion);
  }
  const calls = [...needed].flatMap(([type, { take, release }]) => {
    const value = world.bindings.find((binding) => binding.type === type)?.value;
    if (value === undefined) return [];
    const call = (name: string): Call => ({ program: instruments.reference(name, kernel), args: [value] });
    return [{ take: call(take), release: call(release), says: `${take}, which the function asserts` }];
  });
  return {
    before: calls.map(({ take }) => take),
    after: calls.map(({ release }) => release).toReversed(),
    says: calls.map(({ says }) => says),
  };
}
