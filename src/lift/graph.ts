/**
 * The form between C and a `Program`: a graph of operations that can be rewired without counting indices.
 */
import type { Alike, Expr, Local, Source } from '../mm/program.ts';
import { substitute } from './expr.ts';

export type Operation =
  | {
      readonly kind: 'primitive';
      readonly name: string;
      readonly args: readonly Expr[];
      readonly dest: number | undefined;
      readonly at: Source;
      /** It changes nothing that others could see. */
      readonly reads?: boolean;
    }
  | {
      readonly kind: 'let';
      readonly dest: number;
      readonly value: Expr;
      readonly at: Source;
      /** The value is a number that is written as one, not as a name. */
      readonly isNumber?: boolean;
    }
  /** The local gets a value that the model does not have; `of` is the C text that it comes from. */
  | { readonly kind: 'havoc'; readonly dest: number; readonly of: string; readonly at: Source }
  /** `of` is the condition as written. */
  | { readonly kind: 'branch'; readonly test: Expr; readonly of: string; readonly at: Source }
  | { readonly kind: 'choice'; readonly of: string; readonly at: Source }
  | {
      readonly kind: 'assert';
      readonly test: Expr;
      readonly says: string;
      readonly at: Source;
      /** The text does not say it: following a pointer means that it is not NULL. */
      readonly isImplied?: boolean;
    }
  | { readonly kind: 'return'; readonly value: Expr | undefined; readonly at: Source }
  /** Nothing happens here; what was left out is remembered. */
  | { readonly kind: 'sliced'; readonly reason: string; readonly at: Source }
  | { readonly kind: 'unknown'; readonly name: string; readonly at: Source }
  | { readonly kind: 'label' };

/** An operation and where the run goes from it. `return` goes nowhere; `branch` and `choice` go to `other` where the test fails. */
export interface GraphNode {
  operation: Operation;
  next: number;
  other: number;
}

/** No successor. */
export const NOWHERE = -1;

/** The entry is node 0. */
export interface Graph {
  readonly nodes: GraphNode[];
  readonly locals: Local[];
  /** Locals that are parameters, in order; a field of a struct that a parameter points to is one only where it is read. */
  readonly parameters: { readonly local: number; readonly isField: boolean }[];
  /** The numbers that stand for names in capitals that the model does not know, and for their negatives. */
  readonly symbols: ReadonlySet<number>;
  /** Places on ways that were taken out, under those of the ways that do the same. */
  alike: Alike;
}

/** The nodes that a run can come to from the entry, in depth-first order. */
export function reachable(graph: Graph): number[] {
  const seen = new Uint8Array(graph.nodes.length);
  const order: number[] = [];
  const open = [0];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === NOWHERE || seen[id] === 1) continue;
    seen[id] = 1;
    order.push(id);
    const node = nodeAt(graph, id);
    open.push(node.other, node.next);
  }
  return order;
}

/** The reachable nodes, each as far as loops allow after those that lead to it. */
export function reversePostorder(graph: Graph): number[] {
  const seen = new Uint8Array(graph.nodes.length);
  const order: number[] = [];
  const path: { readonly id: number; way: number }[] = [{ id: 0, way: 0 }];
  seen[0] = 1;
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const node = nodeAt(graph, top.id);
    const target = [node.other, node.next][top.way++];
    if (target === undefined) {
      order.push(top.id);
      path.pop();
    } else if (target !== NOWHERE && seen[target] !== 1) {
      seen[target] = 1;
      path.push({ id: target, way: 0 });
    }
  }
  return order.reverse();
}

/** A node that is known to be there. */
export function nodeAt(graph: Graph, id: number): GraphNode {
  const node = graph.nodes[id];
  if (node === undefined) throw new Error(`a graph of ${graph.nodes.length} nodes has node ${id}`);
  return node;
}

/** The nodes that lead to each node, reachable ones only. */
export function predecessors(graph: Graph, order: readonly number[]): Map<number, number[]> {
  const before = new Map<number, number[]>();
  for (const id of order) {
    const { next, other } = nodeAt(graph, id);
    for (const target of next === other ? [next] : [next, other]) {
      if (target === NOWHERE) continue;
      const list = before.get(target);
      if (list === undefined) before.set(target, [id]);
      else list.push(id);
    }
  }
  return before;
}

/** The local that an operation sets. */
export function defined(operation: Operation): number | undefined {
  return 'dest' in operation ? operation.dest : undefined;
}

/** The expressions that an operation reads. */
export function read(operation: Operation): readonly Expr[] {
  switch (operation.kind) {
    case 'primitive':
      return operation.args;
    case 'let':
      return [operation.value];
    case 'branch':
    case 'assert':
      return [operation.test];
    case 'return':
      return operation.value === undefined ? [] : [operation.value];
    default:
      return [];
  }
}

/** The operation with each expression that it reads replaced; itself where nothing changes. */
export function rewrite(operation: Operation, change: (expr: Expr) => Expr): Operation {
  switch (operation.kind) {
    case 'primitive': {
      const args = operation.args.map(change);
      return args.every((arg, i) => arg === operation.args[i]) ? operation : { ...operation, args };
    }
    case 'let': {
      const value = change(operation.value);
      return value === operation.value ? operation : { ...operation, value };
    }
    case 'branch':
    case 'assert': {
      const test = change(operation.test);
      return test === operation.test ? operation : { ...operation, test };
    }
    case 'return': {
      if (operation.value === undefined) return operation;
      const value = change(operation.value);
      return value === operation.value ? operation : { ...operation, value };
    }
    default:
      return operation;
  }
}

/** The operation with its locals numbered anew. */
export function renumber(operation: Operation, numberOf: (local: number) => number): Operation {
  const changed = rewrite(operation, (expr) =>
    substitute(expr, (local) => ({ kind: 'local', local: numberOf(local) })),
  );
  const dest = defined(changed);
  return dest === undefined || !('dest' in changed) ? changed : { ...changed, dest: numberOf(dest) };
}
