import type { World } from '../mm/world.ts';
import type { Run } from './check.ts';
import { notModelled, type SeenChange, type SideRun } from './run.ts';

/**
 * The runs of both sides. Where no step was found whose loss breaks the property, but what stands on the other side does
 * break it, that is such a loss.
 *
 * And `holds` is left only where it is evidence about the patch: the runs come to some of what the patch puts in, takes out,
 * changes or moves; and where it puts in nothing new and neither side breaks the property, the loss of a step there would
 * break it. What is only moved shows nothing where neither order breaks the property.
 *
 * In a general world, which was not made for what the function does, the runs must come to all of it, and the property must
 * notice whatever the patch does. There nobody else acts to whom the order of steps could show: of what is moved nothing holds.
 */
export function withEvidence(sides: readonly SideRun[], world: Pick<World, 'isGeneral'>): readonly Run[] {
  const broken = sides.find(({ run }) => run.result === 'violated');
  if (broken !== undefined) {
    const mutant = `as it stands ${broken.run.side} the patch`;
    return sides.map(({ run, unproved }) => (unproved === undefined ? run : { ...unproved, mutant }));
  }
  const missing = [...new Set(missingOf(sides, world))];
  return sides.map(({ run }) =>
    missing.length > 0 && run.result === 'holds' ? { ...notModelled(run.side, missing), ...seenOf(run) } : run,
  );
}

/**
 * Whether a check is told where callers' conditions are not known: what no run broke before the patch, as far as the runs
 * went, is; and what breaks after it must not be what such runs did not come to. The function must have seen to the property
 * itself: one that takes a lock for its callers, and took none before, breaks nothing.
 *
 * @param runs Of both sides, as `withEvidence` leaves them.
 */
export function isTold([before, after]: readonly SideRun[], [was, is]: readonly Run[]): boolean {
  if (is?.result === 'holds') return was?.result === 'holds';
  if (is?.result !== 'violated' || before?.keeps !== true || before.stops.join() !== after?.stops.join()) return false;
  return before.notices();
}

const SIDES = ['before', 'after'] as const;

function missingOf(sides: readonly SideRun[], { isGeneral }: Pick<World, 'isGeneral'>): readonly string[] {
  const changes = sides.flatMap(({ change }): SeenChange[] => (change === undefined ? [] : [change]));
  if (changes.length === 0) return [];
  const unreached = changes.flatMap((change) => change.unreached);
  if (isGeneral === true && unreached.length > 0) return unreached;
  const isMoved = changes.some((change) => change.isMoved);
  if (isMoved && (isGeneral === true || !changes.some(({ isNew }) => isNew)))
    return ['a run in which the order of the steps that the patch moves shows'];
  const lines = changes.reduce((sum, change) => sum + change.lines, 0);
  if (lines === 0) return ['anything of what the patch changes'];
  if (unreached.length === lines) return unreached;
  const [takesOut, putsIn] = SIDES.map((side) => sides.some(({ run, change }) => run.side === side && change?.isNew));
  const isRole = changes.some((change) => change.isRole);
  return (isGeneral !== true && putsIn && (isRole || !takesOut)) || changes.some(({ noticed }) => noticed)
    ? []
    : ['a property that would notice the loss of a step that the patch changes'];
}

/** What was seen of a run, apart from how it ended. */
export function seenOf({ states, seconds, origin, references, unknown }: Run): Partial<Run> {
  return { states, seconds, origin, references, unknown };
}
