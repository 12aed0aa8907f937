/**
 * Values that the model does not have, where the code tests them: the run goes either way.
 */
import type { Expr } from '../../mm/program.ts';
import { constant, substitute } from '../expr.ts';
import { defined, type Graph, type GraphNode, NOWHERE, nodeAt, type Operation, reachable } from '../graph.ts';
import { has, type LocalSets, readLocals } from './liveness.ts';
import { nodesInLoops } from './loops.ts';
import { isUnmodelled, removeUnmodelledSteps, runnable } from './taint.ts';

type Havoc = Extract<Operation, { kind: 'havoc' }>;
type Branch = Extract<Operation, { kind: 'branch' }>;

/** Locals that are copies of each other, and what the program does with them. */
interface Family {
  readonly havocs: { readonly id: number; readonly operation: Havoc }[];
  readonly tests: { readonly id: number; readonly operation: Branch; readonly local: number }[];
  copies: number;
  /** Something is done with the value that more than its tests can tell. */
  isOpaque: boolean;
}

/** More ways than this are not told apart where a value is drawn. */
const MAX_WAYS = 5;

/**
 * Makes choices of what depends on unmodelled values.
 *
 * Where a value is only ever tested against constants, it is drawn where it arises, one of as many values as the tests
 * can tell apart, so that two tests of it agree. Elsewhere each test is a choice of its own.
 */
export function resolveUnmodelled(graph: Graph): void {
  const before = removeUnmodelledSteps(graph);
  const families = familiesOf(graph, before);
  const drawn = new Set<Family>();
  const loops = nodesInLoops(graph);
  const given = localsGiven(graph);
  for (const family of new Set(families.values())) {
    if (family.isOpaque) continue;
    const [test] = family.tests;
    const [havoc] = family.havocs;
    const isOnce = family.tests.length === 1 && family.havocs.length === 1 && family.copies === 0;
    if (isOnce && test !== undefined && havoc !== undefined && !given.has(test.local) && !loops.has(test.id)) {
      nodeAt(graph, test.id).operation = {
        kind: 'choice',
        of: nameOfChoice(test.operation, havoc.operation),
        at: test.operation.at,
      };
      drawn.add(family);
      continue;
    }
    const ways = waysOf(family);
    if (ways.length > MAX_WAYS) continue;
    drawn.add(family);
    for (const { id, operation } of family.havocs) draw(graph, id, operation, ways);
  }
  for (const id of reachable(graph)) {
    const node = nodeAt(graph, id);
    if (node.operation.kind !== 'branch') continue;
    const loose = readLocals(node.operation).some((local) => {
      const family = families.get(local);
      return has(before.get(id), local) && (family === undefined || !drawn.has(family));
    });
    if (loose) node.operation = { kind: 'choice', of: node.operation.of, at: node.operation.at };
  }
  dropUnread(graph, before);
}

/**
 * Takes out what is left of unmodelled values: on the ways of runs nothing reads one any longer, and what a call that nobody
 * knows leaves behind no run comes to.
 */
function dropUnread(graph: Graph, before: LocalSets): void {
  const runs = runnable(graph);
  for (const id of reachable(graph)) {
    const node = nodeAt(graph, id);
    const { operation } = node;
    const isCopy = operation.kind === 'let' && readLocals(operation).some((local) => has(before.get(id), local));
    if (operation.kind === 'havoc' || (isCopy && !runs.has(id))) node.operation = { kind: 'label' };
  }
}

/** The locals that something else than unmodelled values is ever assigned to. */
function localsGiven(graph: Graph): ReadonlySet<number> {
  const operations = reachable(graph).map((id) => nodeAt(graph, id).operation);
  return new Set(operations.flatMap((one) => (one.kind !== 'havoc' ? (defined(one) ?? []) : [])));
}

function nameOfChoice(test: Branch, havoc: Havoc): string {
  return test.test.kind === 'local' ? havoc.of : test.of;
}

