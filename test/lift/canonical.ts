import { describeProgram } from '../../src/lift/describe.ts';
import { type Graph, type GraphNode, NOWHERE } from '../../src/lift/graph.ts';
import { linearise } from '../../src/lift/linearise.ts';
import { simplify } from '../../src/lift/simplify/simplify.ts';
import type { Program } from '../../src/mm/program.ts';

/**
 * A program without what its author is free in: names of locals, values kept in them, where lines stand.
 *
 * Two programs with one canonical form take the same steps in the same order in every world.
 */
export function canonical(program: Program): string {
  const graph = graphOf(program);
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

/** The graph that a program was laid out from; the locals' names are none that anyone would keep. */
export function graphOf(program: Program): Graph {
  const nodes: GraphNode[] = [
    { operation: { kind: 'label' }, next: 1, other: NOWHERE },
    ...program.code.map((instruction, index): GraphNode => {
      const next = index + 2;
      switch (instruction.kind) {
        case 'branch':
          return { operation: { ...instruction, of: '' }, next: instruction.then + 1, other: instruction.else + 1 };
        case 'choice':
          return { operation: instruction, next: instruction.then + 1, other: instruction.else + 1 };
        case 'goto':
          return { operation: { kind: 'label' }, next: instruction.target + 1, other: NOWHERE };
        case 'return':
          return { operation: instruction, next: NOWHERE, other: NOWHERE };
        default:
          return { operation: instruction, next, other: NOWHERE };
      }
    }),
  ];
  return {
    nodes,
    locals: program.locals.map(({ type }, index) => ({ name: `#${index}`, type })),
    parameters: program.parameters.map((_, local) => ({ local, isField: false })),
    symbols: new Set(),
  };
}
