import { Memory, makeKernel, traitsOf } from '../mm/kernel.ts';
import { primitiveNamed } from '../mm/known.ts';
import { localsOf } from '../mm/liveness.ts';
import { LOCK_ASSERTIONS } from '../mm/primitives/lock-asserts.ts';
import type { Instruction, Program } from '../mm/program.ts';
import type { Call } from '../mm/thread.ts';
import { SUBJECT, type World } from '../mm/world.ts';
import { bindParameters } from './bind.ts';
import type { Instruments } from './programs.ts';

/** What a thread does around the function under test. */
export interface Harness {
  readonly before: readonly Call[];
  readonly after: readonly Call[];
  /** Locks that the function's callers hold, in words: `mmap_write_lock, which the function asserts`. */
  readonly says: readonly string[];
  /** What a run that breaks something rests on: what callers hand over. */
  readonly assumes: readonly string[];
}

/**
 * Finds the locks that the callers of a function hold.
 *
 * Those that it asserts before it takes a lock or changes anything: what is asserted later may be about a lock that the
 * function has taken, unless it takes none of that kind at all. The strongest assertion of each lock counts; the object is
 * the one that the world has for the type.
 *
 * And the page-table lock of an entry, of whatever level, that it is handed and changes, where it takes and gives back no such
 * lock itself.
 *
 * @param before The function before the patch, where the callers are as they were: a lock that it took itself, for the
 * same assertion, is none of theirs.
 */
export function harnessOf(
  program: Program,
  world: World,
  kernel: string,
  instruments: Instruments,
  before?: Program,
): Harness {
  const held = [...assertedLocks(program, world, before), ...entryLocks(program, world)];
  const call = (name: string, value: number): Call => ({
    program: instruments.lifted(name, kernel).program,
    args: [value],
  });
  return {
    before: held.map(({ take, value }) => call(take, value)),
    after: held.map(({ release, value }) => call(release, value)).toReversed(),
    says: held.map(({ take, why }) => `${take}, ${why}`),
    assumes: handedOver(program, world),
  };
}

interface Held {
  readonly take: string;
  readonly release: string;
  /** The lock. */
  readonly value: number;
  readonly why: string;
}

function assertedLocks(program: Program, world: World, before: Program | undefined): readonly Held[] {
  const asserted = assertedOfCallers(program);
  const own = before === undefined ? [] : assertedOfItself(before);
  for (const name of own) asserted.delete(name);
  const needed = new Map<string, (typeof LOCK_ASSERTIONS)[number]>();
  for (const assertion of LOCK_ASSERTIONS) {
    const type = assertion.primitive.parameters[0];
    if (type !== undefined && asserted.has(assertion.primitive.name)) needed.set(type, assertion);
  }
  return [...needed].flatMap(([type, { take, release }]) => {
    const value = world.bindings.find((binding) => binding.type === type)?.value;
    const isHeld = value === undefined || takenBefore(world, take).includes(value);
    return isHeld ? [] : [{ take, release, value, why: 'which the function asserts' }];
  });
}

/** Steps that take or give back the lock of a page table. */
const TABLE_LOCKS = new Set(['spin_lock', 'spin_trylock', 'spin_unlock', 'pmd_lock']);

function takesTableLocks(program: Program): boolean {
  return program.code.some((one) => one.kind === 'primitive' && TABLE_LOCKS.has(stepNamed(one)));
}

/** Types of what a function in the middle of a walk is handed. */
const ENTRIES = new Set(['pte_t', 'pmd_t', 'swp_entry_t', 'pte_t *', 'pmd_t *', 'pud_t *']);

/**
 * What a function in the middle of a walk is handed, which leaves the locks of page tables to its callers: what entries
 * those are, what the callers have looked at, and what they do after it, it does not say itself.
 *
 * A world that starts within such a walk has the callers; a callback of the page walker has none but that.
 */
function handedOver(program: Program, world: World): readonly string[] {
  const isCallback = program.parameters.some(({ name }) => name.startsWith('walk.'));
  if (isCallback || takesTableLocks(program) || tablesHeldAlready(world).length > 0) return [];
  const entries = program.parameters.filter(({ name, type }) => ENTRIES.has(type) && !name.includes('.'));
  return entries.map(({ name }) => `callers hand ${program.name} such ${name} and do nothing more about it`);
}

