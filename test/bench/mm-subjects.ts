import { worldPrograms } from '../../src/checks/callees.ts';
import { chooseWorlds } from '../../src/checks/choose.ts';
import { harnessOf } from '../../src/checks/harness.ts';
import { prepare, type RunRequest } from '../../src/checks/run.ts';
import { touchedBy } from '../../src/checks/touched.ts';
import type { Lifted } from '../../src/lift/lifted.ts';
import { BUGS } from '../../src/mm/bugs.ts';
import type { Setting } from '../../src/mm/model.ts';
import { REFERENCE_FUNCTIONS } from '../../src/mm/reference.ts';
import type { ReferenceFunction } from '../../src/mm/vocabulary.ts';
import { instruments } from '../checks/instruments.ts';
import { settingOf } from '../mm/bug-run.ts';

/** A check of a shipped world, ready to run. */
export interface Subject {
  /** `B5 after`, or the reference function and its kernel version. */
  readonly name: string;
  readonly setting: Setting;
}

const tools = instruments();

/** Every bug on both sides, and every reference function in the worlds that it fits, for one property at a time. */
export function subjects(): readonly Subject[] {
  const bugs = BUGS.flatMap((bug) =>
    (['before', 'after'] as const).map((side) => ({ name: `${bug.id} ${side}`, setting: settingOf(bug, side) })),
  );
  return [...bugs, ...REFERENCE_FUNCTIONS.flatMap(checksOf)];
}

function checksOf(one: ReferenceFunction): Subject[] {
  const kernel = one.until ?? '6.12';
  const program = tools.lifted(one.name, kernel).program;
  return chooseWorlds([touchedBy(program)], kernel, { world: undefined, property: undefined }).flatMap(({ world }) => {
    const lifted: Lifted = {
      program,
      origin: 'reference',
      inlined: [],
      sliced: [],
      options: [],
      assumed: [],
      unknown: [],
    };
    const request: Omit<RunRequest, 'property'> = {
      side: 'after',
      lift: { ok: true, lifted },
      world,
      version: kernel,
      callees: worldPrograms(world, kernel, tools),
      harness: (subject) => harnessOf(subject, world, kernel, tools),
      maxStates: 1,
      timeout: 1,
      now: tools.now,
    };
    return world.properties.flatMap((property) => {
      const ready = prepare(request, [property]);
      return ready.ok ? [{ name: `${one.name} ${kernel}`, setting: ready.setting }] : [];
    });
  });
}
