import { describeInstruction } from '../../src/lift/describe.ts';
import { type Graph, NOWHERE, nodeAt, type Operation, reachable } from '../../src/lift/graph.ts';
import { linearise } from '../../src/lift/linearise.ts';
import { simplify } from '../../src/lift/simplify/simplify.ts';
import { graphOf } from '../../src/lift/unbound.ts';
import type { Program } from '../../src/mm/program.ts';

/**
 * A program without what its author is free in: names of locals, values kept in them, where lines stand, and how often the
 * same end is written. What it returns at last nobody in a world sees.
 *
 * Two programs with one canonical form take the same steps in the same order in every world.
 */
export function canonical(program: Program): string {
  const unnamed = program.locals.map(({ type }, index) => ({ name: `#${index}`, type }));
  const graph = graphOf({ ...program, locals: unnamed });
  for (const node of graph.nodes)
    if (node.operation.kind === 'return') node.operation = { ...node.operation, value: undefined };
  simplify(graph);
  const plain = graphOf(linearise('f', graph));
  const classes = classesOf(plain);
  const places = new Map<number, number>();
  const names = new Map<number, string>(program.parameters.map((_, index) => [index, `p${index}`]));
  const lines: string[] = [];
  const open = [skip(plain, 0)];
  /** Where a way leads to, which is written down when its turn comes. */
  const place = (id: number): string => {
    const at = skip(plain, id);
    const known = places.get(classes.get(at) ?? at);
    if (known !== undefined) return `${known}`;
    places.set(classes.get(at) ?? at, places.size);
    open.push(at);
    return `${places.size - 1}`;
  };
  places.set(classes.get(open[0] ?? 0) ?? 0, 0);
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const { operation, next, other } = nodeAt(plain, id);
    if ('dest' in operation && operation.dest !== undefined && !names.has(operation.dest))
      names.set(operation.dest, `v${names.size}`);
    const said = plain.locals.map((_, index) => names.get(index) ?? '?');
    const ways = [next, other].filter((way) => way !== NOWHERE).map(place);
    lines.push(`${lines.length} ${textOf(operation, said)} → ${ways.join(' ')}`);
  }
  return lines.join('\n');
}

function textOf(operation: Operation, names: readonly string[]): string {
  switch (operation.kind) {
    case 'branch':
    case 'choice':
      // biome-ignore lint/suspicious/noThenProperty: an instruction's way, never awaited
      return describeInstruction({ ...operation, then: 1, else: 1 }, 0, names).replace(/ else goto 1$/, '');
    case 'label':
    case 'sliced':
    case 'havoc':
      return operation.kind;
    default:
      return describeInstruction(operation, 0, names);
  }
}

/** The first node from `id` on that does something. */
function skip(graph: Graph, id: number): number {
  let at = id;
  for (let left = graph.nodes.length; left > 0 && nodeAt(graph, at).operation.kind === 'label'; left--)
    at = nodeAt(graph, at).next;
  return at;
}

/** Nodes that nobody who watches can tell apart have one class. */
function classesOf(graph: Graph): Map<number, number> {
  const order = reachable(graph).filter((id) => nodeAt(graph, id).operation.kind !== 'label');
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
  const plain = (operation: Operation) =>
    JSON.stringify(operation, (key, value: unknown) => (key === 'at' || key === 'says' ? undefined : value));
  let classes = count(order.map((id) => [id, plain(nodeAt(graph, id).operation)]));
  for (let size = 0; size !== new Set(classes.values()).size; ) {
    size = new Set(classes.values()).size;
    const of = (id: number) => (id === NOWHERE ? '' : classes.get(skip(graph, id)));
    classes = count(
      order.map((id) => {
        const { next, other } = nodeAt(graph, id);
        return [id, `${classes.get(id)} ${of(next)} ${of(other)}`];
      }),
    );
  }
  return classes;
}
