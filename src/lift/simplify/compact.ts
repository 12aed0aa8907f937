import { localsOf } from '../expr.ts';
import { defined, type Graph, nodeAt, reachable, read, renumber } from '../graph.ts';

/**
 * Numbers the locals that are still in use without gaps, in their order: sets of them are as small as they can be.
 *
 * Lowering makes a local for each value in between, of which few are left once the first simple values are written out.
 */
export function compactLocals(graph: Graph): void {
  const order = reachable(graph);
  const used = new Set(graph.parameters.map(({ local }) => local));
  for (const id of order) {
    const { operation } = nodeAt(graph, id);
    for (const expr of read(operation)) for (const local of localsOf(expr)) used.add(local);
    const dest = defined(operation);
    if (dest !== undefined) used.add(dest);
  }
  const kept = [...used].sort((a, b) => a - b);
  const numbers = new Map(kept.map((local, number) => [local, number]));
  const numberOf = (local: number) => numbers.get(local) ?? 0;
  for (const id of order) {
    const node = nodeAt(graph, id);
    node.operation = renumber(node.operation, numberOf);
  }
  const locals = kept.map((local) => graph.locals[local] ?? { name: `local ${local}`, type: 'unknown' });
  const parameters = graph.parameters.map((one) => ({ ...one, local: numberOf(one.local) }));
  graph.locals.splice(0, graph.locals.length, ...locals);
  graph.parameters.splice(0, graph.parameters.length, ...parameters);
}
