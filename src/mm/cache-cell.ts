import type { Memory } from './kernel.ts';

/** The cell of the page cache that stands for an index of a file, both as the model numbers them. */
export function cacheCell(m: Memory, mapping: number, index: number): number {
  return (mapping - 1) * m.kernel.of.filePages + index + 1;
}
