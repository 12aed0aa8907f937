import type { Touched, World } from '../mm/world.ts';
import { WORLDS } from '../mm/worlds.ts';

/** A world and a property that a function can be judged by, with the reason. */
export interface Choice {
  readonly world: World;
  readonly property: string;
  readonly why: string;
  /** Only a violation, or an answer to a concern, is worth telling. */
  readonly incidental: boolean;
}

/** What the user asked for on the command line; undefined for all. */
export interface Wanted {
  readonly world: string | undefined;
  readonly property: string | undefined;
}

/**
 * Chooses worlds and properties for a function by what it does and touches, on either side of the patch.
 *
 * @param sides What the function touches before and after; a side that could not be read is left out.
 */
export function chooseChecks(sides: readonly Touched[], wanted: Wanted): readonly Choice[] {
  return WORLDS.filter((world) => wanted.world === undefined || world.name === wanted.world).flatMap((world) => {
    const reason = sides.map((side) => world.suits(side)).find((why) => why !== undefined);
    if (reason === undefined) return [];
    return [...world.properties, ...world.incidental]
      .filter((property) => wanted.property === undefined || property === wanted.property)
      .map((property) => ({ world, property, why: reason, incidental: world.incidental.includes(property) }));
  });
}
