import { primitiveNamed } from '../mm/known.ts';
import { localsOf } from '../mm/liveness.ts';
import type { Instruction, Program } from '../mm/program.ts';
import { type Edit, type Gap, insertBefore, place } from './edit-program.ts';

type Branch = Extract<Instruction, { kind: 'branch' }>;

/** Lines that a test may keep from running, counted from where it stands. */
const GUARDED = 8;

/**
 * Tests that the function makes, made again behind a step that takes a lock, with some of the lines that follow left out
 * where the answer is another one: a re-check under the lock.
 */
export function* testedAgain(program: Program, gaps: readonly Gap[]): Generator<Edit> {
  const locked = gaps.filter((gap, index) => takesLock(program, gaps[index - 1], gap));
  for (const [at, branch] of program.code.entries()) {
    if (branch.kind !== 'branch' || branch.at.function !== program.name) continue;
    const looks = looksFor(program, at, branch);
    if (looks === undefined) continue;
    for (const gap of locked.filter((one) => one.at > at)) {
      const behind = gaps.filter((one) => one.at > gap.at).slice(0, GUARDED);
      for (const end of behind) yield* guards(program, looks, branch, { gap, end });
    }
  }
}

/** The test put in at a place, so that the lines up to another one run only where it has one answer, or only the other. */
function* guards(
  program: Program,
  looks: readonly Instruction[],
  branch: Branch,
  { gap, end }: { readonly gap: Gap; readonly end: Gap },
): Generator<Edit> {
  const length = looks.length + 1;
  const on = gap.at + length;
  const over = end.at + length;
  for (const [whenTrue, whenFalse, where] of [
    [over, on, 'holds'],
    [on, over, 'does not hold'],
  ] as const) {
    // biome-ignore lint/suspicious/noThenProperty: the instruction's own name for it.
    const test: Instruction = { ...branch, then: whenTrue, else: whenFalse };
    yield {
      program: insertBefore(program, gap.at, [...looks, test]),
      says: `with "${branch.at.text}" tested again ${gap.says}, and what stands before ${place(end.source)} left out where it ${where}`,
    };
  }
}

/** The steps of the same line that read what a test is about; undefined where it is about what other lines have computed. */
function looksFor(program: Program, at: number, branch: Branch): readonly Instruction[] | undefined {
  const looks: Instruction[] = [];
  for (let before = at - 1; before >= 0; before--) {
    const one = program.code[before];
    if (one?.kind !== 'primitive' && one?.kind !== 'let') break;
    if (one.at.line !== branch.at.line || (one.kind === 'primitive' && primitiveNamed(one.name)?.reads !== true)) break;
    looks.unshift(one);
  }
  const read = new Set(looks.flatMap((one) => ('dest' in one ? [one.dest] : [])));
  return looks.length > 0 && localsOf(branch.test).some((local) => read.has(local)) ? looks : undefined;
}

const LOCKS = new Set([
  'spin_lock',
  'pmd_lock',
  'mmap_read_lock',
  'mmap_write_lock',
  'folio_lock',
  'i_mmap_lock_write',
]);

function takesLock(program: Program, from: Gap | undefined, to: Gap): boolean {
  if (from === undefined) return false;
  return program.code
    .slice(from.at, to.at)
    .some((one) => one.kind === 'primitive' && LOCKS.has(primitiveNamed(one.name)?.name ?? one.name));
}
