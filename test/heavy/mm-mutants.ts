import type { Expr, Instruction, Program } from '../../src/mm/program.ts';

/** A program that differs from another in one step, or in the order of two. */
export interface StepMutant {
  readonly program: Program;
  readonly kind: 'dropped' | 'swapped' | 'region';
  /** `without flush_tlb_range (pmdp_collapse_flush:6)`. */
  readonly says: string;
  /** The steps of the other program that it moves or drops. */
  readonly steps: readonly number[];
}

type Step = Extract<Instruction, { kind: 'primitive' }>;

/** Steps that take a lock and the steps that give it back. */
const REGIONS: Readonly<Record<string, string>> = {
  spin_lock: 'spin_unlock',
  spin_lock_nested: 'spin_unlock',
  pmd_lock: 'spin_unlock',
  folio_lock: 'folio_unlock',
  lock_page: 'unlock_page',
  mmap_read_lock: 'mmap_read_unlock',
  mmap_write_lock: 'mmap_write_unlock',
  i_mmap_lock_read: 'i_mmap_unlock_read',
  i_mmap_lock_write: 'i_mmap_unlock_write',
  anon_vma_lock_read: 'anon_vma_unlock_read',
  anon_vma_lock_write: 'anon_vma_unlock_write',
  rcu_read_lock: 'rcu_read_unlock',
  local_irq_disable: 'local_irq_enable',
  raw_write_seqcount_begin: 'raw_write_seqcount_end',
};

/**
 * Makes every program with one step dropped, with two steps that follow each other swapped, or with one lock region
 * shortened: the lock taken a step later, given back a step earlier, or both at once with nothing between.
 *
 * A dropped step that yields a value yields 0. Two steps are swapped where neither reads what the other yields. A region
 * that ends in the next step is not shortened, since dropping it says the same.
 */
export function stepMutants(program: Program): readonly StepMutant[] {
  return [...dropped(program), ...swapped(program), ...emptied(program)];
}

function dropped(program: Program): StepMutant[] {
  return program.code.flatMap((one, at): StepMutant[] => {
    if (one.kind !== 'primitive') return [];
    const becomes: Instruction =
      one.dest === undefined
        ? { kind: 'goto', target: at + 1 }
        : { kind: 'let', dest: one.dest, value: { kind: 'constant', value: 0 }, at: one.at };
    return [{ program: withCode(program, [at, becomes]), kind: 'dropped', says: `without ${named(one)}`, steps: [at] }];
  });
}

function swapped(program: Program): StepMutant[] {
  const targets = new Set(program.code.flatMap(targetsOf));
  return program.code.flatMap((one, at): StepMutant[] => {
    const next = program.code[at + 1];
    if (one.kind !== 'primitive' || next?.kind !== 'primitive' || targets.has(at + 1)) return [];
    if (readsResult(one, next) || readsResult(next, one) || (one.dest !== undefined && one.dest === next.dest))
      return [];
    const edge = REGIONS[one.name] !== undefined || Object.values(REGIONS).includes(next.name);
    const says = `${named(next)} before ${named(one)}`;
    return [
      {
        program: withCode(program, [at, next], [at + 1, one]),
        kind: edge ? 'region' : 'swapped',
        says,
        steps: [at, at + 1],
      },
    ];
  });
}

/** Regions with nothing in them: who takes the lock gives it back in the next step. */
function emptied(program: Program): StepMutant[] {
  return program.code.flatMap((one, at): StepMutant[] => {
    const end = one.kind === 'primitive' ? REGIONS[one.name] : undefined;
    if (one.kind !== 'primitive' || end === undefined) return [];
    const held: Expr | undefined = one.dest === undefined ? one.args[0] : { kind: 'local', local: one.dest };
    const ends = program.code.flatMap((step, place) =>
      step.kind === 'primitive' && step.name === end && sameExpr(step.args[0], held) ? [place] : [],
    );
    const [first] = ends;
    if (first === undefined) return [];
    const skipped = ends.map((place): Edit => [place, { kind: 'goto', target: place + 1 }]);
    const release = program.code[first] as Step;
    const longer = insertAfter(withCode(program, ...skipped), at, { ...release, at: one.at });
    return [{ program: longer, kind: 'region', says: `given back at once: ${named(one)}`, steps: [at] }];
  });
}

type Edit = readonly [at: number, becomes: Instruction];

function withCode(program: Program, ...edits: readonly Edit[]): Program {
  return { ...program, code: edits.reduce((code, [at, becomes]) => code.with(at, becomes), [...program.code]) };
}

/** The program with one more instruction; jumps behind it are carried along. */
function insertAfter(program: Program, at: number, added: Instruction): Program {
  const moved = (target: number) => (target > at ? target + 1 : target);
  const code = program.code.map((one): Instruction => {
    if (one.kind === 'goto') return { ...one, target: moved(one.target) };
    // biome-ignore lint/suspicious/noThenProperty: the instruction's own name for it.
    if (one.kind === 'branch' || one.kind === 'choice') return { ...one, then: moved(one.then), else: moved(one.else) };
    return one;
  });
  return { ...program, code: code.toSpliced(at + 1, 0, added) };
}

function targetsOf(one: Instruction): readonly number[] {
  if (one.kind === 'goto') return [one.target];
  return one.kind === 'branch' || one.kind === 'choice' ? [one.then, one.else] : [];
}

const sameExpr = (a: Expr | undefined, b: Expr | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The second step reads what the first one yields. */
function readsResult(first: Step, second: Step): boolean {
  return first.dest !== undefined && JSON.stringify(second.args).includes(`"local":${first.dest}}`);
}

const named = ({ name, at }: Step): string => `${name} (${at.function}:${at.line})`;
