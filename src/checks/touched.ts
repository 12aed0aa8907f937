import { primitiveNamed } from '../mm/known.ts';
import type { Program, Source } from '../mm/program.ts';
import type { Touched } from '../mm/world.ts';

/**
 * Sums up what a program does itself, for the choice of its worlds: what is called far away is no sign of its role.
 *
 * @param isLeftOut Of which steps to see nothing.
 */
export function touchedBy(program: Program, isLeftOut: (at: Source) => boolean = () => false): Touched {
  const primitives = new Set<string>();
  for (const instruction of program.code) {
    if (instruction.kind === 'primitive' && instruction.at.isBeyond !== true && !isLeftOut(instruction.at))
      primitives.add(primitiveNamed(instruction.name)?.name ?? instruction.name);
  }
  return { primitives, parameters: program.parameters.map((parameter) => parameter.type) };
}
