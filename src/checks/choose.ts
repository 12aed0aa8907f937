import { isWithin } from '../mm/version.ts';
import type { Touched, World } from '../mm/world.ts';
import { WORLDS } from '../mm/worlds.ts';

/** A world that a function can be judged in, with the reason. */
export interface Choice {
  readonly world: World;
  readonly why: string;
}

/** What the user asked for on the command line; undefined for all. */
export interface Wanted {
  readonly world: string | undefined;
  readonly property: string | undefined;
  /** A function that the patch changes. */
  readonly function?: string | undefined;
}

/**
 * Chooses worlds for a function by what it does and touches, on either side of the patch; general ones where no other fits.
 *
 * @param sides What the function touches before and after; a side that could not be read is left out.
 */
export function chooseWorlds(sides: readonly Touched[], kernel: string, wanted: Wanted): readonly Choice[] {
  const possible = WORLDS.filter((world) => isWithin(kernel, world.kernels ?? {}));
  const fitting = possible
    .filter((world) => wanted.world === undefined || world.name === wanted.world)
    .flatMap((world) => {
      const why = sides.map((side) => world.suits(side)).find((reason) => reason !== undefined);
      return why === undefined ? [] : [{ world, why }];
    });
  const made = fitting.filter(({ world }) => world.isGeneral !== true);
  return made.length > 0 ? made : fitting;
}
