/**
 * Programs some of whose parameters nobody has a value for.
 */
import type { Program } from '../mm/program.ts';
import { describeExpr } from './describe.ts';
import { type Graph, type GraphNode, NOWHERE, type Operation } from './graph.ts';
import { linearise } from './linearise.ts';
import { simplify } from './simplify/simplify.ts';

/**
 * The program for any value of some of its parameters: what tests one is a choice, a step that is handed one is unknown.
 *
 * @param parameters Places in the list of parameters.
 */
export function forAnyValueOf(program: Program, parameters: readonly number[]): Program {
  if (parameters.length === 0) return program;
  const graph = graphOf(program);
  const [first] = program.code.flatMap((one) => ('at' in one ? [one.at] : []));
  for (const dest of parameters) {
    const [entry] = graph.nodes;
    if (entry === undefined || first === undefined) return program;
    const operation: Operation = { kind: 'havoc', dest, of: program.locals[dest]?.name ?? '', at: first };
    graph.nodes.push({ operation, next: entry.next, other: NOWHERE });
    entry.next = graph.nodes.length - 1;
  }
  simplify(graph);
  return linearise(program.name, graph);
}

/** The graph that a program was laid out from. */
export function graphOf(program: Program): Graph {
  const names = program.locals.map(({ name }) => name);
  const nodes: GraphNode[] = [
    { operation: { kind: 'label' }, next: 1, other: NOWHERE },
    ...program.code.map((instruction, index): GraphNode => {
      const next = index + 2;
      switch (instruction.kind) {
        case 'branch': {
          const of = describeExpr(instruction.test, names);
          return { operation: { ...instruction, of }, next: instruction.then + 1, other: instruction.else + 1 };
        }
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
    locals: [...program.locals],
    parameters: program.parameters.map((_, local) => ({ local, isField: false })),
    symbols: new Set(),
    alike: program.alike ?? new Map(),
  };
}
