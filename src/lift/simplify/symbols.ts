/**
 * Names in capitals that the model does not know (`GUP_FLAG_X`): each stands for a number that nobody knows.
 *
 * The reader gives each a number of its own. Two names are then equal exactly where they are the same name; whether one is
 * 0, what bits it has, and whether it equals a number that was written as a number, cannot be told from that number.
 */
import type { Expr } from '../../mm/program.ts';
import { defined, type Graph, NOWHERE, nodeAt, type Operation, reachable, read } from '../graph.ts';
import { exclude, has, include, merge } from './liveness.ts';
import { forgetValue } from './taint.ts';

/** Makes unmodelled what is computed from the number of an unknown name, and choices of what tests it. */
export function resolveSymbols(graph: Graph): void {
  const order = reachable(graph);
  const carriers = carriersOf(graph, order);
  if (carriers.size === 0) return;
  for (const [id, origins] of originsBefore(graph, order, carriers)) {
    const { operation } = nodeAt(graph, id);
    // A symbol may be handed on as it is; `if (x)` asks whether it is 0.
    const isHandedOn = operation.kind !== 'branch' && operation.kind !== 'assert';
    if (!read(operation).some((expr) => misuses(expr, origins, graph.symbols, isHandedOn))) continue;
    if (operation.kind === 'branch')
      nodeAt(graph, id).operation = { kind: 'choice', of: operation.of, at: operation.at };
    else forgetValue(graph, id);
  }
}

/** The locals that may hold a symbol somewhere, those that are compared with one, and what is copied to these. */
function carriersOf(graph: Graph, order: readonly number[]): Set<number> {
  const carriers = new Set<number>();
  const isCarrier = (expr: Expr) =>
    expr.kind === 'constant' ? graph.symbols.has(expr.value) : expr.kind === 'local' && carriers.has(expr.local);
  const operations = order.map((id) => nodeAt(graph, id).operation);
  const compared = operations.flatMap((operation) => read(operation).flatMap(equalities));
  for (let size = -1; size !== carriers.size; ) {
    size = carriers.size;
    for (const operation of operations) {
      if (operation.kind !== 'let') continue;
      if (isCarrier(operation.value)) carriers.add(operation.dest);
      if (operation.value.kind === 'local' && carriers.has(operation.dest)) carriers.add(operation.value.local);
    }
    for (const { left, right } of compared)
      for (const [one, other] of [
        [left, right],
        [right, left],
      ] as const)
        if (isCarrier(one) && other.kind === 'local') carriers.add(other.local);
  }
  return carriers;
}

type Binary = Extract<Expr, { kind: 'binary' }>;

function equalities(expr: Expr): Binary[] {
  if (expr.kind === 'binary') {
    const inner = [...equalities(expr.left), ...equalities(expr.right)];
    return isEquality(expr) ? [expr, ...inner] : inner;
  }
  if (expr.kind === 'unary') return equalities(expr.operand);
  return expr.kind === 'pure' ? expr.args.flatMap(equalities) : [];
}

const isEquality = ({ operator }: Binary) => operator === '==' || operator === '!=';

/** What locals may hold: the number of an unknown name, and a number that no name stands for. */
interface Origins {
  readonly symbols: Uint32Array;
  readonly numbers: Uint32Array;
}

function originsBefore(graph: Graph, order: readonly number[], carriers: ReadonlySet<number>): Map<number, Origins> {
  const words = (graph.locals.length + 31) >> 5;
  const before = new Map<number, Origins>();
  const at = (id: number): Origins => {
    const known = before.get(id) ?? { symbols: new Uint32Array(words), numbers: new Uint32Array(words) };
    before.set(id, known);
    return known;
  };
  const waiting = [...order].reverse();
  const isWaiting = new Set(order);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    isWaiting.delete(id);
    const { operation, next, other } = nodeAt(graph, id);
    const after = follow(operation, at(id), carriers, graph.symbols);
    for (const target of [next, other]) {
      if (target === NOWHERE) continue;
      const [symbols, numbers] = [merge(at(target).symbols, after.symbols), merge(at(target).numbers, after.numbers)];
      if (!(symbols || numbers) || isWaiting.has(target)) continue;
      isWaiting.add(target);
      waiting.push(target);
    }
  }
  return before;
}

function follow(operation: Operation, before: Origins, carriers: ReadonlySet<number>, symbols: ReadonlySet<number>) {
  const dest = defined(operation);
  if (dest === undefined || !carriers.has(dest)) return before;
  const after: Origins = { symbols: before.symbols.slice(), numbers: before.numbers.slice() };
  exclude(after.symbols, dest);
  exclude(after.numbers, dest);
  if (operation.kind === 'primitive') include(after.numbers, dest);
  if (operation.kind !== 'let') return after;
  const { value } = operation;
  if (value.kind === 'constant') {
    if (symbols.has(value.value)) include(after.symbols, dest);
    if (operation.isNumber === true) include(after.numbers, dest);
  } else if (value.kind === 'local') {
    if (has(before.symbols, value.local)) include(after.symbols, dest);
    if (has(before.numbers, value.local)) include(after.numbers, dest);
  }
  return after;
}

/** Whether an expression asks more of a symbol than whether it is another name's. */
function misuses(expr: Expr, origins: Origins, symbols: ReadonlySet<number>, isHandedOn = true): boolean {
  const isSymbol = (one: Expr) =>
    one.kind === 'constant' ? symbols.has(one.value) : one.kind === 'local' && has(origins.symbols, one.local);
  const isNumber = (one: Expr) => one.kind === 'local' && has(origins.numbers, one.local);
  switch (expr.kind) {
    case 'constant':
    case 'local':
      return !isHandedOn && isSymbol(expr);
    case 'binary': {
      const { left, right } = expr;
      if (isEquality(expr) && (isSymbol(left) || isSymbol(right))) return isNumber(left) || isNumber(right);
      return misuses(left, origins, symbols, false) || misuses(right, origins, symbols, false);
    }
    case 'unary':
      return misuses(expr.operand, origins, symbols, false);
    case 'pure':
      return expr.args.some((arg) => misuses(arg, origins, symbols));
    case 'field':
      return misuses(expr.object, origins, symbols, false);
  }
}
