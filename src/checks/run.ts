import type { Exploration, Limits, Outcome } from '../explore/exploration.ts';
import { explore } from '../explore/explore.ts';
import type { Model, StepText } from '../explore/model.ts';
import { encodeToken } from '../explore/token.ts';
import { replayPath } from '../explore/trace.ts';
import type { LiftResult } from '../lift/lifted.ts';
import { forAnyValueOf } from '../lift/unbound.ts';
import { makeModel, type Setting } from '../mm/model.ts';
import type { Program, Source } from '../mm/program.ts';
import { KNOWN } from '../mm/properties/known.ts';
import { SUBJECT, type World } from '../mm/world.ts';
import type { Side } from '../patch/patch.ts';
import { bindParameters } from './bind.ts';
import type { Callees } from './callees.ts';
import { type ChangedLines, isChanged, unreachedOf } from './changed-steps.ts';
import type { Run } from './check.ts';
import { asClause } from './clause.ts';
import { exploreCheck } from './explore-check.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Harness } from './harness.ts';
import { failingMutant } from './mutant-search.ts';
import { findRepair } from './repair.ts';
import { soundnessOf } from './soundness.ts';
import { touchedBy } from './touched.ts';

/** What is run: a function in a world, asked for one property at one kernel version. */
export interface RunRequest {
  readonly side: Side;
  readonly lift: LiftResult;
  readonly world: World;
  readonly property: string;
  readonly version: string;
  /** The lines that the patch changes on this side, as `changedLines` has them. */
  readonly changed?: ChangedLines | undefined;
  /** What a violation rests on besides: that callers do not see to it. */
  readonly reliance?: readonly string[];
  /** What the world's own threads call. */
  readonly callees: Callees;
  /** What the callers of a function do around it. */
  readonly harness: (program: Program) => Harness;
  /** Explore every order of independent steps: the same verdict from more states. */
  readonly everyOrder?: boolean | undefined;
  readonly maxStates: number;
  /** Seconds of wall time for the run itself, mutants apart. */
  readonly timeout: number;
  /** When all runs and what belongs to them must have ended, by the clock; undefined for no such time. */
  readonly until?: number | undefined;
  /** A clock in milliseconds. */
  readonly now: () => number;
  /** Called now and then with the states stored so far. */
  readonly progress?: (states: number) => void;
}

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
    repair: undefined,
    trace: [],
    token: undefined,
  };
}

/** A run, and whether the function did anything there that the world is about. */
export interface SideRun {
  readonly run: Run;
  /** The world's own witnesses were never reached: it has not what the function works on. */
  readonly idle: boolean;
  /** For `holds`: what was seen of the lines that the patch changes on this side. */
  readonly change: SeenChange | undefined;
  /** The run as it holds if only some program breaks the property there: no step was found whose loss does. */
  readonly unproved: Run | undefined;
  /** All runs were seen as far as they go, and none breaks the property. */
  readonly keeps: boolean;
  /** The calls that nobody knows at which runs may stop, each with its line. */
  readonly stops: readonly string[];
  /** Looks, where the property is kept, whether it would not be without some step. */
  readonly notices: () => boolean;
}

/** How much of what a patch changes on one side shows in the runs of a world. */
export interface SeenChange {
  readonly lines: number;
  /** Those that no run comes to, as phrases. */
  readonly unreached: readonly string[];
  /** Whether the loss of a step on one of the lines would break the property. */
  readonly noticed: boolean;
  /** Whether the function fits the world by steps that stand on these lines alone. */
  readonly isRole: boolean;
  /** Whether some of the lines stand nowhere on the other side. */
  readonly isNew: boolean;
  /** Whether some of them stand there too, in another order. */
  readonly isMoved: boolean;
}

/** Runs one side of a check to its result. */
export function runSide(request: RunRequest): SideRun {
  const reached = new Set<Source>();
  const { setting, ...ran } = runWith(request, reached);
  const { changed, lift } = request;
  if (changed === undefined || !lift.ok || setting === undefined) return { ...ran, change: undefined };
  const noticed = failingMutant(
    setting,
    () => isOver(request),
    (at) => isChanged(changed, at),
  );
  const { program } = setting.subject;
  const unreached = unreachedOf(changed, reached, program.alike);
  const isRole = request.world.suits(touchedBy(program, (at) => isChanged(changed, at))) === undefined;
  return {
    ...ran,
    change: { ...changed, lines: changed.lines.length, unreached, noticed: noticed !== undefined, isRole },
  };
}

