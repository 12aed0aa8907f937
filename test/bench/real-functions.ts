import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { worldPrograms } from '../../src/checks/callees.ts';
import { relianceOnCallers } from '../../src/checks/callers.ts';
import type { Run } from '../../src/checks/check.ts';
import { chooseWorlds } from '../../src/checks/choose.ts';
import { harnessOf } from '../../src/checks/harness.ts';
import type { Instruments } from '../../src/checks/programs.ts';
import { runSide } from '../../src/checks/run.ts';
import { touchedBy } from '../../src/checks/touched.ts';
import { liftFunction } from '../../src/lift/lift.ts';
import { type FunctionTexts, functionsIn, wholeFile } from '../../src/lift/text.ts';

const ALL = { world: undefined, property: undefined, function: undefined };

/** A function of a kernel in a world, asked for a property that the world was made to judge. */
export interface RealRun {
  readonly function: string;
  readonly world: string;
  readonly property: string;
  readonly run: Run;
}

/** The functions of a file of a kernel tree. */
export function textsOf(tree: string, file: string): FunctionTexts {
  return functionsIn(wholeFile(file, readFileSync(join(tree, file), 'utf8'), 'tree'));
}

/** Runs a function of a file in every world that it fits, for every property of that world. */
export function runFunction(
  name: string,
  texts: FunctionTexts,
  kernel: string,
  tools: Instruments,
): readonly RealRun[] {
  const lift = liftFunction({ name, texts, kernel }, tools.vocabulary, tools.parser);
  if (!lift.ok) return [];
  const { program } = lift.lifted;
  const text = texts.get(name);
  const worlds = chooseWorlds([touchedBy(program)], kernel, ALL).map(({ world }) => world);
  return worlds.flatMap((world) =>
    world.properties.map((property) => {
      const { run } = runSide({
        side: 'before',
        lift,
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
      return { function: name, world: world.name, property, run };
    }),
  );
}
