import { createHash } from 'node:crypto';
import type { Claim } from '../claims/claim.ts';
import { liftFunction } from '../lift/lift.ts';
import { type ChangedFunction, type KernelTree, sidesOf } from '../lift/sides.ts';
import type { FunctionText } from '../lift/text.ts';
import { ASSERT } from '../mm/properties/assert.ts';
import type { World } from '../mm/world.ts';
import type { Patch, Side } from '../patch/patch.ts';
import { bindParameters } from './bind.ts';
import { worldPrograms } from './callees.ts';
import { calls, relianceOnCallers } from './callers.ts';
import { changedLines } from './changed-steps.ts';
import type { Check, Run } from './check.ts';
import { chooseWorlds, type Wanted } from './choose.ts';
import { type Concern, concernsOf } from './concern.ts';
import { isTold, seenOf, withEvidence } from './evidence.ts';
import { harnessOf } from './harness.ts';
import { kernelOf } from './kernel-version.ts';
import { type PatchTexts, patchTexts } from './patch-texts.ts';
import { guarded, type Instruments, type LiftedSides, liftSides } from './programs.ts';
import { brokenOnTheWay, notModelled, type RunRequest, runSide, type SideRun } from './run.ts';
import { isSameProgram } from './same-program.ts';
import { missingOfCallers } from './shown-by-callers.ts';
import { SOUNDNESS } from './soundness.ts';
import { touchedBy } from './touched.ts';
import { changeOf, verdictOf } from './verdict.ts';
import { type Watcher, watched } from './watch.ts';

/** A patch to check, and what was said about it. */
export interface CheckRequest {
  readonly patch: Patch;
  /** The patches that it is made on top of, the lowest first. */
  readonly base?: readonly Patch[] | undefined;
  /** When it was mailed, which tells the kernel that it is for. */
  readonly date: string | undefined;
  /** What was said about this patch; claims that fear nothing are ignored. */
  readonly claims: readonly Claim[];
  /** Kernel version to assume instead of the one that the date tells. */
  readonly kernel: string | undefined;
  /** A kernel tree, where one is at hand. */
  readonly tree: KernelTree | undefined;
  readonly wanted: Wanted;
  /** Explore every order of independent steps. */
  readonly everyOrder?: boolean | undefined;
  readonly maxStates: number;
  /** Seconds for one run. */
  readonly timeout: number;
  /** When all of it must have ended, by the clock of the instruments; functions that are not reached by then are left out. */
  readonly until?: number | undefined;
  /** Told of each run while it lasts. */
  readonly watch?: Watcher | undefined;
  /** Told of each function that fits a world, as it was read on both sides. */
  readonly read?: ((read: ReadFunction) => void) | undefined;
}

/** A function of a patch as it was read. */
export interface ReadFunction {
  readonly messageId: string;
  readonly path: string;
  readonly function: string;
  readonly lifts: LiftedSides;
}

/**
 * Runs everything that applies to a patch: for each function that it changes or adds, each world that the function fits, and
 * each property that can be judged there, the function before and after.
 *
 * A check is told to every concern about that function and property; where nobody had any, it stands for itself. A
 * concern that no world fits gets a check that says so.
 */
export function checkPatch(request: CheckRequest, instruments: Instruments): readonly Check[] {
  const sides = sidesOf(request.patch, request.tree?.file);
  const kernel = request.kernel ?? kernelOf(request.date);
  const concerns = concernsOf(
    request.claims,
    sides.changed.map((changed) => changed.name),
  );
  const texts = patchTexts(sides, request.patch, kernel, instruments.vocabulary, request.base, request.tree?.elsewhere);
  const settled = { ...request, kernel, concerns, texts };
  const { function: wanted } = request.wanted;
  const checks = sides.changed.flatMap((changed) => {
    if (changed.after === undefined || (wanted !== undefined && changed.name !== wanted)) return [];
    if (instruments.now() > (request.until ?? Number.POSITIVE_INFINITY)) return [];
    const lifts = liftSides(changed, texts, kernel, instruments);
    return checkFunction(changed, lifts, settled, instruments);
  });
  return [...checks, ...unanswered(settled, checks)];
}

