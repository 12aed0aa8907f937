import { describeProgram } from '../../src/lift/describe.ts';
import { linearise } from '../../src/lift/linearise.ts';
import { simplify } from '../../src/lift/simplify/simplify.ts';
import { graphOf } from '../../src/lift/unbound.ts';
import type { Program } from '../../src/mm/program.ts';

/**
 * A program without what its author is free in: names of locals, values kept in them, where lines stand.
 *
 * Two programs with one canonical form take the same steps in the same order in every world.
 */
export function canonical(program: Program): string {
  const unnamed = program.locals.map(({ type }, index) => ({ name: `#${index}`, type }));
  const graph = graphOf({ ...program, locals: unnamed });
  simplify(graph);
  const plain = linearise('f', graph);
  const order = [...new Set(plain.code.flatMap((i) => ('dest' in i && i.dest !== undefined ? [i.dest] : [])))];
  const locals = plain.locals.map((_, index) => {
    const isParameter = index < plain.parameters.length;
    return { name: isParameter ? `p${index}` : `v${order.indexOf(index)}`, type: 'x' };
  });
  const code = plain.code.map((i) => ('at' in i ? { ...i, at: { ...i.at, line: 0, text: '', function: 'f' } } : i));
  return describeProgram({ name: 'f', parameters: locals.slice(0, plain.parameters.length), locals, code });
}
