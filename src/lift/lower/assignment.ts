import type { BinaryOperator } from '../../mm/program.ts';
import { constant } from '../expr.ts';
import { part, type SyntaxNode } from '../syntax.ts';
import { type Lowering, sourceAt, sourceText } from './context.ts';
import { load, store, storeStorage } from './memory.ts';
import { type Place, scalar, temporary, unmodelled, type Value, valueIn } from './storage.ts';
import { combine } from './values.ts';

/** `place = value` and `place += value`; its value is what was assigned. */
export function lowerAssignment(lowering: Lowering, node: SyntaxNode): Value {
  const left = part(node, 'left');
  const right = part(node, 'right');
  const operator = part(node, 'operator')?.kind ?? '=';
  if (left === undefined || right === undefined) return unmodelled(sourceText(lowering, node), 'unknown');
  const at = sourceAt(lowering, node);
  const place = lowering.read.place(lowering, left);
  if (operator === '=') {
    lowering.expected.set(right, placeType(place));
    return assign(lowering, place, lowering.read.value(lowering, right), node);
  }
  const before = load(lowering, place, at, sourceText(lowering, left));
  const value = lowering.read.value(lowering, right);
  const sum = combine(operator.slice(0, -1) as BinaryOperator, before, value, sourceText(lowering, node));
  return assign(lowering, place, sum, node);
}

/** `++place`, and `place++`, whose value is the one before. */
export function lowerUpdate(lowering: Lowering, node: SyntaxNode): Value {
  const argument = part(node, 'argument');
  const operator = part(node, 'operator');
  if (argument === undefined || operator === undefined) return unmodelled(sourceText(lowering, node), 'unknown');
  const regrouped = argument.kind === 'unary_expression' ? regroup(node, argument) : undefined;
  if (regrouped !== undefined) return lowering.read.value(lowering, regrouped);
  const place = lowering.read.place(lowering, argument);
  const before = load(lowering, place, sourceAt(lowering, node), sourceText(lowering, argument));
  const isPrefix = operator.start < argument.start;
  const kept = isPrefix ? before : keep(lowering, before, node);
  const one = scalar(constant(1), 'int');
  const after = combine(operator.kind === '--' ? '-' : '+', before, one, sourceText(lowering, node));
  const assigned = assign(lowering, place, after, node);
  return isPrefix ? assigned : kept;
}

/** The grammar groups `!x++` as `(!x)++`; C as `!(x++)`. */
function regroup(update: SyntaxNode, unary: SyntaxNode): SyntaxNode | undefined {
  const inner = part(unary, 'argument');
  const operator = part(update, 'operator');
  if (inner === undefined || operator === undefined) return undefined;
  const postfix = { ...update, field: 'argument', start: inner.start, children: [inner, operator] };
  return { ...unary, end: update.end, children: unary.children.map((child) => (child === inner ? postfix : child)) };
}

function keep(lowering: Lowering, value: Value, node: SyntaxNode): Value {
  if (value.kind !== 'scalar') return value;
  const kept = temporary(lowering, sourceText(lowering, node), value.type);
  storeStorage(lowering, kept, value, sourceAt(lowering, node));
  return valueIn(kept);
}

/** Stores a value and yields what the place holds then, without reading it again. */
export function assign(lowering: Lowering, place: Place, value: Value, node: SyntaxNode): Value {
  store(lowering, place, value, sourceAt(lowering, node));
  const isLocal = place.kind === 'storage' && place.storage.kind === 'scalar';
  return isLocal ? valueIn(place.storage) : value;
}

/** The C type of a place, as far as it is known. */
function placeType(place: Place): string {
  if (place.kind === 'field') return place.signature.type;
  if (place.kind !== 'storage') return place.type;
  return place.storage.kind === 'bundle' ? `struct ${place.storage.struct}` : place.storage.type;
}
