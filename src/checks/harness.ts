import { LOCK_ASSERTIONS } from '../mm/primitives/lock-asserts.ts';
import type { Instruction, Program } from '../mm/program.ts';
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
 * Finds the locks that the callers of a function hold: those that it asserts itself, on every path, before it does anything
 * else. What is asserted later may be about a lock that the function has taken, or about one path only.
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
    const call = (name: string): Call => ({ program: instruments.reference(name, kernel), args: [value] });
    return [{ take: call(take), release: call(release), says: `${take}, which the function asserts` }];
  });
  return {
    before: calls.map(({ take }) => take),
    after: calls.map(({ release }) => release).toReversed(),
    says: calls.map(({ says }) => says),
  };
}

const ASSERTIONS: ReadonlySet<string> = new Set(LOCK_ASSERTIONS.map((one) => one.primitive.name));

/** The assertions that every path comes by before it takes a lock or changes anything; one that does neither is left out. */
function assertedAtEntry(program: Program): ReadonlySet<string> {
  const common: Set<string>[] = [];
  const seen = new Set<string>();
  const open: { readonly at: number; readonly passed: readonly string[] }[] = [{ at: 0, passed: [] }];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const key = `${path.at} ${path.passed.join(' ')}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const one = program.code[path.at];
    if (one?.kind === 'primitive' && ASSERTIONS.has(one.name)) {
      open.push({ at: path.at + 1, passed: [...new Set([...path.passed, one.name])] });
      continue;
    }
    if (one?.kind === 'return') continue;
    const next = waysOn(one, path.at);
    if (next === undefined) common.push(new Set(path.passed));
    else open.push(...next.map((at) => ({ at, passed: path.passed })));
  }
  const [first, ...others] = common;
  return new Set([...(first ?? [])].filter((name) => others.every((other) => other.has(name))));
}

/** Where a thread goes on that only looks; undefined at a step that does more. */
function waysOn(one: Instruction | undefined, at: number): readonly number[] | undefined {
  switch (one?.kind) {
    case 'primitive':
      return one.dest === undefined || /lock/.test(one.name) ? undefined : [at + 1];
    case 'let':
    case 'assert':
      return [at + 1];
    case 'goto':
      return [one.target];
    case 'branch':
    case 'choice':
      return [one.then, one.else];
    default:
      return undefined;
  }
}