interface Ran extends Omit<SideRun, 'change'> {
  /** What was run, where the property holds. */
  readonly setting?: Setting;
}

/** A run that shows nothing besides its result. */
const plain = (run: Run, stops: readonly string[] = []): Ran => ({
  run,
  idle: false,
  unproved: undefined,
  keeps: false,
  stops,
  notices: () => false,
});

function runWith(request: RunRequest, reached: Set<Source>): Ran {
  const ready = prepare(request, [request.property]);
  if (!ready.ok) return plain(ready.run);
  const { setting } = ready;
  const { now } = request;
  const began = now();
  const deadline = (states: number): boolean => {
    request.progress?.(states);
    return now() - began > request.timeout * 1000 || isOver(request);
  };
  const limits: Limits = { maxStates: request.maxStates, deadline };
  // What comes after a call that nobody knows was not run: a violation before it stands, and nothing is said to hold.
  const isOpen = ready.run.unknown.length > 0;
  const model = makeModel(isOpen ? { ...setting, properties: [...setting.properties, KNOWN.name] } : setting, reached);
  const exploration = exploreCheck(model, limits);
  const ran: Run = { ...ready.run, states: exploration.states, seconds: (now() - began) / 1000 };
  const [broken, unknown] = [request.property, KNOWN.name].map((name) =>
    exploration.outcomes.find(({ result, property }) => result === 'violated' && property.name === name),
  );
  if (broken !== undefined) {
    const run = violated(ran, model, broken, setting, ready.assumes);
    const repair = run.result === 'violated' && request.side === 'after' ? repairOf(setting, request) : undefined;
    return plain({ ...run, repair }, stopsOf(setting));
  }
  const kept = {
    idle: false,
    unproved: undefined,
    keeps: exploration.complete,
    stops: stopsOf(setting),
    notices: () => failingMutant(setting, () => isOver(request)) !== undefined,
  };
  if (unknown !== undefined)
    return { ...kept, run: { ...ran, missing: ran.unknown.map((name) => `what ${name} does`) } };
  if (!exploration.complete) return plain({ ...ran, result: 'bounded' });
  const unreached = exploration.outcomes.filter((outcome) => outcome.result === 'unreached');
  if (unreached.length === 0) {
    const soundness = soundnessOf(setting, limits);
    if (soundness.kind === 'unfinished') return plain({ ...ran, result: 'bounded' });
    if (soundness.kind === 'broken') return { ...kept, run: { ...ran, missing: [soundness.says] } };
    const mutant = failingMutant(setting, () => isOver(request));
    const holds: Run = { ...ran, result: 'holds', witnesses: reachedIn(exploration), mutant: mutant?.says };
    if (mutant !== undefined) return { ...kept, run: holds, setting, notices: () => true };
    if (isOver(request)) return plain({ ...ran, result: 'bounded' });
    const missing = [`a step whose loss breaks ${setting.properties.join(', ')} in this world`];
    return { ...kept, run: { ...ran, missing }, unproved: holds, notices: () => false };
  }
  const missing = unreached.map((outcome) => `a run in which ${asClause(outcome.property.says)}`);
  return { ...kept, run: { ...ran, missing }, idle: true };
}

/** The calls that nobody knows of the function under test, each with its line. */
function stopsOf({ subject }: Setting): readonly string[] {
  return subject.program.code.flatMap((one) => (one.kind === 'unknown' ? [`${one.name}: ${one.at.text}`] : [])).sort();
}

/** The time for all runs is up. */
function isOver({ now, until = Number.POSITIVE_INFINITY }: Pick<RunRequest, 'now' | 'until'>): boolean {
  return now() > until;
}

/** Seconds for the search of a repair. */
const REPAIR_SECONDS = 2;

function repairOf(setting: Setting, request: RunRequest): string | undefined {
  const began = request.now();
  return findRepair(setting, () => request.now() - began > REPAIR_SECONDS * 1000 || isOver(request));
}

