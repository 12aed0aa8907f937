import { primitiveNamed } from '../mm/known.ts';
import type { Expr, Instruction, Program, Source } from '../mm/program.ts';

/** A program with one protecting step taken out or weakened. */
export interface Mutant {
  readonly program: Program;
  /** What was done to which step: `without flush_tlb_range`, `pte_free instead of pte_free_defer`. */
  readonly says: string;
  readonly at: Source;
  /** Whether a whole lock or section is gone: what else breaks without it breaks for the same reason. */
  readonly region: boolean;
}

/** Steps whose weaker form is another primitive of the same arguments. */
const WEAKER: Readonly<Record<string, string>> = {
  pte_free_defer: 'pte_free',
  mn_invalidate_range_end: 'mn_invalidate_range_only_end',
  pmd_lock: 'pmd_lockptr',
  unpin_user_folio: 'unpin_user_page',
  try_get_page: 'get_page',
};

/** Steps that have a stronger form, by their names. */
export const STRONGER: ReadonlyMap<string, string> = new Map(
  Object.entries(WEAKER).map(([strong, weak]) => [weak, strong]),
);

/** Functions that make their argument safe to use: without them the argument itself is used. */
const SAFEGUARDS = new Set([
  'compound_head',
  'page_folio',
  'pte_wrprotect',
  'pte_mkuffd_wp',
  'pte_swp_mkuffd_wp',
  'pte_swp_mksoft_dirty',
]);

/**
 * Makes the mutants of a program, in the order of its instructions: each step that yields no value dropped, each that
 * has a weaker form weakened, each test decided beforehand, each safeguard left out.
 *
 * Then come programs without a whole lock or section, since one end of it alone would break LOCK instead, or with a
 * lock for reading only, those in which a step is about the address that the function was given (`args`, one for each
 * parameter) and no other, and last those that leave out a condition of several tests.
 *
 * A step whose value is used is not dropped: without it the program would be another one, not a less careful one.
 */
export function* mutantsOf(program: Program, args: readonly number[]): Generator<Mutant> {
  for (const [at, instruction] of program.code.entries()) {
    for (const { becomes, says } of weakened(program, instruction, at)) {
      if (!('at' in instruction)) throw new Error('expected a weakened instruction to have a source');
      yield { program: { ...program, code: program.code.with(at, becomes) }, says, at: instruction.at, region: false };
    }
  }
  yield* withoutRegions(program);
  yield* withReaders(program);
  yield* withOtherAddresses(program, args);
  yield* withoutConditions(program);
}

/** The program with a condition of several tests, `!vma || !vma->anon_vma`, decided as a whole beforehand. */
function* withoutConditions(program: Program): Generator<Mutant> {
  const { code } = program;
  for (const [first, { at, branches }] of conditionsOf(program)) {
    const targets = branches.flatMap(({ then, else: otherwise }) => [then, otherwise]);
    const leading = targets.filter((target) => {
      const next = code[target];
      return next === undefined || !('at' in next) || !isOneLine(next.at, at);
    });
    for (const target of new Set(leading)) {
      const says = `with all of "${at.text}" decided beforehand, going on at ${placeOf(program, target)}`;
      const decided: Instruction = { kind: 'goto', target };
      yield { program: { ...program, code: code.with(first, decided) }, says, at, region: false };
    }
  }
}

type Branching = Extract<Instruction, { readonly kind: 'branch' | 'choice' }>;

interface Condition {
  readonly at: Source;
  readonly branches: readonly [Branching, ...Branching[]];
}

/** The conditions of more than one test, by the place of the first. */
function conditionsOf({ code }: Program): ReadonlyMap<number, Condition> {
  const conditions = new Map<number, Condition>();
  let first = 0;
  for (const [place, one] of code.entries()) {
    if (one.kind !== 'branch' && one.kind !== 'choice') continue;
    const open = conditions.get(first);
    if (open !== undefined && isOneLine(open.at, one.at))
      conditions.set(first, { ...open, branches: [...open.branches, one] });
    else {
      first = place;
      conditions.set(first, { at: one.at, branches: [one] });
    }
  }
  return new Map([...conditions].filter(([, { branches }]) => branches.length > 1));
}

const isOneLine = (one: Source, other: Source): boolean => one.function === other.function && one.line === other.line;

/** The C type of a virtual address. */
const ADDRESS = 'unsigned long';

/** The program with a step about another address than it was about: the one that the function was given. */
function* withOtherAddresses(program: Program, args: readonly number[]): Generator<Mutant> {
  const given = program.parameters.findIndex(({ type }) => type === ADDRESS);
  const value = args[given];
  if (value === undefined) return;
  for (const [at, step] of program.code.entries()) {
    if (step.kind !== 'primitive') continue;
    for (const [index, arg] of step.args.entries()) {
      if (arg.kind !== 'local' || program.locals[arg.local]?.type !== ADDRESS) continue;
      const other: Instruction = { ...step, args: step.args.with(index, { kind: 'constant', value }) };
      const says = `${step.name} always of the ${program.parameters[given]?.name} that it was given`;
      yield { program: { ...program, code: program.code.with(at, other) }, says, at: step.at, region: false };
    }
  }
}