/** Puts together what is copied from local to local, and sorts what is done with it. */
function familiesOf(graph: Graph, before: ReadonlyMap<number, Uint32Array>): Map<number, Family> {
  const leader = new Map<number, number>();
  const root = (local: number): number => {
    const up = leader.get(local);
    return up === undefined || up === local ? local : root(up);
  };
  for (const id of before.keys()) {
    const { operation } = nodeAt(graph, id);
    if (operation.kind === 'let' && isUnmodelled(operation.value, before.get(id)) && operation.value.kind === 'local')
      leader.set(root(operation.dest), root(operation.value.local));
  }
  const families = new Map<number, Family>();
  const familyOf = (local: number): Family => {
    const top = root(local);
    const family = families.get(top) ?? { havocs: [], tests: [], copies: 0, isOpaque: false };
    families.set(top, family);
    families.set(local, family);
    return family;
  };
  for (const [id, unmodelled] of before) {
    const { operation } = nodeAt(graph, id);
    if (operation.kind === 'havoc') familyOf(operation.dest).havocs.push({ id, operation });
    const used = [...new Set(readLocals(operation))].filter((local) => has(unmodelled, local));
    for (const local of used) {
      const family = familyOf(local);
      if (operation.kind === 'let') family.copies++;
      else if (operation.kind === 'branch' && used.length === 1 && isTestAgainstConstant(operation.test, local))
        family.tests.push({ id, operation, local });
      else family.isOpaque = true;
    }
  }
  return families;
}

/** `x`, `x == 3`, `x >= 0x8000`, also under `!`. */
function isTestAgainstConstant(test: Expr, local: number): boolean {
  if (test.kind === 'local') return test.local === local;
  if (test.kind === 'unary') return test.operator === '!' && isTestAgainstConstant(test.operand, local);
  if (test.kind !== 'binary') return false;
  const { left, right } = test;
  return left.kind === 'local' && right.kind === 'constant';
}

/** The values to draw from: one for each way in which the family's tests can come out. */
function waysOf(family: Family): number[] {
  const candidates = new Set([1, 0, 0x7ffe]);
  for (const { operation } of family.tests) {
    const { test } = operation;
    const bound = test.kind === 'binary' && test.right.kind === 'constant' ? test.right.value : 0;
    for (const value of [bound, bound - 1, bound + 1]) candidates.add(value & 0xffff);
  }
  const found = new Map<string, number>();
  for (const value of candidates) {
    const outcome = family.tests.map(({ operation, local }) => outcomeOf(operation.test, local, value)).join('');
    if (!found.has(outcome)) found.set(outcome, value);
  }
  return [...found.values()];
}

function outcomeOf(test: Expr, local: number, value: number): string {
  const result = substitute(test, (l) => (l === local ? constant(value) : undefined));
  return result.kind === 'constant' && result.value !== 0 ? '1' : '0';
}

/** In place of a havoc: choices between the values that can be told apart. */
function draw(graph: Graph, id: number, havoc: Havoc, ways: readonly number[]): void {
  const { next } = nodeAt(graph, id);
  const [first = 0, ...rest] = ways;
  let node: GraphNode = nodeAt(graph, id);
  for (const [index, value] of [...rest].reverse().entries()) {
    const isLast = index === rest.length - 1;
    const taken = add(graph, assign(havoc, value), next);
    const other = isLast ? add(graph, assign(havoc, first), next) : add(graph, { kind: 'label' }, NOWHERE);
    const of =
      ways.length === 2 && isTruth(ways) ? havoc.of : `${havoc.of} is ${value < 0x8000 ? value : value - 0x10000}`;
    const yes = isLast && isTruth(ways) ? other : taken;
    const no = yes === other ? taken : other;
    node.operation = { kind: 'choice', of, at: havoc.at };
    node.next = yes;
    node.other = no;
    node = nodeAt(graph, other);
  }
  if (rest.length === 0) {
    node.operation = assign(havoc, first);
    node.next = next;
  }
}

/** The values 1 and 0 alone: whether it is true. */
function isTruth(ways: readonly number[]): boolean {
  return ways.length === 2 && ways[0] === 1 && ways[1] === 0;
}

function assign(havoc: Havoc, value: number): Operation {
  return { kind: 'let', dest: havoc.dest, value: constant(value), at: havoc.at };
}

function add(graph: Graph, operation: Operation, next: number): number {
  graph.nodes.push({ operation, next, other: NOWHERE });
  return graph.nodes.length - 1;
}
