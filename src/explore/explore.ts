import { search } from './bfs.ts';
import type { Exploration, Limits } from './exploration.ts';
import { searchIndependent } from './independence.ts';
import type { Model } from './model.ts';

/**
 * A way to visit fewer states without another verdict: store one state for all that differ by a renaming, where the model
 * has `canonical`; or leave out orders of independent steps, where it has `actors`.
 */
export type Reduction = 'symmetry' | 'independence';

/**
 * Explores a model: every state that it can reach, or fewer with a reduction, and what that says of its properties.
 *
 * Independence keeps every verdict but not the length of paths. So where such a run finds a violation, a run without it
 * follows for the shortest path; if that one meets a limit before it finds as much, the reduced run stands. A limit of
 * depth counts steps one by one, so it is kept without that reduction.
 */
export function explore(model: Model, limits: Limits, reduction?: Reduction): Exploration {
  // Without one, every property would hold of nothing.
  if (model.initial.length === 0) throw new Error('expected the model to have an initial state');
  const { actors } = model;
  if (reduction !== 'independence' || actors === undefined || limits.maxDepth !== undefined)
    return search(model, limits, reduction === 'symmetry');
  const run = searchIndependent(model, actors, limits);
  if (violations(run) === 0) return run;
  const whole = search(model, limits, false);
  return violations(whole) < violations(run) ? run : whole;
}

function violations(run: Exploration): number {
  return run.outcomes.filter(({ result }) => result === 'violated').length;
}
