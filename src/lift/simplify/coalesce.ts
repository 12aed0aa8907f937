import { substitute } from '../expr.ts';
import { defined, type Graph, nodeAt, reversePostorder, rewrite } from '../graph.ts';
import { has, liveAfter, readLocals } from './liveness.ts';

/**
 * Makes one local of two that are copied and never hold different values at the same time.
 *
 *     pmd_lock() := pmd_lock(mm, pmd);  pml := pmd_lock()
 *     pml := pmd_lock(mm, pmd)
 *
 * The better name stays: a variable's before that of a call's result, the outer function's before a callee's.
 */
export function coalesce(graph: Graph): void {
  const isParameter = new Set(graph.parameters.map(({ local }) => local));
  for (let merged = true; merged; ) {
    merged = false;
    const order = reversePostorder(graph);
    const live = liveAfter(graph, order);
    const places = placesOf(graph, order);
    const touched = new Set<number>();
    for (const id of order) {
      const { operation } = nodeAt(graph, id);
      if (operation.kind !== 'let' || operation.value.kind !== 'local') continue;
      const [to, from] = [operation.dest, operation.value.local];
      // What was merged in this round lives elsewhere than was computed.
      if (to === from || touched.has(to) || touched.has(from) || (isParameter.has(to) && isParameter.has(from)))
        continue;
      const around = [...(places.get(to) ?? []), ...(places.get(from) ?? [])];
      if (interfere(graph, around, live, to, from)) continue;
      const rank = (local: number) => (isParameter.has(local) ? 0 : rankOf(graph.locals[local]?.name ?? ''));
      const [kept, gone] = rank(to) <= rank(from) ? [to, from] : [from, to];
      for (const node of around) rename(graph, node, gone, kept);
      touched.add(to).add(from);
      merged = true;
    }
  }
}

/** The nodes that read or set each local. */
function placesOf(graph: Graph, order: readonly number[]): Map<number, number[]> {
  const places = new Map<number, number[]>();
  for (const id of order) {
    const { operation } = nodeAt(graph, id);
    const dest = defined(operation);
    for (const local of new Set([...readLocals(operation), ...(dest === undefined ? [] : [dest])])) {
      const known = places.get(local);
      if (known === undefined) places.set(local, [id]);
      else known.push(id);
    }
  }
  return places;
}

/** `pml` before `pmd_lock:pml` before `pmd_lock()`, which no variable is named. */
function rankOf(name: string): number {
  const path = name.split(':');
  const isVariable = /^[A-Za-z_][\w.]*$/.test(path.at(-1) ?? '') && path.at(-1) !== 'result';
  return (isVariable ? 1 : 100) + path.length;
}

/** Whether one of two locals is set, other than by copying, while the other's value still matters. */
function interfere(
  graph: Graph,
  places: readonly number[],
  live: ReadonlyMap<number, Uint32Array>,
  a: number,
  b: number,
): boolean {
  return places.some((id) => {
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
