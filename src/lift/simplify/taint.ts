import type { Expr, Source } from '../../mm/program.ts';
import { localsOf } from '../expr.ts';
import { defined, type Graph, NOWHERE, nodeAt, type Operation, reversePostorder } from '../graph.ts';
import { exclude, has, include, type LocalSets, merge, readLocals, untilSettled } from './liveness.ts';

/**
 * Before each node the locals that may hold a value that the model does not have.
 *
 * A run ends at a call that nobody knows: what that leaves behind reaches no node that runs come to on another way.
 */
export function unmodelledBefore(graph: Graph): LocalSets {
  return new Map([...spread(graph, () => false), ...spread(graph, endsRun)]);
}

/** The nodes that a run can come to: those before which it has met no call that nobody knows. */
export function runnable(graph: Graph): ReadonlySet<number> {
  return new Set(spread(graph, endsRun).keys());
}

/** A call that nobody knows, or a step that will be one for want of a value. */
function endsRun(operation: Operation, unmodelled: Uint32Array): boolean {
  if (operation.kind === 'unknown') return true;
  return (
    operation.kind === 'primitive' &&
    operation.reads !== true &&
    readLocals(operation).some((local) => has(unmodelled, local))
  );
}

/** Follows unmodelled values from the entry, as far as no operation ends the run. */
function spread(
  graph: Graph,
  ends: (operation: Operation, unmodelled: Uint32Array) => boolean,
): Map<number, Uint32Array> {
  const words = (graph.locals.length + 31) >> 5;
  const order = reversePostorder(graph);
  const places = new Map(order.map((id, at) => [id, at]));
  const before = new Map([[0, new Uint32Array(words)]]);
  const after = new Uint32Array(words);
  untilSettled(order.length, 'forwards', (at) => {
    const id = order[at] ?? NOWHERE;
    const here = before.get(id);
    const { operation, next, other } = nodeAt(graph, id);
    if (here === undefined || ends(operation, here)) return [];
    after.set(here);
    const dest = defined(operation);
    if (dest !== undefined && yieldsUnmodelled(operation, here)) include(after, dest);
    else if (dest !== undefined) exclude(after, dest);
    return [next, other].flatMap((target) => {
      const place = places.get(target);
      if (place === undefined) return [];
      const known = before.get(target);
      if (known === undefined) before.set(target, Uint32Array.from(after));
      return known === undefined || merge(known, after) ? [place] : [];
    });
  });
  return before;
}

function yieldsUnmodelled(operation: Operation, before: Uint32Array | undefined): boolean {
  if (operation.kind === 'havoc') return true;
  const isStep = operation.kind === 'let' || operation.kind === 'primitive';
  return isStep && readLocals(operation).some((local) => has(before, local));
}

/** Whether an expression reads one of these locals. */
export function isUnmodelled(expr: Expr, unmodelled: Uint32Array | undefined): boolean {
  return localsOf(expr).some((local) => has(unmodelled, local));
}

/**
 * Takes away what cannot be done with a value that the model does not have.
 *
 * A step with such an argument is unknown, its result unmodelled; an assertion on one says nothing; what is computed
 * from one is one. Yields the locals that may hold such a value before each node.
 */
export function removeUnmodelledSteps(graph: Graph): LocalSets {
  const before = new Map(unmodelledBefore(graph));
  for (const [id, unmodelled] of [...before]) {
    const node = nodeAt(graph, id);
    const { operation } = node;
    if (!readLocals(operation).some((local) => has(unmodelled, local))) continue;
    if (forgetValue(graph, id)) before.set(node.next, unmodelled);
  }
  return before;
}

/**
 * Takes away what a node cannot do, since the model does not have a value that it reads.
 *
 * True where the node after it is a new one, which makes the result unmodelled.
 */
export function forgetValue(graph: Graph, id: number): boolean {
  const node = nodeAt(graph, id);
  const { operation } = node;
  const replacement = without(graph, operation);
  if (replacement !== undefined) node.operation = replacement;
  if (operation.kind !== 'primitive' || operation.dest === undefined) return false;
  insertHavoc(graph, id, operation.dest, operation.at);
  return true;
}

function without(graph: Graph, operation: Operation): Operation | undefined {
  switch (operation.kind) {
    case 'primitive':
      if (operation.reads === true) return { kind: 'label' };
      return { kind: 'unknown', name: operation.name, at: operation.at };
    case 'assert':
      return { kind: 'sliced', reason: 'assertion on data that the model does not have', at: operation.at };
    case 'let':
      return operation.value.kind === 'local'
        ? undefined
        : { kind: 'havoc', dest: operation.dest, of: nameOf(graph, operation.dest), at: operation.at };
    case 'return':
      return { ...operation, value: undefined };
    default:
      return undefined;
  }
}

function nameOf(graph: Graph, local: number): string {
  return graph.locals[local]?.name ?? `local ${local}`;
}

function insertHavoc(graph: Graph, id: number, dest: number, at: Source): void {
  const node = nodeAt(graph, id);
  const operation: Operation = { kind: 'havoc', dest, of: nameOf(graph, dest), at };
  graph.nodes.push({ operation, next: node.next, other: NOWHERE });
  node.next = graph.nodes.length - 1;
}
