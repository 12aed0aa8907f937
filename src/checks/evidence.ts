import type { World } from '../mm/world.ts';
import type { Run } from './check.ts';
import { notModelled, type SeenChange, type SideRun } from './run.ts';

/**
 * The runs of both sides, where `holds` is left only where it is evidence about the patch: the runs come to some of what the
 * patch puts in, takes out, changes or moves; and where it puts in nothing new and neither side breaks the
 * property, the loss of a step there would break it.
 *
 * In a general world, which was not made for what the function does, the runs must come to all of it, and the property must
 * notice whatever the patch does.
 */
export function withEvidence(sides: readonly SideRun[], world: Pick<World, 'isGeneral'>): readonly Run[] {
  const missing = [...new Set(missingOf(sides, world))];
  return sides.map(({ run }) =>
    missing.length > 0 && run.result === 'holds' ? { ...notModelled(run.side, missing), ...seenOf(run) } : run,
  );
}

function missingOf(sides: readonly SideRun[], { isGeneral }: Pick<World, 'isGeneral'>): readonly string[] {
  const changes = sides.flatMap(({ change }): SeenChange[] => (change === undefined ? [] : [change]));
  if (changes.length === 0) return [];
  const unreached = changes.flatMap((change) => change.unreached);
  if (isGeneral === true && unreached.length > 0) return unreached;
  // One side breaks the property and the other does not: that the change shows is seen.
  if (sides.some(({ run }) => run.result === 'violated')) return [];
  const lines = changes.reduce((sum, change) => sum + change.lines, 0);
  if (lines === 0) return ['anything of what the patch changes'];
  if (unreached.length === lines) return unreached;
  const isNew = sides.some(({ run, change }) => run.side === 'after' && change?.isNew === true);
  return (isGeneral !== true && isNew) || changes.some(({ noticed }) => noticed)
    ? []
    : ['a property that would notice the loss of a step that the patch changes'];
}

/** What was seen of a run, apart from how it ended. */
function seenOf({ states, seconds, origin, references, unknown }: Run): Partial<Run> {
  return { states, seconds, origin, references, unknown };
}
