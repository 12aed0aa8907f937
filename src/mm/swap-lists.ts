import type { Memory } from './kernel.ts';

/** The lists that a swap device can be on, which the fields of its state are named after. */
const LISTS = ['active', 'available'] as const;
type List = (typeof LISTS)[number];

/** The number of a device's node in a list: of all nodes of all devices each has its own; 0 for none. */
export function nodeOf(device: number, list: List): number {
  return device === 0 ? 0 : (device - 1) * LISTS.length + LISTS.indexOf(list) + 1;
}

/** Puts a node into its list, or takes it out. */
export function setListed(m: Memory, node: number, isListed: boolean): void {
  const list = LISTS[(node - 1) % LISTS.length];
  if (node === 0 || list === undefined) m.break('ASSERT');
  else m.set(m.o.swapDevice[list], Math.ceil(node / LISTS.length), isListed ? 1 : 0);
}
