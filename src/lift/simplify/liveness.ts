import { localsOf } from '../expr.ts';
import { defined, type Graph, nodeAt, type Operation, read } from '../graph.ts';

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
  const flows = flowsOf(graph, order);
  const sources = sourcesOf(flows);
  const before = order.map(() => new Uint32Array(words));
  const after = order.map(() => new Uint32Array(words));
  const scratch = new Uint32Array(words);
  untilSettled(order.length, 'backwards', (at) => {
    const [flow, here, out] = [flows[at], before[at], after[at]];
    if (flow === undefined || here === undefined || out === undefined) return [];
    for (const target of flow.targets) merge(out, before[target]);
    scratch.set(out);
    const isIdle = flow.isLet && flow.dest !== undefined && !has(out, flow.dest);
    if (flow.dest !== undefined) exclude(scratch, flow.dest);
    if (!isIdle) for (const used of flow.uses) include(scratch, used);
    return merge(here, scratch) ? (sources[at] ?? []) : [];
  });
  return new Map(order.map((id, at) => [id, after[at] ?? scratch]));
}

/**
 * Looks at places 0 to `count` in turn, again at those that a look has made worth another, until there are none.
 *
 * In the direction in which values spread most places are looked at once, and a loop takes another turn.
 *
 * @param look Yields the places to look at again.
 */
export function untilSettled(
  count: number,
  direction: 'forwards' | 'backwards',
  look: (at: number) => readonly number[],
): void {
  const isOpen = new Uint8Array(count).fill(1);
  for (let open = count; open > 0; ) {
    for (let turn = 0; turn < count; turn++) {
      const at = direction === 'forwards' ? turn : count - 1 - turn;
      if (isOpen[at] === 0) continue;
      isOpen[at] = 0;
      open--;
      for (const again of look(at)) {
        open += 1 - (isOpen[again] ?? 1);
        isOpen[again] = 1;
      }
    }
  }
}

/** What a node reads and sets, and the places in the order that it leads to. */
interface Flow {
  readonly uses: readonly number[];
  readonly dest: number | undefined;
  readonly isLet: boolean;
  readonly targets: readonly number[];
}

function flowsOf(graph: Graph, order: readonly number[]): readonly Flow[] {
  const places = new Map(order.map((id, at) => [id, at]));
  return order.map((id) => {
    const { operation, next, other } = nodeAt(graph, id);
    const targets = [next, other].flatMap((target) => places.get(target) ?? []);
    return { uses: readLocals(operation), dest: defined(operation), isLet: operation.kind === 'let', targets };
  });
}

function sourcesOf(flows: readonly Flow[]): readonly (readonly number[])[] {
  const sources: number[][] = flows.map(() => []);
  for (const [at, { targets }] of flows.entries()) for (const target of targets) sources[target]?.push(at);
  return sources;
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
