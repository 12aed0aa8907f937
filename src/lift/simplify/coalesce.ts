import { substitute } from '../expr.ts';
import { defined, type Graph, nodeAt, reachable, rewrite } from '../graph.ts';
import { has, liveAfter } from './liveness.ts';

/**
 * Makes one local of two that are copied and never hold different values at the same time.
 *
 *     pmd_lock() := pmd_lock(mm, pmd);  pml := pmd_lock()
 *     pml := pmd_lock(mm, pmd)
 *
 * The name that stays is that of the outer function, as far as it can be told by the callee's prefix.
 */
export function coalesce(graph: Graph): void {
  const isParameter = new Set(graph.parameters.map(({ local }) => local));
  for (;;) {
    const order = reachable(graph);
    const live = liveAfter(graph, order);
    const pair = order.flatMap((id) => {
      const { operation } = nodeAt(graph, id);
      if (operation.kind !== 'let' || operation.value.kind !== 'local') return [];
      const [to, from] = [operation.dest, operation.value.local];
      if (to === from || (isParameter.has(to) && isParameter.has(from))) return [];
      return interfere(graph, order, live, to, from) ? [] : [{ to, from }];
    })[0];
    if (pair === undefined) return;
    const [kept, gone] = isParameter.has(pair.from) ? [pair.from, pair.to] : [pair.to, pair.from];
    for (const id of order) rename(graph, id, gone, kept);
  }
}

/** Whether one of two locals is set, other than by copying, while the other's value still matters. */
function interfere(
  graph: Graph,
  order: readonly number[],
  live: ReadonlyMap<number, Uint32Array>,
  a: number,
  b: number,
): boolean {
  return order.some((id) => {
    const { operation } = nodeAt(graph, id);
    const dest = defined(operation);
    if (dest !== a && dest !== b) return false;
    const other = dest === a ? b : a;
    if (operation.kind === 'let' && operation.value.kind === 'local' && operation.value.local === other) return false;
    return has(live.get(id), other);
  });
}

function rename(graph: Graph, id: number, from: number, to: number): void {
  const node = nodeAt(graph, id);
  const operation = rewrite(node.operation, (expr) =>
    substitute(expr, (local) => (local === from ? { kind: 'local', local: to } : undefined)),
  );
  const isSet = defined(operation) === from;
  if (
    operation.kind === 'let' &&
    operation.value.kind === 'local' &&
    operation.value.local === to &&
    (isSet || operation.dest === to)
  )
    node.operation = { kind: 'label' };
  else node.operation = isSet && 'dest' in operation ? { ...operation, dest: to } : operation;
}
