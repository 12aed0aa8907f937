import type { Exploration, Limits } from '../explore/exploration.ts';
import { explore } from '../explore/explore.ts';
import type { Model } from '../explore/model.ts';

/** States up to which a search is over before its reduction would save anything (two searches at least, with notes). */
const QUICK = 20_000;

/**
 * Explores the model of a check: every order of its steps where that is quick, else with orders of independent steps left
 * out. Either way a violation comes with a shortest run. For runs that look for violations alone that is not worth it.
 */
export function exploreCheck(model: Model, limits: Limits): Exploration {
  if (model.actors === undefined || limits.maxStates <= QUICK) return explore(model, limits);
  const quick = explore(model, { ...limits, maxStates: QUICK });
  return quick.bounded === 'states' ? explore(model, limits, 'independence') : quick;
}
