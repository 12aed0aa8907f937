import { worldPrograms } from '../../src/checks/callees.ts';
import type { Run } from '../../src/checks/check.ts';
import { harnessOf } from '../../src/checks/harness.ts';
import { prepare, type RunRequest, runSide } from '../../src/checks/run.ts';
import { loadCParser } from '../../src/ingest/c-parser.ts';
import { liftFunction } from '../../src/lift/lift.ts';
import { functionsIn, wholeFile } from '../../src/lift/text.ts';
import type { Example } from '../../src/mm/bug.ts';
import type { Setting } from '../../src/mm/model.ts';
import type { Program } from '../../src/mm/program.ts';
import type { World } from '../../src/mm/world.ts';
import type { Side } from '../../src/patch/patch.ts';
import { instruments } from '../checks/instruments.ts';

const parser = await loadCParser();
const tools = instruments();

/** Lifts one side of a bug. */
export function liftBug(bug: Example, side: Side) {
  const texts = functionsIn(wholeFile(`${bug.function}.c`, bug[side], 'diff'));
  return liftFunction({ name: bug.function, texts, kernel: bug.kernel }, tools.vocabulary, parser);
}

/** What is asked of one side of a bug. */
export function requestOf(bug: Example, side: Side): RunRequest {
  const { world, property, kernel } = bug;
  return {
    side,
    lift: liftBug(bug, side),
    world,
    property,
    version: kernel,
    callees: worldPrograms(world, kernel, tools),
    harness: (program) => harnessOf(program, world, kernel, tools),
    maxStates: 1_000_000,
    timeout: 30,
    now: () => performance.now(),
  };
}

/** Runs one side of a bug in its world to its result. */
export function runBug(bug: Example, side: Side): Run {
  return runSide(requestOf(bug, side)).run;
}

/** One side of a bug in its world, ready to be explored for the given properties. */
export function settingOf(bug: Example, side: Side, properties: readonly string[] = [bug.property]): Setting {
  const ready = prepare(requestOf(bug, side), properties);
  if (!ready.ok) throw new Error(`expected ${bug.function} to be ready to run: ${ready.run.missing.join(', ')}`);
  return ready.setting;
}

/** Lifts one function of a text that has nothing unknown in it. */
export function programOf(name: string, text: string, kernel: string): Program {
  const texts = functionsIn(wholeFile('litmus.c', text, 'diff'));
  const lift = liftFunction({ name, texts, kernel }, tools.vocabulary, parser);
  if (!lift.ok || lift.lifted.unknown.length > 0) throw new Error(`expected ${name} to be read whole`);
  return lift.lifted.program;
}

/** A text with a function in it, to be run in a world. */
export interface TextRun {
  readonly world: World;
  readonly property: string;
  readonly kernel: string;
  readonly function: string;
  readonly text: string;
}

/** Runs a function of a text in a world to its result, as the side after a patch. */
export function runText(run: TextRun): Run {
  return runBug({ ...run, before: '', after: run.text }, 'after');
}
