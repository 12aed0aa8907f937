import type { Kernel, Memory } from './kernel.ts';

/** One thing that hardware can do, in the states to which it applies. */
export interface Rule {
  /** What kind of thing it is, whatever the address: `fills a TLB`. */
  readonly name: string;
  applies(m: Memory): boolean;
  /** What it does there: `walks address 2 and keeps its leaf`. */
  says(m: Memory): string;
  apply(m: Memory): void;
}

/** An actor that runs no program: it may do any of its rules at any time. */
export interface Hardware {
  /** `IOMMU`, `KVM`, `RCU`. */
  readonly name: string;
  /** Everything that it can ever do in a kernel of this size; asked once, and tried in this order in every state. */
  rules(kernel: Kernel): readonly Rule[];
}

/** The numbers from 0 up to `count`: addresses, upper entries. */
export function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
