/**
 * Arithmetic on values: on those that the model has, and on those that it has not.
 */
import type { BinaryOperator, Expr } from '../../mm/program.ts';
import { isSigned, UNKNOWN_TYPE } from '../ctype.ts';
import { binary, constant, unary } from '../expr.ts';
import { scalar, unmodelled, type Value } from './storage.ts';

const ORDER = new Set<BinaryOperator>(['<', '<=', '>', '>=']);
const EQUALITY = new Set<BinaryOperator>(['==', '!=']);

/** `left operator right`; `of` is the C text, for where the model does not have the result. */
export function combine(operator: BinaryOperator, left: Value, right: Value, of: string): Value {
  const isTest = ORDER.has(operator) || EQUALITY.has(operator);
  const isDistance = operator === '-' && left.type.endsWith('*') && right.type.endsWith('*');
  const type = isTest ? 'int' : isDistance ? 'long' : combinedType(left.type, right.type);
  if (left.kind === 'pointer' || right.kind === 'pointer') return comparePointers(operator, left, right, of);
  if (left.kind !== 'scalar' || right.kind !== 'scalar') return unmodelled(of, type);
  // Nothing is known of the bits of a name that the model does not know.
  if ((left.symbol === true || right.symbol === true) && !EQUALITY.has(operator)) return unmodelled(of, type);
  // Such a name may well be 0.
  if ((left.symbol === true && isNull(right)) || (right.symbol === true && isNull(left))) return unmodelled(of, type);
  if (losesBits(operator, left.expr, right.expr)) return unmodelled(of, type);
  // Whether it is 0 is asked in one way, so that a name that a local holds is asked too.
  if (EQUALITY.has(operator) && right.isNumber === true && isNull(right))
    return scalar(operator === '==' ? unary('!', left.expr) : unary('!', unary('!', left.expr)), type);
  if (ORDER.has(operator) && isSigned(left.type) && isSigned(right.type))
    return scalar(compareSigned(operator, left.expr, right.expr), type);
  return scalar(binary(operator, left.expr, right.expr), type);
}

/** `base + offset` for a subscript. */
export function add(base: Value, offset: Value, of: string): Value {
  const sum = combine('+', base, offset, of);
  return sum.type === base.type ? sum : { ...sum, type: base.type };
}

/** `operator operand` */
export function negate(operator: '!' | '~' | '-', operand: Value, of: string): Value {
  const type = operator === '!' ? 'int' : operand.type;
  if (operand.kind === 'pointer')
    return operator === '!' ? scalar(unary('!', operand.present), 'int') : unmodelled(of, type);
  if (operand.kind !== 'scalar') return unmodelled(of, type);
  // `-ENOMEM` is as distinct as ENOMEM; `~FLAG` would claim to know bits, `!FLAG` that it is not 0.
  if (operand.symbol === true && operator !== '-') return unmodelled(of, type);
  const expr = unary(operator, operand.expr);
  return operand.symbol === true && operator === '-'
    ? { kind: 'scalar', expr, type, symbol: true }
    : scalar(expr, type);
}

/** The address of a local equals only itself; whether a pointer is null is all that else can be asked of it. */
function comparePointers(operator: BinaryOperator, left: Value, right: Value, of: string): Value {
  if (!EQUALITY.has(operator)) return unmodelled(of, UNKNOWN_TYPE);
  if (left.kind === 'pointer' && right.kind === 'pointer')
    return scalar(constant(Number((left.to === right.to) === (operator === '=='))), 'int');
  const [pointer, other] = left.kind === 'pointer' ? [left, right] : [right, left];
  if (pointer.kind !== 'pointer' || !isNull(other)) return unmodelled(of, UNKNOWN_TYPE);
  return scalar(operator === '==' ? unary('!', pointer.present) : pointer.present, 'int');
}

function isNull(value: Value): boolean {
  return value.kind === 'scalar' && value.expr.kind === 'constant' && value.expr.value === 0;
}

/** Numbers that 16 bits cannot hold, such as `1UL << 20`: cut they would be others. Negative ones lose only their sign. */
function losesBits(operator: BinaryOperator, left: Expr, right: Expr): boolean {
  if (right.kind !== 'constant') return false;
  if (operator === '<<' && right.value > 15) return left.kind !== 'constant' || left.value !== 0;
  if (left.kind !== 'constant' || left.value > 0x7fff || right.value > 0x7fff) return false;
  const whole = operator === '<<' ? left.value * 2 ** right.value : operator === '*' ? left.value * right.value : 0;
  return whole > 0xffff;
}

/** Order by two's complement: the sign bit turned over makes it order without sign. */
function compareSigned(operator: BinaryOperator, left: Expr, right: Expr): Expr {
  const isZero = right.kind === 'constant' && right.value === 0;
  if (isZero && operator === '<') return binary('>=', left, SIGN);
  if (isZero && operator === '>=') return binary('<', left, SIGN);
  return binary(operator, binary('^', left, SIGN), binary('^', right, SIGN));
}

const SIGN = constant(0x8000);

/** A pointer keeps its type under arithmetic; of two numbers the one that is no plain int decides. */
function combinedType(left: string, right: string): string {
  if (left.endsWith('*')) return left;
  if (right.endsWith('*')) return right;
  return left === 'int' ? right : left;
}