/** What takes a lock or opens a section, and what ends it. */
const REGIONS: Readonly<Record<string, string>> = {
  mmap_read_lock: 'mmap_read_unlock',
  mmap_read_trylock: 'mmap_read_unlock',
  mmap_write_lock: 'mmap_write_unlock',
  mmap_write_trylock: 'mmap_write_unlock',
  i_mmap_lock_read: 'i_mmap_unlock_read',
  i_mmap_lock_write: 'i_mmap_unlock_write',
  anon_vma_lock_read: 'anon_vma_unlock_read',
  anon_vma_lock_write: 'anon_vma_unlock_write',
  folio_lock: 'folio_unlock',
  folio_trylock: 'folio_unlock',
  rcu_read_lock: 'rcu_read_unlock',
  local_irq_disable: 'local_irq_enable',
  mn_invalidate_range_start: 'mn_invalidate_range_end',
};

/** The program without one kind of lock or section, both ends of it; a trylock that is gone has succeeded. */
function* withoutRegions(program: Program): Generator<Mutant> {
  for (const [take, release] of Object.entries(REGIONS)) {
    const first = program.code.find((instruction) => nameOf(instruction) === take);
    if (first?.kind !== 'primitive') continue;
    const code = program.code.map((instruction, at): Instruction => {
      const name = nameOf(instruction);
      if (name !== take && name !== release) return instruction;
      if (instruction.kind !== 'primitive' || instruction.dest === undefined) return { kind: 'goto', target: at + 1 };
      return { kind: 'let', dest: instruction.dest, value: { kind: 'constant', value: 1 }, at: instruction.at };
    });
    yield { program: { ...program, code }, says: `without ${first.name} and what ends it`, at: first.at, region: true };
  }
}

/** What lets one in at a time, and what lets readers in together in its place. */
const READERS: Readonly<Record<string, string>> = {
  mmap_write_lock: 'mmap_read_lock',
  mmap_write_unlock: 'mmap_read_unlock',
  i_mmap_lock_write: 'i_mmap_lock_read',
  i_mmap_unlock_write: 'i_mmap_unlock_read',
  anon_vma_lock_write: 'anon_vma_lock_read',
  anon_vma_unlock_write: 'anon_vma_unlock_read',
};

/** The program with one kind of lock taken for reading where it was taken for writing. */
function* withReaders(program: Program): Generator<Mutant> {
  for (const [take, release] of Object.entries(REGIONS)) {
    const first = program.code.find((instruction) => nameOf(instruction) === take);
    if (first?.kind !== 'primitive' || READERS[take] === undefined) continue;
    const code = program.code.map((instruction): Instruction => {
      const name = nameOf(instruction);
      const reader = name === take || name === release ? READERS[name] : undefined;
      return instruction.kind === 'primitive' && reader !== undefined ? { ...instruction, name: reader } : instruction;
    });
    const says = `${READERS[take]} instead of ${first.name}`;
    yield { program: { ...program, code }, says, at: first.at, region: true };
  }
}

function nameOf(instruction: Instruction): string | undefined {
  if (instruction.kind !== 'primitive') return undefined;
  return primitiveNamed(instruction.name)?.name ?? instruction.name;
}

interface Weakening {
  readonly becomes: Instruction;
  readonly says: string;
}

function* weakened(program: Program, instruction: Instruction, at: number): Generator<Weakening> {
  if (instruction.kind === 'primitive') {
    const weaker = WEAKER[nameOf(instruction) ?? ''];
    if (weaker !== undefined)
      yield { becomes: { ...instruction, name: weaker }, says: `${weaker} instead of ${instruction.name}` };
    if (instruction.dest === undefined)
      yield { becomes: { kind: 'goto', target: at + 1 }, says: `without ${instruction.name}` };
    for (const [index, arg] of instruction.args.entries()) {
      for (const { bare, name } of unguarded(arg)) {
        yield { becomes: { ...instruction, args: instruction.args.with(index, bare) }, says: `without ${name}` };
      }
    }
  }
  if (instruction.kind === 'branch') {
    for (const target of [instruction.else, instruction.then]) {
      const says = `with "${instruction.at.text}" decided beforehand, going on at ${placeOf(program, target)}`;
      yield { becomes: { kind: 'goto', target }, says };
    }
  }
  if (instruction.kind === 'let') {
    for (const { bare, name } of unguarded(instruction.value)) {
      yield { becomes: { ...instruction, value: bare }, says: `without ${name}` };
    }
  }
}

/** Where a program goes on from an instruction: the first line of the source from there. */
function placeOf(program: Program, target: number): string {
  const next = program.code.slice(target).find((instruction) => 'at' in instruction);
  return next !== undefined && 'at' in next ? `"${next.at.text}"` : 'the end';
}

/** The value with one of its safeguards left out, for each of them. */
function* unguarded(expr: Expr): Generator<{ readonly bare: Expr; readonly name: string }> {
  if (expr.kind !== 'pure') return;
  const [first] = expr.args;
  if (first !== undefined && SAFEGUARDS.has(expr.name)) yield { bare: first, name: expr.name };
  for (const [index, arg] of expr.args.entries()) {
    for (const { bare, name } of unguarded(arg)) yield { bare: { ...expr, args: expr.args.with(index, bare) }, name };
  }
}