interface Settled extends CheckRequest {
  readonly kernel: string;
  readonly concerns: readonly Concern[];
  readonly texts: PatchTexts;
}

function checkFunction(
  changed: ChangedFunction,
  lifts: LiftedSides,
  request: Settled,
  instruments: Instruments,
): readonly Check[] {
  const touched = [lifts.before, lifts.after].flatMap((lift) => (lift.ok ? [touchedBy(lift.lifted.program)] : []));
  const place = { path: changed.path, function: changed.name };
  const choices = chooseWorlds(touched, request.kernel, request.wanted);
  const worlds = choices.map(({ world }) => world);
  if (choices.length > 0) request.read?.({ messageId: request.patch.messageId, ...place, lifts });
  const isSame = doesNothing(lifts);
  // In a general world only what a patch does is told of.
  const judgable = isSame ? choices.filter(({ world }) => world.isGeneral !== true) : choices;
  return judgable.flatMap((choice) => {
    const [before, after] = SIDES.map((side) => runRequest(side, changed, choice.world, lifts, request, instruments));
    if (before === undefined || after === undefined) return [];
    const taken = takenFor(before, after);
    const run = (property: string): Judged => {
      const ran = watchedRun({ ...after, property }, place, request);
      const was = isSame && runsAsShipped(after) ? asBefore(ran) : watchedRun({ ...before, property }, place, request);
      const sides = [was, ran];
      const runs = withEvidence(sides, choice.world);
      return { property, sides, runs: ruledByCallers(runs, changed, { ...after, property }, request, instruments) };
    };
    const tell = (judged: readonly Judged[], anyway: boolean): readonly Check[] =>
      judged.flatMap(({ property, sides, runs }) => {
        const [was, is] = runs;
        if (was === undefined || is === undefined || sides.every(({ idle }) => idle)) return [];
        if (!anyway && !isTold(sides, runs)) return [];
        const about = request.concerns.filter((concern) => isAbout(concern, changed.name, property));
        const concerns = about.length === 0 ? [undefined] : about;
        const why = [choice.why, ...taken].join('; ');
        return concerns.map((concern) =>
          makeCheck(request, place, { ...choice, why, property }, concern, { before: was, after: is }),
        );
      });
    const { made, besides } = propertiesToJudge(choice.world, worlds, changed.name, request);
    const ends = made.map(run);
    const misfit = misfitOf(ends, before);
    const judged = misfit === undefined ? ends : ends.map((one) => withoutViolations(one, misfit));
    const isMade = choice.world.isGeneral !== true;
    const checks = tell(judged, isMade);
    // A world in which nothing that it was made for comes out is one of another role: what breaks there is its own doing.
    if (checks.some((check) => check.after.result !== 'not-modelled'))
      return [...checks, ...tell(brokenOnTheWay(after, besides).map(run), isMade)];
    // But code that ran there before the patch must keep what all code must.
    const ran = judged.some(({ sides: [was] }) => was?.keeps === true && !was.idle);
    return [...checks, ...(ran ? tell(brokenOnTheWay(after, SOUNDNESS).map(run), false) : [])];
  });
}

/** The patch changes nothing of what the model has of a function. */
function doesNothing({ before, after }: LiftedSides): boolean {
  return before.ok && after.ok && isSameProgram(before.lifted.program, after.lifted.program);
}

/**
 * The runs, but for a violation that stands before the patch and after it where the callers that are at hand do not come to it:
 * what they hold and look at first is not the function's, and the patch did nothing about it.
 */
