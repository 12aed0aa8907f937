import type { Expr } from '../../mm/program.ts';
import { isTruthValue, localsOf, sameExpr, size, substitute } from '../expr.ts';
import {
  defined,
  type Graph,
  type GraphNode,
  NOWHERE,
  nodeAt,
  type Operation,
  predecessors,
  reversePostorder,
  rewrite,
} from '../graph.ts';

/** What locals are known to equal, with the locals that the knowledge rests on. */
type Known = Map<number, Knowledge>;

interface Knowledge {
  readonly value: Expr;
  readonly on: readonly number[];
  /** A call is in it, whose value may depend on more than its arguments: it is only known until the next step. */
  readonly isCall: boolean;
}

/** Larger values are kept in their local instead of being written out where they are used. */
const MAX_SIZE = 16;
/** The same for a variable that the function itself names, where its reader will look for it. */
const MAX_NAMED_SIZE = 2;
/** The terms that a local's value may have to be written out. */
type Limit = (local: number) => number;
/** Copies of assignments that one edge may take past a join to get at a branch whose way is known. */
const MAX_THREAD = 4;

/**
 * Writes what a local is known to equal in place of the local, folds, and takes branches whose way is known.
 *
 * Stable fields never change, so an expression without calls means the same wherever its locals do. An edge
 * that comes to a join with a value that decides the branch behind it goes straight to where the branch goes.
 */
export function propagate(graph: Graph, keepsNames = true): void {
  const limit: Limit = (dest) => (keepsNames && isNamed(graph.locals[dest]?.name ?? '') ? MAX_NAMED_SIZE : MAX_SIZE);
  const order = reversePostorder(graph);
  const sources = predecessors(graph, order);
  const entry = knownAtLeaders(graph, order, sources, limit);
  for (const [leader, known] of entry) {
    const state: Known = new Map(known);
    for (let id = leader; ; ) {
      const node = nodeAt(graph, id);
      node.operation = normaliseTest(node, withKnown(node.operation, state));
      splitTest(graph, node);
      learn(state, node, limit);
      const { next } = node;
      if (node.operation.kind === 'branch' || node.operation.kind === 'choice' || next === NOWHERE) break;
      const isJoin = (sources.get(next)?.length ?? 0) > 1;
      if (isJoin) node.next = thread(graph, next, state, limit);
      if (isJoin || entry.has(next)) break;
      id = next;
    }
  }
}

/** A variable of the function that is lifted, as against one of a callee or a result in between. */
function isNamed(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}

/** `branch !x` becomes `branch x` with its ways changed over. */
function normaliseTest(node: GraphNode, operation: GraphNode['operation']): GraphNode['operation'] {
  if (operation.kind !== 'branch') return operation;
  let { test } = operation;
  for (;;) {
    const inner = negated(test);
    if (inner !== undefined) {
      test = inner;
      [node.next, node.other] = [node.other, node.next];
    } else if (test.kind === 'binary' && test.operator === '!=' && isZero(test.right)) test = test.left;
    else if (test.kind === 'binary' && test.operator === '==' && isOne(test.right) && isTruthValue(test.left))
      test = test.left;
    else break;
  }
  return test === operation.test ? operation : { ...operation, test };
}

/** `branch a & b` of truth values becomes two branches, as `&&` in a condition is. */
function splitTest(graph: Graph, node: GraphNode): void {
  const { operation } = node;
  if (operation.kind !== 'branch' || operation.test.kind !== 'binary') return;
  const { operator, left, right } = operation.test;
  if ((operator !== '&' && operator !== '|') || !isTruthValue(left) || !isTruthValue(right)) return;
  graph.nodes.push({ operation: { ...operation, test: right }, next: node.next, other: node.other });
  const second = graph.nodes.length - 1;
  node.operation = { ...operation, test: left };
  if (operator === '&') node.next = second;
  else node.other = second;
}

/** What a test is the negation of: `!x`, `x == 0`, `x != y` as against `x == y`. */
function negated(test: Expr): Expr | undefined {
  if (test.kind === 'unary' && test.operator === '!') return test.operand;
  if (test.kind !== 'binary') return undefined;
  if (test.operator === '==' && isZero(test.right)) return test.left;
  if (test.operator === '!=' && !isZero(test.right)) return { ...test, operator: '==' };
  return undefined;
}

const isZero = (expr: Expr) => expr.kind === 'constant' && expr.value === 0;
const isOne = (expr: Expr) => expr.kind === 'constant' && expr.value === 1;

/**
 * An operation with what is known written out.
 *
 * A step happens later than the local code before it, so a call that was evaluated there is not moved into its arguments.
 */
