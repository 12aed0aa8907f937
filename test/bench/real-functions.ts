import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { worldPrograms } from '../../src/checks/callees.ts';
import { relianceOnCallers } from '../../src/checks/callers.ts';
import { changedLines } from '../../src/checks/changed-steps.ts';
import type { Run } from '../../src/checks/check.ts';
import { chooseWorlds } from '../../src/checks/choose.ts';
import { harnessOf } from '../../src/checks/harness.ts';
import type { Instruments } from '../../src/checks/programs.ts';
import { runSide, type SideRun } from '../../src/checks/run.ts';
import { touchedBy } from '../../src/checks/touched.ts';
import { liftFunction } from '../../src/lift/lift.ts';
import { type FunctionTexts, functionsIn, wholeFile } from '../../src/lift/text.ts';
import { worldNamed } from '../../src/mm/worlds.ts';
import type { Side } from '../../src/patch/patch.ts';

const ALL = { world: undefined, property: undefined, function: undefined };

/** A function of a kernel in a world, asked for a property that the world was made to judge. */
export interface RealRun {
  readonly function: string;
  readonly world: string;
  readonly property: string;
  readonly run: Run;
  readonly side: SideRun;
}

/** The functions of a file of a kernel tree. */
export function textsOf(tree: string, file: string): FunctionTexts {
  return functionsIn(wholeFile(file, readFileSync(join(tree, file), 'utf8'), 'tree'));
}

/** One world and property, and what stands on the other side of a change. */
interface Only {
  readonly world?: string;
  readonly property?: string;
  readonly other?: { readonly side: Side; readonly texts: FunctionTexts };
}

/** Runs a function of a file in every world that it fits, or in one, for every property of that world. */
export function runFunction(
  name: string,
  texts: FunctionTexts,
  kernel: string,
  tools: Instruments,
  only: Only = {},
): readonly RealRun[] {
  const lift = liftFunction({ name, texts, kernel }, tools.vocabulary, tools.parser);
  if (!lift.ok) return [];
  const { program } = lift.lifted;
  const against = only.other && liftFunction({ name, texts: only.other.texts, kernel }, tools.vocabulary, tools.parser);
  const changed = against?.ok === true ? { changed: changedLines(program, against.lifted.program) } : {};
  const text = texts.get(name);
  const wanted = only.world === undefined ? undefined : worldNamed(only.world);
  const worlds =
    wanted === undefined ? chooseWorlds([touchedBy(program)], kernel, ALL).map(({ world }) => world) : [wanted];
  return worlds.flatMap((world) =>
    world.properties
      .filter((property) => only.property === undefined || property === only.property)
      .map((property) => {
        const side = runSide({
          side: only.other?.side === 'before' ? 'after' : 'before',
          lift,
          ...changed,
          reliance: text === undefined ? [] : relianceOnCallers(text, texts),
          world,
          property,
          version: kernel,
          callees: worldPrograms(world, kernel, tools),
          harness: (subject) => harnessOf(subject, world, kernel, tools),
          maxStates: 50_000,
          timeout: 20,
          now: tools.now,
        });
        return { function: name, world: world.name, property, run: side.run, side };
      }),
  );
}
