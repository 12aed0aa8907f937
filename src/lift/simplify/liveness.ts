import { localsOf } from '../expr.ts';
import { defined, type Graph, NOWHERE, nodeAt, type Operation, predecessors, read } from '../graph.ts';

/** Sets of locals, a bit each, by node. */
export type LocalSets = ReadonlyMap<number, Uint32Array>;

/** Whether a set holds a local. */
export function has(set: Uint32Array | undefined, local: number): boolean {
  return set !== undefined && ((set[local >> 5] ?? 0) & (1 << (local & 31))) !== 0;
}

export function include(set: Uint32Array, local: number): void {
  set[local >> 5] = (set[local >> 5] ?? 0) | (1 << (local & 31));
}

export function exclude(set: Uint32Array, local: number): void {
  set[local >> 5] = (set[local >> 5] ?? 0) & ~(1 << (local & 31));
}

/**
 * The locals whose value matters after each node: some path from there reads them before it sets them.
 *
 * What is read only to be assigned to a local that does not matter itself does not matter: two locals that are copied
 * to each other in a loop are dead.
 */
export function liveAfter(graph: Graph, order: readonly number[]): LocalSets {
  const words = (graph.locals.length + 31) >> 5;
  const before = new Map(order.map((id) => [id, new Uint32Array(words)] as const));
  const after = new Map(order.map((id) => [id, new Uint32Array(words)] as const));
  const uses = new Map(order.map((id) => [id, readLocals(nodeAt(graph, id).operation)] as const));
  const sources = predecessors(graph, order);
  const none = new Uint32Array(words);
  const scratch = new Uint32Array(words);
  // Backwards, so that most nodes are looked at after all that they lead to.
  const waiting = [...order];
  const isWaiting = new Set(order);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    isWaiting.delete(id);
    const node = nodeAt(graph, id);
    const out = after.get(id) ?? none;
    if (node.next !== NOWHERE) merge(out, before.get(node.next));
    if (node.other !== NOWHERE) merge(out, before.get(node.other));
    scratch.set(out);
    const dest = defined(node.operation);
    const isIdle = node.operation.kind === 'let' && !has(out, node.operation.dest);
    if (dest !== undefined) exclude(scratch, dest);
    if (!isIdle) for (const used of uses.get(id) ?? []) include(scratch, used);
    if (!merge(before.get(id) ?? none, scratch)) continue;
    for (const source of sources.get(id) ?? []) {
      if (isWaiting.has(source)) continue;
      isWaiting.add(source);
      waiting.push(source);
    }
  }
  return after;
}

/** Adds one set to another; true where that changed it. */
export function merge(into: Uint32Array, from: Uint32Array | undefined): boolean {
  if (from === undefined) return false;
  let changed = false;
  for (let i = 0; i < into.length; i++) {
    const sum = (into[i] ?? 0) | (from[i] ?? 0);
    if (sum >>> 0 !== (into[i] ?? 0) >>> 0) {
      into[i] = sum;
      changed = true;
    }
  }
  return changed;
}

/** The locals that an operation reads. */
export function readLocals(operation: Operation): number[] {
  const found: number[] = [];
  for (const expr of read(operation)) localsOf(expr, found);
  return found;
}
