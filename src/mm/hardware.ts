import type { Memory } from './kernel.ts';

/** One thing that hardware can do in a state. */
export interface Rule {
  /** `walks address 2 and keeps its leaf`. */
  readonly says: string;
  apply(m: Memory): void;
}

/** An actor that runs no program: it may do any of its rules at any time. */
export interface Hardware {
  /** `IOMMU`, `KVM`, `RCU`. */
  readonly name: string;
  /** Rules that apply in a state, always in the same order for the same state. */
  rules(m: Memory): readonly Rule[];
}
