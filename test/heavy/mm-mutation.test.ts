import { describe, expect, test } from 'vitest';
import { type Exploration, explore } from '../../src/explore/bfs.ts';
import { BUGS } from '../../src/mm/bugs.ts';
import { makeKernel, traitsOf } from '../../src/mm/kernel.ts';
import { makeModel, type Setting } from '../../src/mm/model.ts';
import type { Program } from '../../src/mm/program.ts';
import { settingOf } from '../mm/bug-run.ts';
import { type StepMutant, stepMutants } from './mm-mutants.ts';
import { reasonFor } from './mm-survivors.ts';

const MAX_STATES = 300_000;

interface Ran extends Pick<Exploration, 'outcomes' | 'complete'> {
  /** The objects in each state in which nothing can happen any more. */
  readonly ends: ReadonlySet<string>;
}

/** Explores a program in place of the fixed one; undefined where it loops without a step. */
function run(setting: Setting, program: Program): Ran | undefined {
  const { world, version, properties, subject } = setting;
  const objects = makeKernel({ ...world.dimensions, threads: world.threads.length }, traitsOf(version), properties);
  const ends = new Set<string>();
  try {
    const model = makeModel({ ...setting, subject: { ...subject, program } });
    const actions = (state: Uint8Array) => {
      const possible = model.actions(state);
      if (possible.length === 0) ends.add(Buffer.from(state.subarray(0, objects.layout.bytes)).toString('latin1'));
      return possible;
    };
    return { ...explore({ ...model, actions }, { maxStates: MAX_STATES, firstViolation: true }), ends };
  } catch (error) {
    if (error instanceof Error && error.message.includes('local instructions')) return undefined;
    throw error;
  }
}

/** What becomes of a mutant, best first. */
const FATES = [
  'breaks a property',
  'reaches no witness or no end',
  'changes a step that is never taken here',
  'ends in the same states as the fixed program',
  'survives with a reason',
  'survives',
] as const;

interface Row {
  readonly bug: string;
  readonly mutant: StepMutant;
  readonly fate: (typeof FATES)[number];
  readonly reason: string | undefined;
}

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
  a.size === b.size && [...a].every((one) => b.has(one));

/** Whether a run comes by an instruction: with an assertion in its place that always fails, one fails. */
function isTaken(setting: Setting, at: number): boolean {
  const { program } = setting.subject;
  const one = program.code[at];
  if (one === undefined || !('at' in one)) throw new Error(`expected a step at ${at} of ${program.name}`);
  const fails = { kind: 'assert', test: { kind: 'constant', value: 0 }, says: 'never', at: one.at } as const;
  const ran = run({ ...setting, properties: ['ASSERT'] }, { ...program, code: program.code.with(at, fails) });
  return ran?.outcomes.some(({ result }) => result === 'violated') === true;
}

/** What the fixed program itself breaks, which says nothing about its mutants. */
function brokenBy(setting: Setting): readonly string[] {
  const { outcomes } = explore(makeModel(setting), { maxStates: MAX_STATES });
  return outcomes.flatMap(({ result, property }) => (result === 'violated' ? [property.name] : []));
}

function rowsOf(bug: (typeof BUGS)[number]): Row[] {
  const { world, id } = bug;
  const asked = [...new Set([bug.property, ...world.properties, ...world.incidental, 'LIVE'])];
  const broken = brokenBy(settingOf(bug, 'after', asked));
  const setting = settingOf(
    bug,
    'after',
    asked.filter((property) => !broken.includes(property)),
  );
  const { program } = setting.subject;
  const fixed = run(setting, program);
  if (fixed === undefined) throw new Error(`expected the fixed program of ${id} to end`);
  const taken = new Map<number, boolean>();
  const never = (at: number) => {
    if (!taken.has(at)) taken.set(at, isTaken(setting, at));
    return taken.get(at) === false;
  };
  return stepMutants(program).map((mutant): Row => {
    const row = (fate: Row['fate'], reason?: string): Row => ({ bug: id, mutant, fate, reason });
    const ran = run(setting, mutant.program);
    if (ran?.outcomes.some(({ result }) => result === 'violated')) return row('breaks a property');
    if (ran?.complete !== true || ran.outcomes.some(({ result }) => result === 'unreached'))
      return row('reaches no witness or no end');
    if (mutant.steps.some(never)) return row('changes a step that is never taken here');
    if (sameSet(ran.ends, fixed.ends)) return row('ends in the same states as the fixed program');
    const reason = reasonFor(mutant.says);
    return row(reason === undefined ? 'survives' : 'survives with a reason', reason);
  });
}

const rows = BUGS.flatMap(rowsOf);

/** How many mutants of a kind come to each fate; of all kinds where undefined. */
function summary(kind: StepMutant['kind'] | undefined): string {
  const all = rows.filter(({ mutant }) => kind === undefined || mutant.kind === kind);
  const counts = FATES.map((fate) => `${fate}: ${all.filter((row) => row.fate === fate).length}`);
  return `${kind ?? 'all'}: ${all.length} mutants; ${counts.join('; ')}`;
}

describe('mutants of the fixed programs', () => {
  const told = rows.filter(({ fate }) => fate.startsWith('survives'));
  console.log(
    [
      ...([undefined, 'dropped', 'swapped', 'region'] as const).map(summary),
      ...told.map(({ bug, mutant, reason }) => `${bug} | ${mutant.says} | ${reason ?? 'NO REASON'}`),
    ].join('\n'),
  );

  test('of 100 mutants that change what can happen 85 or more are noticed or have a reason why nobody notices them', () => {
    const real = rows.filter(({ fate }) => fate !== 'changes a step that is never taken here');
    const open = real.filter(({ fate }) => fate === 'survives');
    expect(1 - open.length / real.length).toBeGreaterThanOrEqual(0.85);
  });
});
