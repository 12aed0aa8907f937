import type { Change, Result, Run, Verdict } from './check.ts';

/** Every verdict, the one that says most first. */
export const VERDICTS: readonly Verdict[] = ['confirmed', 'confirmed-under-assumption', 'refuted', 'undecided'];

/** Whether a verdict confirms a concern, under an assumption or without one; neither where nothing was run. */
export function isConfirmed(verdict: Verdict | null | undefined): boolean {
  return verdict === 'confirmed' || verdict === 'confirmed-under-assumption';
}

/** Says what the run on the patched function makes of a concern about it. */
export function verdictOf(after: Run): Verdict {
  if (after.result === 'violated') return after.assumptions.length === 0 ? 'confirmed' : 'confirmed-under-assumption';
  return after.result === 'holds' ? 'refuted' : 'undecided';
}

const CHANGES: Readonly<Partial<Record<`${Result} ${Result}`, Change>>> = {
  'holds violated': 'introduced',
  'violated violated': 'pre-existing',
  'violated holds': 'fixed',
  'holds holds': 'unchanged',
};

/** Says what the patch did to a property. */
export function changeOf(before: Run, after: Run): Change {
  return CHANGES[`${before.result} ${after.result}`] ?? 'unknown';
}
