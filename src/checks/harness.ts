import { primitiveNamed } from '../mm/known.ts';
import { LOCK_ASSERTIONS } from '../mm/primitives/lock-asserts.ts';
import type { Instruction, Program } from '../mm/program.ts';
import type { Call } from '../mm/thread.ts';
import type { World } from '../mm/world.ts';
import type { Instruments } from './programs.ts';

/** What a thread does around the function under test. */
export interface Harness {
  readonly before: readonly Call[];
  readonly after: readonly Call[];
  /** Locks that the function's callers hold, in words: `mmap_write_lock, which the function asserts`. */
  readonly says: readonly string[];
}

/**
 * Finds the locks that the callers of a function hold: those that it asserts before it takes a lock or changes anything.
 * What is asserted later may be about a lock that the function has taken.
 *
 * The strongest assertion of each lock counts; the object is the one that the world has for the type.
 */
export function harnessOf(program: Program, world: World, kernel: string, instruments: Instruments): Harness {
  const asserted = assertedAtEntry(program);
  const needed = new Map<string, (typeof LOCK_ASSERTIONS)[number]>();
  for (const assertion of LOCK_ASSERTIONS) {
    const type = assertion.primitive.parameters[0];
    if (type !== undefined && asserted.has(assertion.primitive.name)) needed.set(type, assertion);
  }
  const calls = [...needed].flatMap(([type, { take, release }]) => {
    const value = world.bindings.find((binding) => binding.type === type)?.value;
    if (value === undefined) return [];
    const call = (name: string): Call => ({ program: instruments.lifted(name, kernel).program, args: [value] });
    return [{ take: call(take), release: call(release), says: `${take}, which the function asserts` }];
  });
  return {
    before: calls.map(({ take }) => take),
    after: calls.map(({ release }) => release).toReversed(),
    says: calls.map(({ says }) => says),
  };
}

const ASSERTIONS: ReadonlySet<string> = new Set(LOCK_ASSERTIONS.map((one) => one.primitive.name));

/** The assertions that some path comes by before it takes a lock or changes anything. */
function assertedAtEntry(program: Program): ReadonlySet<string> {
  const asserted = new Set<string>();
  const seen = new Set<number>();
  const open = [0];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const one = program.code[at];
    if (one?.kind === 'primitive' && ASSERTIONS.has(one.name)) {
      asserted.add(one.name);
      open.push(at + 1);
    } else open.push(...waysOn(one, at));
  }
  return asserted;
}

/** Where a thread goes on that only looks; nowhere from a step that does more. */
function waysOn(one: Instruction | undefined, at: number): readonly number[] {
  switch (one?.kind) {
    case 'primitive':
      return primitiveNamed(one.name)?.reads === true ? [at + 1] : [];
    case 'let':
    case 'assert':
      return [at + 1];
    case 'goto':
      return [one.target];
    case 'branch':
    case 'choice':
      return [one.then, one.else];
    default:
      return [];
  }
}
