import { defined, type Graph, NOWHERE, nodeAt, type Operation, reachable, reversePostorder } from '../graph.ts';
import { has, liveAfter } from './liveness.ts';

/**
 * Takes out what does nothing: labels, branches whose way is known or does not matter, assertions that hold, values
 * that nobody reads. A step stays even where its result is not used.
 */
export function removeDead(graph: Graph): void {
  bypass(graph, (operation, id) => passes(graph, operation, id));
  const order = reversePostorder(graph);
  const live = liveAfter(graph, order);
  bypass(graph, (operation, id) => {
    const dest = defined(operation);
    if (dest === undefined || has(live.get(id), dest)) return undefined;
    if (operation.kind === 'primitive') nodeAt(graph, id).operation = { ...operation, dest: undefined };
    return operation.kind === 'let' || operation.kind === 'havoc' ? nodeAt(graph, id).next : undefined;
  });
}

/** Where the run goes past an operation that does nothing; undefined where it does something. */
function passes(graph: Graph, operation: Operation, id: number): number | undefined {
  const { next, other } = nodeAt(graph, id);
  switch (operation.kind) {
    case 'label':
      return next;
    case 'let':
      return operation.value.kind === 'local' && operation.value.local === operation.dest ? next : undefined;
    case 'assert':
      return operation.test.kind === 'constant' && operation.test.value !== 0 ? next : undefined;
    case 'choice':
      return next === other ? next : undefined;
    case 'branch':
      if (next === other) return next;
      if (operation.test.kind !== 'constant') return undefined;
      return operation.test.value !== 0 ? next : other;
    default:
      return undefined;
  }
}

/** Leads every edge past the nodes that `around` has a way around. The entry stays a label. */
function bypass(graph: Graph, around: (operation: Operation, id: number) => number | undefined): void {
  const known = new Map<number, number>();
  const resolve = (start: number): number => {
    const path: number[] = [];
    let id = start;
    // A loop of nothing but labels stays a loop.
    while (id !== NOWHERE && !known.has(id) && !path.includes(id)) {
      const next = around(nodeAt(graph, id).operation, id);
      if (next === undefined) break;
      path.push(id);
      id = next;
    }
    const end = known.get(id) ?? id;
    for (const passed of path) known.set(passed, end);
    return end;
  };
  for (const id of reachable(graph)) {
    const node = nodeAt(graph, id);
    if (node.next !== NOWHERE) node.next = resolve(node.next);
    if (node.other !== NOWHERE) node.other = resolve(node.other);
  }
}
