import type { Expr } from '../../mm/program.ts';
import { binary, constant, isTruthValue, unary } from '../expr.ts';
import { NOWHERE, type Operation } from '../graph.ts';
import { part, type SyntaxNode } from '../syntax.ts';
import { jump, type Lowering, newLabel, nodeIn, place, sourceAt, sourceText } from './context.ts';
import { storeStorage } from './memory.ts';
import { scalar, temporary, unmodelled, type Value, valueIn } from './storage.ts';

/**
 * `a && b` as a value: 0 or 1.
 *
 * Where evaluating both takes no step it is arithmetic; else it is made by the same jumps as in a condition.
 */
export function lowerTruth(lowering: Lowering, node: SyntaxNode): Value {
  const plain = truthWithoutSteps(lowering, node);
  if (plain?.kind === 'scalar') return plain;
  const at = sourceAt(lowering, node);
  const result = temporary(lowering, sourceText(lowering, node), 'int');
  const [yes, no, end] = [newLabel(lowering), newLabel(lowering), newLabel(lowering)];
  lowering.read.condition(lowering, node, yes, no);
  place(lowering, yes);
  storeStorage(lowering, result, scalar(constant(1), 'int'), at);
  jump(lowering, end);
  place(lowering, no);
  storeStorage(lowering, result, scalar(constant(0), 'int'), at);
  place(lowering, end);
  return valueIn(result);
}

/**
 * The value of `a && b` or `a || b`, where neither side takes a step, and where the second reads no field, of a pointer that
 * the first may have found to be NULL; else undefined, and nothing was added to the run.
 *
 * Unmodelled where a side is: whoever wants it at all (an assertion) cannot use it.
 */
export function truthWithoutSteps(lowering: Lowering, node: SyntaxNode): Value | undefined {
  const operator = part(node, 'operator')?.kind === '&&' ? '&' : '|';
  const left = part(node, 'left');
  const right = part(node, 'right');
  if (left === undefined || right === undefined) return undefined;
  const before = { count: lowering.nodes.length, tail: lowering.tail };
  const values = [lowering.read.value(lowering, left), lowering.read.value(lowering, right)];
  const hasSteps = lowering.nodes.slice(before.count).some(({ operation }) => !isNote(operation));
  const [, guarded] = values;
  if (hasSteps || (guarded?.kind === 'scalar' && readsField(guarded.expr))) {
    lowering.nodes.length = before.count;
    lowering.tail = before.tail;
    if (before.tail !== undefined) nodeIn(lowering, before.tail).next = NOWHERE;
    return undefined;
  }
  const [a, b] = values.map((value) => (value.kind === 'scalar' ? truth(value.expr) : undefined));
  if (a === undefined || b === undefined) return unmodelled(sourceText(lowering, node), 'int');
  return scalar(binary(operator, a, b), 'int');
}

function isNote(operation: Operation): boolean {
  return operation.kind === 'sliced' || operation.kind === 'unknown';
}

function readsField(expr: Expr): boolean {
  switch (expr.kind) {
    case 'constant':
    case 'local':
      return false;
    case 'unary':
      return readsField(expr.operand);
    case 'binary':
      return readsField(expr.left) || readsField(expr.right);
    case 'pure':
      return expr.args.some(readsField);
    case 'field':
      return true;
  }
}

/** 1 where an expression is not zero. */
function truth(expr: Expr): Expr {
  return isTruthValue(expr) ? expr : unary('!', unary('!', expr));
}
