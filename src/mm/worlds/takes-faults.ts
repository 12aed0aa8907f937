import type { Touched } from '../world.ts';

/** The function is part of a page fault or asks for one: what becomes of entries on the way is the fault's doing. */
export function takesFaults({ primitives }: Touched): boolean {
  return primitives.has('alloc_page_vma');
}