/** Locks of the tables whose entries the function is handed and changes without any lock of its own. */
function entryLocks(program: Program, world: World): readonly Held[] {
  if (takesTableLocks(program)) return [];
  const bound = bindParameters(program, world);
  if (!bound.ok) return [];
  const tables = program.parameters.flatMap(({ name, type }, local) => {
    const isEntry = (type === 'pte_t *' || type === 'pmd_t *') && !name.includes('.') && changesThrough(program, local);
    const entry = bound.args[local] ?? 0;
    return isEntry && entry > 0 ? [Math.floor((entry - 1) / world.dimensions.entriesPerTable) + 1] : [];
  });
  const held = tablesHeldAlready(world);
  return [...new Set(tables)]
    .filter((table) => !held.includes(table))
    .map((value) => ({
      take: 'spin_lock',
      release: 'spin_unlock',
      value,
      why: 'the page-table lock of the entry that the function is handed and changes',
    }));
}

/** Some step that does more than look is handed the local, or what is counted from it. */
function changesThrough(program: Program, local: number): boolean {
  return program.code.some(
    (one) =>
      one.kind === 'primitive' &&
      primitiveNamed(one.name)?.reads !== true &&
      one.args.some((arg) => localsOf(arg).includes(local)),
  );
}

/** The locks of page tables within which a world's threads start, and those that a thread takes before the function runs. */
function tablesHeldAlready(world: World): readonly number[] {
  const kernel = makeKernel({ ...world.dimensions, threads: world.threads.length }, traitsOf('6.12'), []);
  kernel.layout.cut();
  const m = new Memory(kernel);
  world.initial(m);
  const { owner } = m.o.table;
  const first = Array.from({ length: owner.count }, (_, index) => index + 1).filter(
    (table) => m.get(owner, table) !== 0,
  );
  return [...first, ...takenBefore(world, 'spin_lock')];
}

/** The locks that a world's own thread takes by some function before it runs the one under test. */
function takenBefore({ threads }: World, take: string): readonly number[] {
  return threads.flatMap(({ runs }) =>
    runs
      .slice(0, runs.indexOf(SUBJECT) + 1)
      .flatMap((run) => (run !== SUBJECT && run.function === take ? run.args : [])),
  );
}

function stepNamed({ name }: { readonly name: string }): string {
  return primitiveNamed(name)?.name ?? name;
}

const ASSERTIONS: ReadonlySet<string> = new Set(LOCK_ASSERTIONS.map((one) => one.primitive.name));

/** The assertions about locks that the callers hold. */
function assertedOfCallers(program: Program): Set<string> {
  return new Set([...assertedAtEntry(program), ...assertedOnly(program)]);
}

/** The assertions about locks that the function has taken itself. */
function assertedOfItself(program: Program): readonly string[] {
  const callers = assertedOfCallers(program);
  return LOCK_ASSERTIONS.filter(
    ({ primitive, take }) =>
      !callers.has(primitive.name) && asserts(program, primitive.name) && takesKind(program, take),
  ).map(({ primitive }) => primitive.name);
}

/** The assertions in the function's own text about locks of a kind that its program takes nowhere. */
function assertedOnly(program: Program): readonly string[] {
  return LOCK_ASSERTIONS.filter(
    ({ primitive, take }) => asserts(program, primitive.name) && !takesKind(program, take),
  ).map(({ primitive }) => primitive.name);
}

/** The function's own text asserts something. */
function asserts({ name, code }: Program, assertion: string): boolean {
  return code.some((one) => one.kind === 'primitive' && stepNamed(one) === assertion && one.at.function === name);
}

/** Some step takes a lock of the kind that `mmap_read_lock` takes, in whatever way. */
function takesKind({ code }: Program, take: string): boolean {
  const kind = take.replace(/_(?:read|write)_lock$|_lock_(?:read|write)$/, '');
  const takes = new RegExp(`^${kind}_(?:(?:read|write)_(?:lock|trylock)|lock_\\w+|trylock_\\w+)$`);
  return code.some((one) => one.kind === 'primitive' && takes.test(stepNamed(one)));
}

/** The assertions that some path comes by before it takes a lock or changes anything. */
function assertedAtEntry(program: Program): ReadonlySet<string> {
  const asserted = new Set<string>();
  const seen = new Set<number>();
  const open = [0];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const one = program.code[at];
    if (one?.kind === 'primitive' && ASSERTIONS.has(stepNamed(one))) {
      asserted.add(stepNamed(one));
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
