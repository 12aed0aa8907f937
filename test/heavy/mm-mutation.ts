import { setImmediate } from 'node:timers/promises';
import type { Exploration } from '../../src/explore/exploration.ts';
import { explore } from '../../src/explore/explore.ts';
import { BUGS } from '../../src/mm/bugs.ts';
import { cpu } from '../../src/mm/hardware/cpu.ts';
import { KVM_LIKE } from '../../src/mm/hardware/kvm.ts';
import { GRACE_PERIODS } from '../../src/mm/hardware/rcu.ts';
import { sva } from '../../src/mm/hardware/sva.ts';
import { type Memory, makeKernel, traitsOf } from '../../src/mm/kernel.ts';
import { makeModel, type Setting } from '../../src/mm/model.ts';
import type { Program } from '../../src/mm/program.ts';
import { PROPERTIES } from '../../src/mm/properties.ts';
import { placeCpu } from '../../src/mm/worlds/setup.ts';
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
  'breaks a property beside more hardware',
  'reaches no witness or no end',
  'changes a step that is never taken here',
  'ends in states in which the fixed program ends as well',
  'survives with a reason',
  'survives',
] as const;
export type Fate = (typeof FATES)[number];

export interface Row {
  readonly bug: string;
  readonly mutant: StepMutant;
  readonly fate: Fate;
  /** The properties that it breaks, or why none does. */
  readonly because: string | undefined;
}

/** Whether a run comes by an instruction: with an assertion in its place that always fails, one fails. */
function isTaken(setting: Setting, at: number): boolean {
  const { program } = setting.subject;
  const one = program.code[at];
  if (one === undefined || !('at' in one)) throw new Error(`expected a step at ${at} of ${program.name}`);
  const fails = { kind: 'assert', test: { kind: 'constant', value: 0 }, says: 'never', at: one.at } as const;
  const ran = run({ ...setting, properties: ['ASSERT'] }, { ...program, code: program.code.with(at, fails) });
  return ran?.outcomes.some(({ result }) => result === 'violated') === true;
}

/** The setting, asked for every property but those that the fixed program itself breaks: they say nothing of its mutants. */
function asked(setting: Setting): Setting {
  const properties = PROPERTIES.map(({ name }) => name);
  const { outcomes } = explore(makeModel({ ...setting, properties }), { maxStates: MAX_STATES });
  const kept = outcomes.filter(({ result, property }) => result !== 'violated' && properties.includes(property.name));
  return { ...setting, properties: kept.map(({ property }) => property.name) };
}

/** The same world with a CPU and a device that walk the tables of its first program, and a KVM, where it has none. */
function withHardware(setting: Setting): Setting {
  const { world } = setting;
  const { dimensions: of } = world;
  const added = [
    ...(of.cpus === 0 ? [cpu(1, { tables: true })] : []),
    ...(of.svas === 0 ? [sva({ leaves: true })] : []),
    ...(of.kvms === 0 ? [KVM_LIKE] : []),
    ...(world.hardware.includes(GRACE_PERIODS) ? [] : [GRACE_PERIODS]),
  ];
  const initial = (m: Memory) => {
    world.initial(m);
    if (of.cpus === 0) placeCpu(m, 1, 1);
  };
  const dimensions = { ...of, cpus: Math.max(1, of.cpus), svas: Math.max(1, of.svas), kvms: Math.max(1, of.kvms) };
  return { ...setting, world: { ...world, dimensions, initial, hardware: [...world.hardware, ...added] } };
}

const isNoticed = (ran: Ran | undefined): readonly string[] =>
  ran?.outcomes.flatMap(({ result, property }) => (result === 'violated' ? [property.name] : [])) ?? [];

function rowsOf(bug: (typeof BUGS)[number]): Row[] {
  const setting = asked(settingOf(bug, 'after'));
  const wider = asked(withHardware(settingOf(bug, 'after')));
  const { program } = setting.subject;
  const fixed = run(setting, program);
  if (fixed === undefined) throw new Error(`expected the fixed program of ${bug.id} to end`);
  const taken = new Map<number, boolean>();
  const never = (at: number) => {
    if (!taken.has(at)) taken.set(at, isTaken(setting, at));
    return taken.get(at) === false;
  };
  return stepMutants(program).map((mutant): Row => {
    const row = (fate: Row['fate'], because?: string): Row => ({ bug: bug.id, mutant, fate, because });
    const ran = run(setting, mutant.program);
    const broken = isNoticed(ran);
    if (broken.length > 0) return row('breaks a property', broken.join(' '));
    if (ran?.complete !== true || ran.outcomes.some(({ result }) => result === 'unreached'))
      return row('reaches no witness or no end');
    if (mutant.steps.some(never)) return row('changes a step that is never taken here');
    const brokenThere = isNoticed(run(wider, mutant.program));
    if (brokenThere.length > 0) return row('breaks a property beside more hardware', brokenThere.join(' '));
    if ([...ran.ends].every((end) => fixed.ends.has(end)))
      return row('ends in states in which the fixed program ends as well');
    const reason = reasonFor(bug.id, mutant);
    return row(reason === undefined ? 'survives' : 'survives with a reason', reason);
  });
}

/**
 * Every mutant of every fixed program, with what becomes of it; between two bugs others may run.
 *
 * @param ids Of the bugs; all where there are none.
 */
export async function mutationRows(ids: readonly string[] = []): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const bug of BUGS.filter(({ id }) => ids.length === 0 || ids.includes(id))) {
    await setImmediate();
    rows.push(...rowsOf(bug));
  }
  return rows;
}

/** The report as lines: how many mutants of each kind come to each fate, then each that nobody notices. */
export function mutationReport(rows: readonly Row[]): readonly string[] {
  const summary = (kind: StepMutant['kind'] | undefined): string => {
    const all = rows.filter(({ mutant }) => kind === undefined || mutant.kind === kind);
    const counts = FATES.map((fate) => `${fate}: ${all.filter((row) => row.fate === fate).length}`);
    return `${kind ?? 'all'}: ${all.length} mutants; ${counts.join('; ')}`;
  };
  const survivors = rows.filter(({ fate }) => fate.startsWith('survives'));
  return [
    ...([undefined, 'dropped', 'swapped', 'region'] as const).map(summary),
    ...survivors.map(({ bug, mutant, because }) => `${bug} | ${mutant.says} | ${because ?? 'NO REASON'}`),
  ];
}
