import { explore } from '../explore/explore.ts';
import { primitiveNamed } from '../mm/known.ts';
import { localsOf } from '../mm/liveness.ts';
import { makeModel, type Setting } from '../mm/model.ts';
import type { Instruction, Program } from '../mm/program.ts';
import { type Edit, type Gap, gapsOf, insertBefore, place, without } from './edit-program.ts';
import { STRONGER } from './mutants.ts';
import { protectionsOf } from './repair-steps.ts';
import { SOUNDNESS } from './soundness.ts';
import { testedAgain } from './tests-again.ts';

/** States of one try, and of all together: what is violated in a small world holds in a small one. */
const STATES_EACH = 30_000;
const STATES_IN_ALL = 600_000;

/**
 * Looks for one step whose addition, move or loss makes a violated property hold: the function is edited, and run again.
 *
 * Tried in this order: a protecting step, or a step and its end around lines, that the property's family knows; the
 * stronger form of a step; a step of the function at another place; a test that the function makes already, made again
 * behind a lock; a step left out. An edit counts where the property holds in all states, nothing else that the world can tell
 * is broken, and everything that the world is about still happens.
 *
 * @param isOver Asked now and then; true where time is up.
 * @returns What to do, in words; undefined where nothing was found within the limits.
 */
export function findRepair(setting: Setting, isOver: () => boolean): string | undefined {
  const { subject } = setting;
  let left = STATES_IN_ALL;
  for (const { program, says } of editsOf(subject.program, setting)) {
    if (left <= 0 || isOver()) return undefined;
    const { holds, states } = tryEdit(
      { ...setting, subject: { ...subject, program } },
      Math.min(left, STATES_EACH),
      isOver,
    );
    if (holds) return says;
    left -= states;
  }
  return undefined;
}

function tryEdit(setting: Setting, maxStates: number, deadline: () => boolean): { holds: boolean; states: number } {
  const { world } = setting;
  const properties = [...new Set([...setting.properties, ...SOUNDNESS, ...world.properties, ...world.incidental])];
  const run = explore(makeModel({ ...setting, properties }), { maxStates, deadline, firstViolation: true });
  const isKept = run.outcomes.every(({ result }) => result === 'satisfied' || result === 'reached');
  return { holds: run.complete && isKept, states: run.states };
}

function* editsOf(program: Program, { world, properties: [property = ''] }: Setting): Generator<Edit> {
  const gaps = gapsOf(program);
  const protections = protectionsOf(property, world);
  for (const { begins, ends, names } of protections) {
    if (ends !== undefined) continue;
    for (const { at, says, source } of gaps)
      yield { program: insertBefore(program, at, [begins(source)]), says: `with ${names[0]} ${says}` };
  }
  yield* strengthened(program);
  yield* moved(program, gaps);
  for (const { begins, ends, names } of protections) {
    if (ends === undefined) continue;
    for (const [first, last] of pairsOf(gaps)) {
      const ended = insertBefore(program, last.at, [ends(last.source)]);
      yield {
        program: insertBefore(ended, first.at, [begins(first.source)]),
        says: `with ${names[0]} ${first.says} and ${names[1]} ${last.says}`,
      };
    }
  }
  yield* testedAgain(program, gaps);
  yield* leftOut(program);
}

/** Pairs of places, one behind the other, the nearest first: what must be kept is mostly short. */
function pairsOf(gaps: readonly Gap[]): readonly (readonly [Gap, Gap])[] {
  const pairs = gaps
    .flatMap((first, index) => gaps.slice(index + 1).map((last) => [first, last] as const))
    .filter(([first, last]) => first.source.line <= last.source.line);
  return pairs.toSorted(([a, b], [c, d]) => gaps.indexOf(b) - gaps.indexOf(a) - (gaps.indexOf(d) - gaps.indexOf(c)));
}

type Step = Extract<Instruction, { kind: 'primitive' }>;

/** The steps that the function takes for their effect alone, with their places. */
function ownSteps(program: Program): readonly (readonly [number, Step])[] {
  return program.code.flatMap((one, at) =>
    one.kind === 'primitive' && one.dest === undefined && one.at.function === program.name ? [[at, one] as const] : [],
  );
}

function* strengthened(program: Program): Generator<Edit> {
  for (const [at, one] of program.code.entries()) {
    if (one.kind !== 'primitive') continue;
    const stronger = STRONGER.get(primitiveNamed(one.name)?.name ?? one.name);
    if (stronger === undefined) continue;
    const code = program.code.with(at, { ...one, name: stronger });
    yield { program: { ...program, code }, says: `with ${stronger} instead of ${one.name} at ${place(one.at)}` };
  }
}

/** What a step is handed has another value at another place: something between sets it. */
function isOtherThere(program: Program, from: number, to: number): boolean {
  const step = program.code[from];
  const handed = new Set(step?.kind === 'primitive' ? step.args.flatMap(localsOf) : []);
  return program.code
    .slice(Math.min(from, to), Math.max(from, to))
    .some((one) => 'dest' in one && one.dest !== undefined && handed.has(one.dest));
}

function* moved(program: Program, gaps: readonly Gap[]): Generator<Edit> {
  for (const [from, step] of ownSteps(program)) {
    for (const { at, says } of gaps) {
      if (at === from || at === from + 1 || isOtherThere(program, from, at)) continue;
      yield {
        program: insertBefore(without(program, from), at, [step]),
        says: `with ${step.name} of ${place(step.at)} moved to ${says.replace(/^(\w+) /, 'the place $1 ')}`,
      };
    }
  }
}

/** Steps that write an entry are what a function is for: without one it does less, not better. */
const isContent = ({ name }: Step): boolean =>
  primitiveNamed(name)?.parameters.some((type) => type === 'pte_t' || type === 'pmd_t') === true;

function* leftOut(program: Program): Generator<Edit> {
  for (const [at, step] of ownSteps(program).filter(([, one]) => !isContent(one)))
    yield { program: without(program, at), says: `without ${step.name} at ${place(step.at)}` };
}
