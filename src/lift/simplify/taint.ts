import type { Expr, Source } from '../../mm/program.ts';
import { localsOf } from '../expr.ts';
import { defined, type Graph, NOWHERE, nodeAt, type Operation, predecessors, reachable } from '../graph.ts';
import { exclude, has, include, type LocalSets, merge, readLocals } from './liveness.ts';

/** Before each node the locals that may hold a value that the model does not have. */
export function unmodelledBefore(graph: Graph): LocalSets {
  const order = reachable(graph);
  const words = (graph.locals.length + 31) >> 5;
  const before = new Map(order.map((id) => [id, new Uint32Array(words)] as const));
  const waiting = [...order].reverse();
  const isWaiting = new Set(order);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    isWaiting.delete(id);
    const node = nodeAt(graph, id);
    const after = Uint32Array.from(before.get(id) ?? new Uint32Array(words));
    const dest = defined(node.operation);
    if (dest !== undefined) {
      if (yieldsUnmodelled(node.operation, before.get(id))) include(after, dest);
      else exclude(after, dest);
    }
    for (const target of [node.next, node.other]) {
      if (target === NOWHERE || !merge(before.get(target) ?? after, after) || isWaiting.has(target)) continue;
      isWaiting.add(target);
      waiting.push(target);
    }
  }
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

/** Whether a run that leaves a node can come to it again. */
export function isInLoop(graph: Graph, id: number): boolean {
  const before = predecessors(graph, reachable(graph));
  const seen = new Set<number>();
  const open = [...(before.get(id) ?? [])];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === id) return true;
    if (seen.has(node)) continue;
    seen.add(node);
    open.push(...(before.get(node) ?? []));
  }
  return false;
}
