import type { Weights } from './linear.ts';
import { HEDGE_WEIGHTS } from './weights/hedge.ts';
import { KIND_WEIGHTS } from './weights/kind.ts';
import { LOG_WEIGHTS } from './weights/log.ts';
import { STATED_WEIGHTS } from './weights/stated.ts';
import { TOPIC_WEIGHTS } from './weights/topic.ts';

/** The linear models that extraction asks; `npm run train` fits them. */
export interface Models {
  /** Is a unit of a reply a claim: `no`, `yes`. */
  readonly stated: Weights;
  /** Is a unit of a commit message one of its claims: `no`, `yes`. */
  readonly log: Weights;
  /** Which kind a claim is. */
  readonly kind: Weights;
  /** Does its sender mark doubt: `no`, `yes`. */
  readonly hedge: Weights;
  /** Is a claim about a concept: `no`, `yes`. */
  readonly topic: Weights;
}

/** The models as they were fitted to all labelled mail. */
export const MODELS: Models = {
  stated: STATED_WEIGHTS,
  log: LOG_WEIGHTS,
  kind: KIND_WEIGHTS,
  hedge: HEDGE_WEIGHTS,
  topic: TOPIC_WEIGHTS,
};
