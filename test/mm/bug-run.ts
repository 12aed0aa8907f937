import type { Run, Side } from '../../src/checks/check.ts';
import { harnessOf } from '../../src/checks/harness.ts';
import { worldPrograms } from '../../src/checks/programs.ts';
import { runSide } from '../../src/checks/run.ts';
import { loadCParser } from '../../src/ingest/c-parser.ts';
import { liftFunction } from '../../src/lift/lift.ts';
import { functionsIn, wholeFile } from '../../src/lift/text.ts';
import type { Bug } from '../../src/mm/bug.ts';
import { instruments } from '../checks/instruments.ts';

const parser = await loadCParser();
const tools = instruments();

/** Lifts one side of a bug. */
export function liftBug(bug: Bug, side: Side) {
  const texts = functionsIn(wholeFile(`${bug.id}.c`, bug[side], 'diff'));
  return liftFunction({ name: bug.function, texts, kernel: bug.kernel }, tools.vocabulary, parser);
}

/** Runs one side of a bug in its world to its result. */
export function runBug(bug: Bug, side: Side): Run {
  const { world, property, kernel } = bug;
  return runSide({
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
  }).run;
}