function ruledByCallers(
  runs: readonly Run[],
  changed: ChangedFunction,
  request: RunRequest,
  { texts, kernel }: Settled,
  { vocabulary, parser }: Instruments,
): readonly Run[] {
  const text = texts.of(changed).after;
  if (text === undefined || runs.some(({ result }) => result !== 'violated')) return runs;
  const runOther = ({ name }: FunctionText): Run => {
    const lift = guarded(name, () => liftFunction({ name, texts: texts.after, kernel }, vocabulary, parser));
    return runSide({ ...request, lift, reliance: [], changed: undefined }).run;
  };
  const handed = request.lift.ok ? request.harness(request.lift.lifted.program).assumes : [];
  const missing = missingOfCallers(text, texts.after, request.property, handed, runOther);
  return missing === undefined ? runs : runs.map((run) => ({ ...notModelled(run.side, [missing]), ...seenOf(run) }));
}

/** The other threads run nothing that the patch changes. */
const runsAsShipped = ({ callees }: Pick<RunRequest, 'callees'>) => callees.ok && callees.patched.length === 0;

/** What the same program came to on the other side. */
const asBefore = (ran: SideRun): SideRun => ({ ...ran, run: { ...ran.run, side: 'before', repair: undefined } });

/**
 * What is missing where code that runs into its own assertion before the patch is in a world of another role: what breaks
 * behind that is the world's doing. Undefined for a world that was made to judge assertions, and where nothing is broken or
 * one side was seen to keep them.
 */
function misfitOf(ends: readonly Judged[], before: Omit<RunRequest, 'property'>): string | undefined {
  const runs = ends.flatMap((end) => end.runs);
  const ended = new Set(runs.map(({ result }) => result));
  const isOpen = ended.has('violated') && !ended.has('holds');
  if (!isOpen || before.world.properties.includes(ASSERT.name)) return undefined;
  if (brokenOnTheWay(before, [ASSERT.name]).length === 0) return undefined;
  return 'a world in which the function keeps its own assertions before the patch';
}

function withoutViolations(end: Judged, missing: string): Judged {
  return {
    ...end,
    runs: end.runs.map((run) => (run.result === 'violated' ? notModelled(run.side, [missing]) : run)),
  };
}

/** A property in a world as both sides came out. */
interface Judged {
  readonly property: string;
  readonly sides: readonly SideRun[];
  readonly runs: readonly Run[];
}

function watchedRun(run: RunRequest, place: Place, { patch, watch }: Settled): SideRun {
  const { property, world, side, now } = run;
  const about = { messageId: patch.messageId, ...place, property, world: world.name, side };
  return watched(about, watch, now, (progress) => runSide({ ...run, progress }));
}

/** What a check takes for given of those that call the function and of the other threads, in phrases. */
function takenFor(...sides: readonly Omit<RunRequest, 'property'>[]): readonly string[] {
  const held = sides.flatMap(({ lift, harness }) => (lift.ok ? harness(lift.lifted.program).says : []));
  const patched = sides.flatMap(({ callees }) => (callees.ok ? callees.patched : []));
  const bound = sides.flatMap(({ lift, world }) => (lift.ok ? [bindParameters(lift.lifted.program, world)] : []));
  const options = sides.flatMap(({ lift }) => (lift.ok ? lift.lifted.options : []));
  return [
    ...phrase('the configuration is taken to have', options),
    ...new Set(bound.flatMap((one) => (one.ok ? one.taken : []))),
    ...phrase('its callers are taken to have called', held),
    ...phrase('the other threads run, as the patch has it,', patched),
  ];
}