/** States in which properties are looked at that a world was not made for. */
const INCIDENTAL_STATES = 50_000;

/** Names those of the given properties that a run in the world breaks on the way, as far as a short look shows. */
export function brokenOnTheWay(
  request: Omit<RunRequest, 'property'>,
  properties: readonly string[],
): readonly string[] {
  const ready = prepare(request, properties);
  if (!ready.ok || properties.length === 0) return [];
  const { outcomes } = explore(makeModel(ready.setting), {
    maxStates: INCIDENTAL_STATES,
    deadline: () => isOver(request),
  });
  return outcomes.flatMap(({ result, property }) => (result === 'violated' ? [property.name] : []));
}

export type Ready =
  | {
      readonly ok: true;
      readonly setting: Setting;
      readonly run: Run;
      /** What a run that breaks the property rests on, whatever it chooses. */
      readonly assumes: readonly string[];
    }
  /** The run that says what is missing. */
  | { readonly ok: false; readonly run: Run };

/** Gives everything that the model needs, or says what is missing of it. */
export function prepare(request: Omit<RunRequest, 'property'>, properties: readonly string[]): Ready {
  const { side, lift, world, version, callees } = request;
  if (!lift.ok) return { ok: false, run: notModelled(side, lift.missing) };
  const { lifted } = lift;
  const run: Run = {
    ...notModelled(side, []),
    origin: lifted.origin,
    references: lifted.inlined.filter((callee) => callee.origin === 'reference').map((callee) => callee.name),
  };
  const bound = bindParameters(lifted.program, world);
  if (!bound.ok) return { ok: false, run: { ...run, missing: bound.missing } };
  const program = forAnyValueOf(lifted.program, bound.open);
  const unknown = new Set(program.code.flatMap((one) => (one.kind === 'unknown' ? [one.name] : [])));
  if (!callees.ok) return { ok: false, run: { ...run, missing: callees.missing } };
  const subject = { program, args: bound.args };
  const around = request.harness(program);
  return {
    ok: true,
    run: { ...run, unknown: [...unknown] },
    assumes: [...around.assumes, ...(request.reliance ?? [])],
    setting: { world, version, properties, subject, around, callees: callees.programs, everyOrder: request.everyOrder },
  };
}

function violated(ran: Run, model: Model, outcome: Outcome, setting: Setting, assumes: readonly string[]): Run {
  if (outcome.path === undefined) throw new Error('expected a violation to have a path');
  const replay = replayPath(model, outcome.path);
  if (!replay.ok) throw new Error(`expected the path of a violation to replay: ${replay.issue.says}`);
  const trace = replay.trace.steps;
  if (setting.world.othersSuffice !== true && !trace.some((step) => isOfSubject(step, setting))) {
    return {
      ...ran,
      missing: [`a run that breaks ${setting.properties.join(', ')} in which the function does something`],
    };
  }
  // What was put in from other files, or for a function behind a pointer, was not written for this world: it shows no bug of the function.
  const beyond = trace.find((step) => step.at?.isBeyond === true && isOfSubject(step, setting))?.at;
  if (beyond !== undefined) {
    const where = `what ${beyond.function} of ${beyond.file} does`;
    return { ...ran, missing: [`a run that breaks ${setting.properties.join(', ')} without ${where}`] };
  }
  return {
    ...ran,
    result: 'violated',
    assumptions: [...assumes, ...trace.flatMap((step) => step.assumes ?? [])],
    trace,
    token: encodeToken({ fingerprint: fingerprintOf(setting), path: outcome.path }),
  };
}

/** The step is one of the function under test or of what was put into it, taken by the thread that runs it. */
function isOfSubject(step: StepText, { world, subject }: Setting): boolean {
  const thread = world.threads.filter(({ runs }) => runs.includes(SUBJECT)).map(({ name }) => name);
  const functions = new Set(subject.program.code.flatMap((one) => ('at' in one ? [one.at.function] : [])));
  return thread.includes(step.actor) && step.at !== undefined && functions.has(step.at.function);
}

/** The interesting things that did happen: a pass counts where losing a step would have been noticed too. */
function reachedIn({ outcomes }: Exploration): readonly string[] {
  return outcomes.filter(({ result }) => result === 'reached').map(({ property }) => property.name);
}
