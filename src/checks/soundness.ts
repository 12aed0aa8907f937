import type { Limits } from '../explore/exploration.ts';
import { makeModel, type Setting } from '../mm/model.ts';
import { asClause } from './clause.ts';
import { exploreCheck } from './explore-check.ts';

/**
 * What code must keep before anything else can be said of it: code that uses locks it does not hold, that runs into its own
 * assertion, that hangs or that leaves a range open breaks nothing more, and proves nothing by that.
 */
export const SOUNDNESS: readonly string[] = ['LOCK', 'ASSERT', 'LIVE', 'NOTIFY-PAIR'];

/** How far code was seen to keep all of that. */
export type Soundness =
  | { readonly kind: 'sound' }
  /** What is missing: code that keeps the property which a run breaks. */
  | { readonly kind: 'broken'; readonly says: string }
  /** The limit came first. */
  | { readonly kind: 'unfinished' };

/** Looks whether any run of a setting breaks what code must keep, the property that is asked for apart. */
export function soundnessOf(setting: Setting, limits: Limits): Soundness {
  const properties = SOUNDNESS.filter((name) => !setting.properties.includes(name));
  const model = makeModel({ ...setting, properties });
  const { outcomes, complete } = exploreCheck(model, { ...limits, firstViolation: true });
  const broken = outcomes.find(({ result }) => result === 'violated')?.property;
  if (broken !== undefined)
    return { kind: 'broken', says: `code that keeps ${broken.name} (${asClause(broken.says)})` };
  return complete ? { kind: 'sound' } : { kind: 'unfinished' };
}
