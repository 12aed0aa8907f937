import { worldPrograms } from '../../src/checks/callees.ts';
import type { Check } from '../../src/checks/check.ts';
import { checkPatch } from '../../src/checks/check-patch.ts';
import { chooseWorlds } from '../../src/checks/choose.ts';
import { exploreCheck } from '../../src/checks/explore-check.ts';
import { harnessOf } from '../../src/checks/harness.ts';
import { guarded, type Instruments } from '../../src/checks/programs.ts';
import { prepare } from '../../src/checks/run.ts';
import { SOUNDNESS } from '../../src/checks/soundness.ts';
import { touchedBy } from '../../src/checks/touched.ts';
import type { Elsewhere } from '../../src/lift/elsewhere.ts';
import { liftFunction } from '../../src/lift/lift.ts';
import type { LiftResult } from '../../src/lift/lifted.ts';
import type { FunctionText, FunctionTexts } from '../../src/lift/text.ts';
import { makeModel } from '../../src/mm/model.ts';
import type { World } from '../../src/mm/world.ts';
import { readPatch } from '../../src/patch/read.ts';
import { diffOf } from './mutation-patch.ts';

/** A function of a kernel as it is. */
export interface Unmodified {
  readonly path: string;
  /** The file that it stands in, and all functions of it. */
  readonly whole: string;
  readonly texts: FunctionTexts;
  readonly text: FunctionText;
  /** Definitions of the rest of its tree. */
  readonly elsewhere: Elsewhere | undefined;
}

/** States of a run, and seconds of a function: what comes after them is not seen. */
export interface Limits {
  readonly maxStates: number;
  readonly seconds: number;
}

/** How a world that was made for functions of the kind looks at one. */
export interface Look {
  readonly world: string;
  /** `whole`: every run was seen to its end; `open`: some stop at a call that nobody knows; `cut`: the limits came first. */
  readonly seen: 'whole' | 'open' | 'cut' | 'not-run';
  /** Properties that some run breaks, be the function told of or not. */
  readonly broken: readonly string[];
}

/** What `mmlore check --tree` tells of a function to which a patch does nothing. */
export interface JudgedUnmodified {
  readonly isLifted: boolean;
  readonly looks: readonly Look[];
  /** The checks that a user is told of in those worlds where some run breaks something. */
  readonly checks: readonly Check[];
}

const LIMITS: Limits = { maxStates: 100_000, seconds: 30 };

/**
 * What is told of the patch that adds an empty statement to a function: chooser, worlds and gates are those of a user.
 *
 * Each world that the function fits is searched once for all properties that a check could ask there; the checks themselves are
 * made where that search breaks one of them. General worlds are left out: there nothing is told of a patch that does nothing.
 */
export function judgeUnmodified(
  { path, whole, texts, text, elsewhere }: Unmodified,
  kernel: string,
  tools: Instruments,
  limits: Limits = LIMITS,
): JudgedUnmodified {
  const lift = guarded(text.name, () =>
    liftFunction({ name: text.name, texts, kernel, elsewhere }, tools.vocabulary, tools.parser),
  );
  if (!lift.ok) return { isLifted: false, looks: [], checks: [] };
  const wanted = { world: undefined, property: undefined };
  const worlds = chooseWorlds([touchedBy(lift.lifted.program)], kernel, wanted).map(({ world }) => world);
  const made = worlds.filter(({ isGeneral }) => isGeneral !== true);
  const until = tools.now() + limits.seconds * 1000;
  const looks = made.map((world) => lookAt(lift, world, kernel, tools, { ...limits, until }));
  const lines = whole.split('\n');
  const end = (text.lines.at(-1) ?? 0) - 1;
  const edited = lines.with(end, (lines[end] ?? '').replace(/\}/, ';}')).join('\n');
  const patch = readPatch('unmodified@example.org', diffOf(path, whole, edited));
  const checks = looks.flatMap(({ world, broken }) =>
    broken.length === 0
      ? []
      : checkPatch(
          {
            patch,
            date: undefined,
            claims: [],
            kernel,
            tree: { file: (change) => (change.path === path ? whole : undefined), elsewhere },
            wanted: { world, property: undefined, function: text.name },
            maxStates: limits.maxStates,
            timeout: limits.seconds,
          },
          tools,
        ),
  );
  return { isLifted: true, looks, checks };
}

function lookAt(
  lift: LiftResult,
  world: World,
  version: string,
  tools: Instruments,
  { maxStates, seconds, until }: Limits & { readonly until: number },
): Look {
  const properties = [...new Set([...world.properties, ...world.incidental, ...SOUNDNESS])];
  const callees = worldPrograms(world, version, tools);
  const harness = (program: Parameters<typeof harnessOf>[0]) => harnessOf(program, world, version, tools);
  const request = {
    side: 'after',
    lift,
    world,
    version,
    callees,
    harness,
    maxStates,
    timeout: seconds,
    now: tools.now,
  } as const;
  const ready = prepare(request, properties);
  if (!ready.ok) return { world: world.name, seen: 'not-run', broken: [] };
  const { outcomes, complete } = exploreCheck(makeModel(ready.setting), {
    maxStates,
    deadline: () => tools.now() > until,
  });
  const broken = outcomes.flatMap(({ result, property }) => (result === 'violated' ? [property.name] : []));
  const seen = !complete ? 'cut' : ready.run.unknown.length > 0 ? 'open' : 'whole';
  return { world: world.name, seen, broken };
}
