/**
 * Where the model is known to say something else than a running kernel shows to user space, and why that is so.
 *
 * The comparison with the running kernel (test/conformance/) reads this list: what matches an entry is explained, and
 * what of the program comes after it is not compared. Everything else is a fault of the model.
 */
export interface Difference {
  readonly name: string;
  /** The operation after which it is seen, as the probe's line has it. */
  readonly operation: RegExp;
  /** What the kernel shows, and what the model says: a result, or the word of one slot. */
  readonly kernel: RegExp;
  readonly model: RegExp;
  /** The kernel's freedom, or the abstraction of the model, that it comes from. */
  readonly reason: string;
}

export const DIFFERENCES: readonly Difference[] = [];
