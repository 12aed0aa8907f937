import type { Source } from '../../mm/program.ts';
import { type Graph, NOWHERE, nodeAt, type Operation, reachable } from '../graph.ts';

/**
 * Takes out choices whose two ways do the same, step for step, wherever they stand in the source.
 *
 * Nodes are first taken for the same where their operations are, then told apart by where they lead until nothing
 * changes: what is left together cannot be told apart by anyone who watches steps, assertions and results. Only the places
 * in the source tell them apart: those of the way that goes are kept as `alike`.
 */
export function removeIdleChoices(graph: Graph): void {
  const order = reachable(graph);
  const classes = classesOf(graph, order);
  const ends: [number, number][] = [];
  for (const id of order) {
    const node = nodeAt(graph, id);
    const { kind } = node.operation;
    if ((kind !== 'choice' && kind !== 'branch') || classes.get(node.next) !== classes.get(node.other)) continue;
    if (node.next !== node.other) ends.push([node.next, node.other]);
    node.other = node.next;
  }
  keepPlaces(graph, ends);
}

/** Numbers the nodes so that two have one number where nobody can tell them apart. */
function classesOf(graph: Graph, order: readonly number[]): ReadonlyMap<number, number> {
  const count = (keys: readonly (readonly [number, string])[]) => {
    const numbers = new Map<string, number>();
    return new Map(
      keys.map(([id, key]) => {
        const known = numbers.get(key) ?? numbers.size;
        numbers.set(key, known);
        return [id, known] as const;
      }),
    );
  };
  let classes = count(order.map((id) => [id, signature(nodeAt(graph, id).operation)]));
  for (let size = 0; size !== new Set(classes.values()).size; ) {
    size = new Set(classes.values()).size;
    classes = count(
      order.map((id) => {
        const { next, other } = nodeAt(graph, id);
        return [id, `${classes.get(id)} ${classes.get(next)} ${classes.get(other)}`];
      }),
    );
  }
  return classes;
}

/** Goes along pairs of equal ways, of which the second is left out, and notes which place stands for which from now on. */
function keepPlaces(graph: Graph, pairs: readonly (readonly [number, number])[]): void {
  const alike = new Map<Source, Set<Source>>([...graph.alike].map(([at, others]) => [at, new Set(others)]));
  const open = [...pairs];
  const seen = new Set<string>();
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [kept, gone] = pair;
    if (kept === gone || kept === NOWHERE || gone === NOWHERE || seen.has(`${kept} ${gone}`)) continue;
    seen.add(`${kept} ${gone}`);
    const [one, other] = [nodeAt(graph, kept), nodeAt(graph, gone)];
    const [at, also] = [placeOf(one.operation), placeOf(other.operation)];
    if (at !== undefined && also !== undefined && at !== also) alike.set(at, (alike.get(at) ?? new Set()).add(also));
    open.push([one.next, other.next], [one.other, other.other]);
  }
  graph.alike = new Map([...alike].map(([at, others]) => [at, [...others]]));
}

/** Where an operation stands that does something. */
function placeOf(operation: Operation): Source | undefined {
  return operation.kind === 'label' || operation.kind === 'sliced' ? undefined : operation.at;
}

/** An operation without where it stands; two sliced places are alike. */
function signature(operation: Operation): string {
  if (operation.kind === 'sliced') return 'sliced';
  if (operation.kind === 'choice') return `choice ${operation.of}`;
  if (operation.kind === 'branch') return `branch ${JSON.stringify(operation.test)}`;
  return JSON.stringify(operation, (key, value: unknown) => (key === 'at' || key === 'says' ? undefined : value));
}
