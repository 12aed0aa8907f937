import { type Exploration, explore, type Limits, type Outcome } from '../explore/bfs.ts';
import type { Model } from '../explore/model.ts';
import { encodeToken } from '../explore/token.ts';
import { replayPath } from '../explore/trace.ts';
import type { Lifted, LiftResult } from '../lift/lifted.ts';
import { makeModel, type Setting } from '../mm/model.ts';
import type { Program } from '../mm/program.ts';
import { SUBJECT, type World } from '../mm/world.ts';
import { bindParameters } from './bind.ts';
import type { Run, Side } from './check.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Harness } from './harness.ts';
import { type Mutant, mutantsOf } from './mutants.ts';

/** What is run: a function in a world, asked for one property at one kernel version. */
export interface RunRequest {
  readonly side: Side;
  readonly lift: LiftResult;
  readonly world: World;
  readonly property: string;
  readonly version: string;
  /** Programs of the functions that the world's own threads call. */
  readonly callees: ReadonlyMap<string, Program>;
  /** What the callers of a function do around it. */
  readonly harness: (program: Program) => Harness;
  readonly maxStates: number;
  /** Seconds of wall time for the run itself, mutants apart. */
  readonly timeout: number;
  /** A clock in milliseconds. */
  readonly now: () => number;
}

/** Share of a run's limits that the search for a mutant that fails may take, for each mutant. */
const MUTANT_STATES = 200_000;

/** A run that could not be made, with what is missing for it. */
export function notModelled(side: Side, missing: readonly string[]): Run {
  return {
    side,
    result: 'not-modelled',
    states: 0,
    seconds: 0,
    origin: undefined,
    assumptions: [],
    references: [],
    unknown: [],
    missing,
    witnesses: [],
    mutant: undefined,
    trace: [],
    token: undefined,
  };
}

/** A run, and whether the function did anything there that the world is about. */
export interface SideRun {
  readonly run: Run;
  /** The world's own witnesses were never reached: it has not what the function works on. */
  readonly idle: boolean;
}

/** Runs one side of a check to its result. */
export function runSide(request: RunRequest): SideRun {
  const { side, lift, world } = request;
  const nothing = notModelled(side, []);
  if (!lift.ok) return { run: notModelled(side, lift.missing), idle: false };
  const { lifted } = lift;
  const known: Run = {
    ...nothing,
    origin: lifted.origin,
    references: lifted.inlined.filter((callee) => callee.origin === 'reference').map((callee) => callee.name),
    unknown: [...new Set(lifted.unknown.map((call) => call.name))],
  };
  if (known.unknown.length > 0) {
    return { run: { ...known, missing: known.unknown.map((name) => `what ${name} does`) }, idle: false };
  }
  const bound = bindParameters(lifted.program, world);
  if (!bound.ok) return { run: { ...known, missing: bound.missing }, idle: false };
  return explored(request, known, lifted, bound.args);
}

function explored(request: RunRequest, known: Run, lifted: Lifted, args: readonly number[]): SideRun {
  const { property, world, version, callees, now } = request;
  const setting: Setting = {
    world,
    version,
    properties: [property],
    subject: { program: lifted.program, args },
    around: request.harness(lifted.program),
    callees,
  };
  const began = now();
  const limits: Limits = { maxStates: request.maxStates, deadline: () => now() - began > request.timeout * 1000 };
  const model = makeModel(setting);
  const exploration = explore(model, limits);
  const ran: Run = { ...known, states: exploration.states, seconds: (now() - began) / 1000 };
  const broken = exploration.outcomes.find((outcome) => outcome.result === 'violated');
  if (broken !== undefined) return { run: violated(ran, model, broken, setting), idle: false };
  if (!exploration.complete) return { run: { ...ran, result: 'bounded' }, idle: false };
  const unreached = exploration.outcomes.filter((outcome) => outcome.result === 'unreached');
  if (unreached.length === 0) return { run: satisfied(ran, exploration, setting), idle: false };
  const missing = unreached.map((outcome) => `a run in which ${lowerFirst(outcome.property.says)}`);
  return { run: { ...ran, missing }, idle: true };
}

function violated(ran: Run, model: Model, outcome: Outcome, setting: Setting): Run {
  if (outcome.path === undefined) throw new Error('expected a violation to have a path');
  const replay = replayPath(model, outcome.path);
  if (!replay.ok) throw new Error(`expected the path of a violation to replay: ${replay.issue.says}`);
  const trace = replay.trace.steps;
  return {
    ...ran,
    result: 'violated',
    assumptions: trace.flatMap((step) => (step.assumes === undefined ? [] : [step.assumes])),
    trace,
    token: encodeToken({ fingerprint: fingerprintOf(setting), path: outcome.path }),
  };
}

/** A pass in which the interesting things did happen counts where losing a step would have been noticed. */
function satisfied(ran: Run, exploration: Exploration, setting: Setting): Run {
  const mutant = failingMutant(setting);
  if (mutant === undefined)
    return { ...ran, missing: [`a step whose loss breaks ${setting.properties.join(', ')} in this world`] };
  return {
    ...ran,
    result: 'holds',
    witnesses: exploration.outcomes
      .filter((outcome) => outcome.result === 'reached')
      .map(({ property }) => property.name),
    mutant,
  };
}

/**
 * Looks for one step without which the property is violated: of the function's own text, then of what it calls, then of
 * the world's other programs.
 */
function failingMutant(setting: Setting): string | undefined {
  const { subject, callees } = setting;
  const ofSubject = [...mutantsOf(subject.program)];
  const own = ofSubject.filter((mutant) => mutant.at.function === subject.program.name);
  const inlined = ofSubject.filter((mutant) => mutant.at.function !== subject.program.name);
  for (const mutant of [...own, ...inlined]) {
    if (fails({ ...setting, subject: { ...subject, program: mutant.program } })) return described(mutant);
  }
  for (const [name, program] of callees) {
    for (const mutant of mutantsOf(program)) {
      if (fails({ ...setting, callees: new Map(callees).set(name, mutant.program) })) return described(mutant);
    }
  }
  return undefined;
}

/** What a program that is broken in itself breaks first: a mutant that does says nothing about the property. */
const SOUND = ['LOCK', 'ASSERT'];

/** The shortest run that breaks the property does so with a program that is otherwise sound. */
function fails(setting: Setting): boolean {
  const [property = ''] = setting.properties;
  const model = makeModel({ ...setting, properties: [property, ...SOUND.filter((one) => one !== property)] });
  const exploration = explore(model, { maxStates: MUTANT_STATES, firstViolation: true });
  return exploration.outcomes.some((outcome) => outcome.result === 'violated' && outcome.property.name === property);
}

function described({ says, at }: Mutant): string {
  return `${says} (${at.function}, ${at.file}:${at.line})`;
}

function lowerFirst(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1).replace(/\.$/, '')}`;
}

/** Names the functions that a world's threads call besides the one under test. */
export function calleesOf(world: World): readonly string[] {
  return [
    ...new Set(
      world.threads.flatMap((thread) => thread.runs.flatMap((run) => (run === SUBJECT ? [] : [run.function]))),
    ),
  ];
}
