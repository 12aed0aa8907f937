import { primitiveNamed } from '../mm/known.ts';
import type { Program } from '../mm/program.ts';
import type { Touched } from '../mm/world.ts';

/** Sums up what a program does, for the choice of its worlds. */
export function touchedBy(program: Program): Touched {
  const primitives = new Set<string>();
  for (const instruction of program.code) {
    if (instruction.kind === 'primitive') primitives.add(primitiveNamed(instruction.name)?.name ?? instruction.name);
  }
  return { primitives, parameters: program.parameters.map((parameter) => parameter.type) };
}
