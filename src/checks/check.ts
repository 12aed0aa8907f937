import type { StepText } from '../explore/model.ts';
import type { TextOrigin } from '../lift/lifted.ts';
import type { Side } from '../patch/patch.ts';

/** How one side of a check ended; the README says what each means. */
export type Result = 'violated' | 'holds' | 'bounded' | 'not-modelled';

export interface Run {
  readonly side: Side;
  readonly result: Result;
  readonly states: number;
  readonly seconds: number;
  /** Where the function's text came from; undefined where there was none to run. */
  readonly origin: TextOrigin | undefined;
  /** What the shortest trace rests on: what callers hand over, then the choices on unmodelled data that it makes, in its order. */
  readonly assumptions: readonly string[];
  /** Callees that the result takes from reference programs. */
  readonly references: readonly string[];
  /** Calls that nobody knows and that could touch modelled objects. */
  readonly unknown: readonly string[];
  /** For `not-modelled`: what is missing, by name. */
  readonly missing: readonly string[];
  /** For `holds`: the `sometimes` that were reached, and the dropped step whose loss violates the property. */
  readonly witnesses: readonly string[];
  readonly mutant: string | undefined;
  /** For `violated`: the shortest trace. */
  readonly trace: readonly StepText[];
  /** For `violated` after the patch: the one step whose addition, move or loss makes it hold, where one was found. */
  readonly repair: string | undefined;
  /** For `violated`: what `mmlore replay` takes. */
  readonly token: string | undefined;
}

export type Verdict = 'confirmed' | 'confirmed-under-assumption' | 'refuted' | 'undecided';
export type Change = 'introduced' | 'pre-existing' | 'fixed' | 'unchanged' | 'unknown';

/** A property in a world, run on a function as it stood before and after a patch. */
export interface Check {
  /** Stable: a hash of patch, function, property, world and claim. */
  readonly checkId: string;
  /** The concern that asked for it; undefined where the hunk alone did. */
  readonly claimId: string | undefined;
  /** Message-ID of the mail that holds the diff. */
  readonly messageId: string;
  readonly path: string;
  readonly function: string;
  readonly property: string;
  readonly world: string;
  /** Why this property and world were chosen, a sentence. */
  readonly why: string;
  /** What a verdict assumes of the kernel: version and notifiers of the time, config. */
  readonly kernel: string;
  readonly before: Run;
  readonly after: Run;
  readonly verdict: Verdict;
  readonly change: Change;
}