function withKnown(operation: Operation, state: Known): Operation {
  const isStep = operation.kind === 'primitive';
  return rewrite(operation, (expr) =>
    substitute(expr, (local) => {
      const known = state.get(local);
      return isStep && known?.isCall === true ? undefined : known?.value;
    }),
  );
}

function hasCall(expr: Expr): boolean {
  switch (expr.kind) {
    case 'constant':
    case 'local':
      return false;
    case 'unary':
      return hasCall(expr.operand);
    case 'binary':
      return hasCall(expr.left) || hasCall(expr.right);
    case 'pure':
      return true;
    case 'field':
      return hasCall(expr.object);
  }
}

/** Follows an operation: what it sets is known anew, and what rested on that is known no more. */
function learn(state: Known, node: GraphNode, limit: Limit): void {
  if (node.operation.kind === 'primitive') for (const [key, { isCall }] of state) if (isCall) state.delete(key);
  const dest = defined(node.operation);
  if (dest === undefined) return;
  state.delete(dest);
  for (const [key, { on }] of state) if (on.includes(dest)) state.delete(key);
  if (node.operation.kind !== 'let') return;
  const { value } = node.operation;
  const on = localsOf(value);
  if (!on.includes(dest) && size(value) <= limit(dest)) state.set(dest, { value, on, isCall: hasCall(value) });
}

/** What is known where each stretch without joins begins: what all ways there agree on. */
function knownAtLeaders(
  graph: Graph,
  order: readonly number[],
  sources: ReadonlyMap<number, readonly number[]>,
  limit: Limit,
): Map<number, Known> {
  const leaders = new Set<number>([0]);
  for (const id of order) {
    if ((sources.get(id)?.length ?? 0) > 1) leaders.add(id);
    const node = nodeAt(graph, id);
    if (node.operation.kind === 'branch' || node.operation.kind === 'choice')
      for (const target of [node.next, node.other]) leaders.add(target);
  }
  const entry = new Map<number, Known>([[0, new Map()]]);
  const inOrder = order.filter((id) => leaders.has(id));
  for (let changed = true; changed; ) {
    changed = false;
    for (const leader of inOrder) {
      const known = entry.get(leader);
      if (known !== undefined && flow(graph, leader, known, leaders, entry, limit)) changed = true;
    }
  }
  return entry;
}

/** Carries knowledge from one leader to the next ones; true where that took away from what they know. */
function flow(
  graph: Graph,
  leader: number,
  known: Known,
  leaders: ReadonlySet<number>,
  entry: Map<number, Known>,
  limit: Limit,
): boolean {
  const state: Known = new Map(known);
  let changed = false;
  for (let id = leader; ; ) {
    const node = nodeAt(graph, id);
    const operation = withKnown(node.operation, state);
    learn(state, { ...node, operation }, limit);
    const targets = [node.next, node.other].filter((target) => target !== NOWHERE);
    const [only] = targets;
    if (targets.length === 1 && only !== undefined && !leaders.has(only)) {
      id = only;
      continue;
    }
    for (const target of targets) if (meet(entry, target, state)) changed = true;
    return changed;
  }
}

function meet(entry: Map<number, Known>, target: number, state: Known): boolean {
  const there = entry.get(target);
  if (there === undefined) {
    entry.set(target, new Map(state));
    return true;
  }
  let changed = false;
  for (const [key, { value }] of there) {
    const mine = state.get(key);
    if (mine !== undefined && sameExpr(mine.value, value)) continue;
    there.delete(key);
    changed = true;
  }
  return changed;
}

/**
 * Where an edge that comes to a join with this knowledge really leads.
 *
 * It passes no node twice: a loop whose count is known stays a loop.
 */
function thread(graph: Graph, target: number, state: Known, limit: Limit, seen = new Set<number>()): number {
  let id = target;
  const passed: GraphNode[] = [];
  const known: Known = new Map(state);
  while (id !== NOWHERE && !seen.has(id) && passed.length <= MAX_THREAD) {
    seen.add(id);
    const node = nodeAt(graph, id);
    const operation = withKnown(node.operation, known);
    if (operation.kind === 'label') id = node.next;
    else if (operation.kind === 'let') {
      passed.push({ ...node, operation });
      learn(known, { ...node, operation }, limit);
      id = node.next;
    } else if (operation.kind === 'branch' && operation.test.kind === 'constant') {
      const way = operation.test.value !== 0 ? node.next : node.other;
      return chain(graph, passed, thread(graph, way, known, limit, seen));
    } else break;
  }
  return target;
}

/** Copies of assignments, one after the other, that lead to `end`. */
function chain(graph: Graph, passed: readonly GraphNode[], end: number): number {
  let next = end;
  for (const node of [...passed].reverse()) {
    graph.nodes.push({ operation: node.operation, next, other: NOWHERE });
    next = graph.nodes.length - 1;
  }
  return next;
}
