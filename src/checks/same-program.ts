import type { Program } from '../mm/program.ts';

/** Two programs take the same steps on the same parameters, wherever in a text these stand. */
export function isSameProgram(one: Program, other: Program): boolean {
  return stepsOf(one) === stepsOf(other);
}

function stepsOf({ parameters, locals, code }: Program): string {
  return JSON.stringify([parameters, locals, code], (key, value) => (key === 'at' ? undefined : value));
}
