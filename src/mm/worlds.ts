import type { World } from './world.ts';
import { RETRACT_KVM, RETRACT_SVA, RETRACT_UFFD_COPY } from './worlds/retract.ts';

/** All worlds, in the order in which they are tried. */
export const WORLDS: readonly World[] = [RETRACT_SVA, RETRACT_KVM, RETRACT_UFFD_COPY];

/** Returns a world by its name. */
export function worldNamed(name: string): World | undefined {
  return WORLDS.find((world) => world.name === name);
}