function phrase(what: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${what} ${[...new Set(names)].join(' and ')}`];
}

const SIDES = ['before', 'after'] as const;

/**
 * What a world was made for and what a concern asks of it, where no other of the worlds was made for that; and besides what
 * it can tell where the patched function breaks it.
 */
function propertiesToJudge(
  world: World,
  worlds: readonly World[],
  name: string,
  request: Settled,
): { readonly made: readonly string[]; readonly besides: readonly string[] } {
  const { property: wanted } = request.wanted;
  const { properties, incidental } = world;
  if (wanted !== undefined)
    return { made: [...properties, ...incidental].filter((one) => one === wanted), besides: [] };
  const [asked, besides] = partition(
    incidental,
    (property) =>
      !worlds.some((one) => one.properties.includes(property)) &&
      request.concerns.some((concern) => isAbout(concern, name, property)),
  );
  return { made: [...properties, ...asked], besides };
}

function partition<T>(all: readonly T[], test: (one: T) => boolean): readonly [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}

function runRequest(
  side: Side,
  changed: ChangedFunction,
  world: World,
  lifts: LiftedSides,
  request: Settled,
  instruments: Instruments,
): Omit<RunRequest, 'property'> {
  const { kernel: version, everyOrder, maxStates, timeout, until } = request;
  const text = request.texts.of(changed)[side];
  // A lock that the function no longer takes may have moved to what calls it, if the patch changes that too.
  const isAlone = side === 'after' && !isCalledByChanged(changed, request.texts);
  const was = isAlone && lifts.before.ok ? lifts.before.lifted.program : undefined;
  return {
    side,
    lift: lifts[side],
    ...changesOn(side, lifts, request.texts),
    reliance: text === undefined ? [] : relianceOnCallers(text, request.texts[side]),
    world,
    version,
    callees: worldPrograms(world, version, instruments, { texts: request.texts, side }),
    harness: (program) => harnessOf(program, world, version, instruments, was),
    everyOrder,
    maxStates,
    timeout,
    until,
    now: instruments.now,
  };
}

/** Some other function that the patch changes calls this one. */
function isCalledByChanged({ name }: ChangedFunction, { changed, after }: PatchTexts): boolean {
  return [...changed].some((other) => other !== name && calls(after.get(other), name));
}

function changesOn(side: Side, { before, after }: LiftedSides, texts: PatchTexts): Pick<RunRequest, 'changed'> {
  if (!before.ok || !after.ok) return {};
  const [own, other] = side === 'before' ? [before, after] : [after, before];
  const otherSide = side === 'before' ? 'after' : 'before';
  return { changed: changedLines(own.lifted.program, other.lifted.program, texts[otherSide]) };
}

function isAbout(concern: Concern, name: string, property: string): boolean {
  return concern.functions.includes(name) && concern.properties.some((one) => one.property === property);
}

interface Place {
  readonly path: string;
  readonly function: string;
}

function makeCheck(
  request: Settled,
  place: Place,
  choice: { readonly world: Pick<World, 'name'>; readonly property: string; readonly why: string },
  concern: Concern | undefined,
  runs: { readonly before: Run; readonly after: Run },
): Check {
  const { messageId } = request.patch;
  const reason = concern?.properties.find((one) => one.property === choice.property)?.reason;
  const identity = [messageId, place.path, place.function, choice.property, choice.world.name, concern?.claimId ?? ''];
  return {
    checkId: createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16),
    claimId: concern?.claimId,
    messageId,
    ...place,
    property: choice.property,
    world: choice.world.name,
    why: reason === undefined ? choice.why : `${choice.why}; the concern: ${reason}`,
    kernel: request.kernel,
    ...runs,
    verdict: verdictOf(runs.after),
    change: changeOf(runs.before, runs.after),
  };
}

/** The concerns that no check was about: what is missing to run them. */
function unanswered(request: Settled, checks: readonly Check[]): readonly Check[] {
  const answered = new Set(checks.map((check) => check.claimId));
  const { world, property: wanted, function: name } = request.wanted;
  const asked = request.concerns.filter((concern) => name === undefined || concern.functions[0] === name);
  const open =
    world === undefined && wanted === undefined ? asked.filter((concern) => !answered.has(concern.claimId)) : [];
  return open.flatMap((concern) =>
    concern.properties.slice(0, 1).map(({ property, reason }) => {
      const name = concern.functions[0] ?? '';
      const missing = [`a world in which ${property} of ${name} can be judged`];
      const runs = { before: notModelled('before', missing), after: notModelled('after', missing) };
      const place = { path: concern.path ?? request.patch.files[0]?.path ?? '', function: name };
      return makeCheck(request, place, { world: { name: 'none' }, property, why: reason }, concern, runs);
    }),
  );
}
