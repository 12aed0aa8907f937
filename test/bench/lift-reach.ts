import { type Callees, worldPrograms } from '../../src/checks/callees.ts';
import { harnessOf } from '../../src/checks/harness.ts';
import type { Instruments } from '../../src/checks/programs.ts';
import { prepare, type RunRequest, runSide } from '../../src/checks/run.ts';
import { touchedBy } from '../../src/checks/touched.ts';
import { explore } from '../../src/explore/explore.ts';
import type { LiftResult } from '../../src/lift/lifted.ts';
import { makeModel } from '../../src/mm/model.ts';
import type { Source } from '../../src/mm/program.ts';
import { isWithin } from '../../src/mm/version.ts';
import type { World } from '../../src/mm/world.ts';
import { WORLDS } from '../../src/mm/worlds.ts';

/** States of one run: a general world has a few hundred. */
const STATES_EACH = 10_000;
/** States of all runs of a function. */
const STATES_IN_ALL = 50_000;
/** Worlds in which a function that runs whole is asked for a verdict, and seconds for all of them. */
const JUDGED_WORLDS = 4;
const JUDGED_SECONDS = 3;

/** How far a function comes in one world. */
interface Stay {
  readonly world: World;
  /** What keeps some way from its end: calls that nobody knows, values that the world does not have, the bound. */
  readonly blockers: readonly string[];
  /** Steps of the function's program that runs came to. */
  readonly steps: number;
  /** Some run came to the function's end. */
  readonly ends: boolean;
}

/** How far a function comes, of all worlds that it fits. */
export interface Reach {
  /** Every way of it runs to its end in some world, and takes a step there. */
  readonly runsWhole: boolean;
  /** Some way of it does. */
  readonly endsSomewhere: boolean;
  /** What keeps it from running whole in the world where least does; more than one list where worlds are alike. */
  readonly blockers: readonly string[];
}

/** Runs lifted functions in the worlds of a kernel version. */
export class Reaches {
  readonly #version: string;
  readonly #tools: Instruments;
  readonly #callees = new Map<World, Callees | undefined>();

  constructor(version: string, tools: Instruments) {
    this.#version = version;
    this.#tools = tools;
  }

  /** How far a function comes: general worlds first, since they are small, until it runs whole in one. */
  of(lift: LiftResult): Reach {
    const stays: Stay[] = [];
    let left = STATES_IN_ALL;
    for (const request of this.#requests(lift)) {
      const { stay, states } = stayOf(request, Math.min(left, STATES_EACH));
      stays.push(stay);
      left -= states;
      if (isWhole(stay) || left <= 0) break;
    }
    const best = stays
      .filter(({ steps }) => steps > 0)
      .toSorted((a, b) => a.blockers.length - b.blockers.length)
      .at(0);
    return {
      runsWhole: stays.some(isWhole),
      endsSomewhere: stays.some(({ ends, steps }) => ends && steps > 0),
      blockers: best?.blockers ?? withoutStep(lift, stays),
    };
  }

  /** Whether a function gets a verdict in one of the first worlds that it fits: one that was made for it, if there is any. */
  judges(lift: LiftResult): boolean {
    const until = this.#tools.now() + JUDGED_SECONDS * 1000;
    return this.#requests(lift)
      .toReversed()
      .slice(0, JUDGED_WORLDS)
      .some((request) =>
        request.world.properties.some((property) => {
          const { result } = runSide({ ...request, property, until }).run;
          return result === 'holds' || (result === 'violated' && request.world.isGeneral !== true);
        }),
      );
  }

  #requests(lift: LiftResult): readonly Omit<RunRequest, 'property'>[] {
    if (!lift.ok) return [];
    const touched = touchedBy(lift.lifted.program);
    return WORLDS.filter((world) => isWithin(this.#version, world.kernels ?? {}) && world.suits(touched) !== undefined)
      .toSorted((a, b) => Number(b.isGeneral ?? false) - Number(a.isGeneral ?? false))
      .flatMap((world) => {
        const callees = this.#calleesOf(world);
        if (callees === undefined) return [];
        return [
          {
            side: 'after' as const,
            lift,
            world,
            version: this.#version,
            callees,
            harness: (program) => harnessOf(program, world, this.#version, this.#tools),
            maxStates: STATES_EACH,
            timeout: 5,
            now: this.#tools.now,
          } satisfies Omit<RunRequest, 'property'>,
        ];
      });
  }

  /** What a world's threads call; undefined where the model's own text of one is of a time that does not fit the version. */
  #calleesOf(world: World): Callees | undefined {
    if (!this.#callees.has(world)) this.#callees.set(world, this.#read(world));
    return this.#callees.get(world);
  }

  #read(world: World): Callees | undefined {
    try {
      return worldPrograms(world, this.#version, this.#tools);
    } catch {
      return undefined;
    }
  }
}

/** What keeps a function from any step: what stops it before one, else everything that is unknown in it. */
function withoutStep(lift: LiftResult, stays: readonly Stay[]): readonly string[] {
  if (!lift.ok) return lift.missing;
  const stopped = stays.find(({ blockers }) => blockers.length > 0);
  const unknown = stopped?.blockers ?? lift.lifted.unknown.map(({ name }) => `call: ${name}`);
  if (unknown.length > 0) return ['no step before', ...new Set(unknown)];
  const takesSome = touchedBy(lift.lifted.program).primitives.size > 0;
  return [takesSome ? 'no step of it is reached in any world' : 'it has no step'];
}

const isWhole = ({ blockers, steps }: Stay): boolean => blockers.length === 0 && steps > 0;

/** Runs a function in a world as far as it goes on every way. */
function stayOf(request: Omit<RunRequest, 'property'>, maxStates: number): { stay: Stay; states: number } {
  const { world } = request;
  const ready = prepare(request, ['KNOWN']);
  if (!ready.ok) return { stay: { world, blockers: ready.run.missing, steps: 0, ends: false }, states: 0 };
  const reached = new Set<Source>();
  const model = makeModel(ready.setting, reached);
  // Without a property to break, the search goes on past a call that nobody knows.
  const { complete, states } = explore({ ...model, properties: [] }, { maxStates });
  const { code } = ready.setting.subject.program;
  const unknown = code.flatMap((one) => (one.kind === 'unknown' && reached.has(one.at) ? [`call: ${one.name}`] : []));
  const steps = code.filter((one) => one.kind === 'primitive' && reached.has(one.at)).length;
  const ends = code.some((one) => one.kind === 'return' && reached.has(one.at));
  const blockers = [...new Set([...unknown, ...(complete ? [] : ['bound: states'])])];
  return { stay: { world, blockers, steps, ends }, states };
}
