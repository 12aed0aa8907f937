import { type Graph, nodeAt } from '../graph.ts';

/**
 * The nodes that a run which leaves them can come to again: those of a strongly connected component with an edge in it
 * (Tarjan 1972, with a stack of its own for graphs of any depth).
 */
export function nodesInLoops(graph: Graph): ReadonlySet<number> {
  const numbers = new Map<number, number>();
  const lowest = new Map<number, number>();
  const open: number[] = [];
  const isOpen = new Set<number>();
  const inLoops = new Set<number>();
  const path: { readonly id: number; way: number }[] = [];
  const enter = (id: number) => {
    numbers.set(id, numbers.size);
    lowest.set(id, numbers.size - 1);
    open.push(id);
    isOpen.add(id);
    path.push({ id, way: 0 });
  };
  const lower = (id: number, to: number | undefined) =>
    lowest.set(id, Math.min(lowest.get(id) ?? 0, to ?? Number.POSITIVE_INFINITY));
  enter(0);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const { id } = top;
    const node = nodeAt(graph, id);
    const target = [node.next, node.other][top.way++];
    if (target !== undefined) {
      if (target < 0) continue;
      if (target === id) inLoops.add(id);
      if (!numbers.has(target)) enter(target);
      else if (isOpen.has(target)) lower(id, numbers.get(target));
      continue;
    }
    path.pop();
    const above = path.at(-1);
    if (above !== undefined) lower(above.id, lowest.get(id));
    if (lowest.get(id) !== numbers.get(id)) continue;
    const component = open.splice(open.lastIndexOf(id));
    for (const member of component) {
      isOpen.delete(member);
      if (component.length > 1) inLoops.add(member);
    }
  }
  return inLoops;
}
