/**
 * Arithmetic on `Expr`: 16 bits, unsigned, folded as far as constants go.
 */
import { ARITHMETIC } from '../mm/arithmetic.ts';
import type { BinaryOperator, Expr } from '../mm/program.ts';

/** A constant, cut to 16 bits. */
export function constant(value: number): Expr {
  return { kind: 'constant', value: value & 0xffff };
}

export function local(index: number): Expr {
  return { kind: 'local', local: index };
}

/** A binary expression, folded. */
export function binary(operator: BinaryOperator, left: Expr, right: Expr): Expr {
  if (left.kind === 'constant' && right.kind === 'constant')
    return constant(ARITHMETIC[operator](left.value, right.value));
  const reflexive = REFLEXIVE[operator];
  if (reflexive !== undefined && sameExpr(left, right)) return constant(reflexive);
  if (left.kind === 'constant' && left.value === 0 && (operator === '+' || operator === '|')) return right;
  return (
    (right.kind === 'constant' ? withConstant(operator, left, right) : undefined) ?? {
      kind: 'binary',
      operator,
      left,
      right,
    }
  );
}

/** Rules for a constant on the right; undefined where none applies. */
function withConstant(
  operator: BinaryOperator,
  left: Expr,
  right: Extract<Expr, { kind: 'constant' }>,
): Expr | undefined {
  const { value } = right;
  if (value === 0 && NEUTRAL_ZERO.has(operator)) return left;
  if (value === 0 && (operator === '*' || operator === '&')) return right;
  if (value === 1 && (operator === '*' || operator === '/')) return left;
  if (value === 0xffff && operator === '&') return left;
  if (operator === '-') return binary('+', left, constant(-value));
  // x + 2 + 1 is x + 3
  const isSum = operator === '+' && left.kind === 'binary' && left.operator === '+' && left.right.kind === 'constant';
  return isSum
    ? binary('+', left.left, constant(left.right.kind === 'constant' ? left.right.value + value : value))
    : undefined;
}

const NEUTRAL_ZERO = new Set<BinaryOperator>(['+', '-', '|', '^', '<<', '>>']);
/** What `x operator x` is, whatever x. */
const REFLEXIVE: Partial<Record<BinaryOperator, number>> = {
  '==': 1,
  '<=': 1,
  '>=': 1,
  '!=': 0,
  '<': 0,
  '>': 0,
  '-': 0,
  '^': 0,
};

/** A unary expression, folded; `!(a == b)` becomes `a != b`. */
export function unary(operator: '!' | '~' | '-', operand: Expr): Expr {
  if (operand.kind === 'constant') {
    const { value } = operand;
    return constant(operator === '!' ? Number(value === 0) : operator === '~' ? ~value : -value);
  }
  if (operator === '!' && operand.kind === 'binary') {
    const opposite = OPPOSITE[operand.operator];
    if (opposite !== undefined) return { ...operand, operator: opposite };
  }
  return { kind: 'unary', operator, operand };
}

const OPPOSITE: Partial<Record<BinaryOperator, BinaryOperator>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};

/** Operators whose result is 0 or 1. */
export function isTruthValue(expr: Expr): boolean {
  if (expr.kind === 'constant') return expr.value <= 1;
  if (expr.kind === 'unary') return expr.operator === '!';
  if (expr.kind !== 'binary') return false;
  if (expr.operator === '&' || expr.operator === '|') return isTruthValue(expr.left) && isTruthValue(expr.right);
  return OPPOSITE[expr.operator] !== undefined;
}

/** Whether two expressions are the same, term for term. */
export function sameExpr(a: Expr, b: Expr): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'constant':
      return b.kind === 'constant' && a.value === b.value;
    case 'local':
      return b.kind === 'local' && a.local === b.local;
    case 'unary':
      return b.kind === 'unary' && a.operator === b.operator && sameExpr(a.operand, b.operand);
    case 'binary':
      return b.kind === 'binary' && a.operator === b.operator && sameExpr(a.left, b.left) && sameExpr(a.right, b.right);
    case 'pure':
      return (
        b.kind === 'pure' &&
        a.name === b.name &&
        a.args.length === b.args.length &&
        a.args.every((arg, i) => sameExpr(arg, b.args[i] ?? arg))
      );
    case 'field':
      return b.kind === 'field' && a.struct === b.struct && a.field === b.field && sameExpr(a.object, b.object);
  }
}

/** The locals that an expression reads. */
export function localsOf(expr: Expr, found: number[] = []): number[] {
  switch (expr.kind) {
    case 'constant':
      break;
    case 'local':
      found.push(expr.local);
      break;
    case 'unary':
      localsOf(expr.operand, found);
      break;
    case 'binary':
      localsOf(expr.left, found);
      localsOf(expr.right, found);
      break;
    case 'pure':
      for (const arg of expr.args) localsOf(arg, found);
      break;
    case 'field':
      localsOf(expr.object, found);
      break;
  }
  return found;
}

/** How many terms an expression has. */
export function size(expr: Expr): number {
  switch (expr.kind) {
    case 'constant':
    case 'local':
      return 1;
    case 'unary':
      return 1 + size(expr.operand);
    case 'binary':
      return 1 + size(expr.left) + size(expr.right);
    case 'pure':
      return expr.args.reduce((sum, arg) => sum + size(arg), 1);
    case 'field':
      return 1 + size(expr.object);
  }
}

/** The expression with locals replaced and folded again; `value` yields undefined for a local that stays. */
export function substitute(expr: Expr, value: (local: number) => Expr | undefined): Expr {
  switch (expr.kind) {
    case 'constant':
      return expr;
    case 'local':
      return value(expr.local) ?? expr;
    case 'unary': {
      const operand = substitute(expr.operand, value);
      return operand === expr.operand ? expr : unary(expr.operator, operand);
    }
    case 'binary': {
      const left = substitute(expr.left, value);
      const right = substitute(expr.right, value);
      return left === expr.left && right === expr.right ? expr : binary(expr.operator, left, right);
    }
    case 'pure': {
      const args = expr.args.map((arg) => substitute(arg, value));
      return args.every((arg, i) => arg === expr.args[i]) ? expr : { ...expr, args };
    }
    case 'field': {
      const object = substitute(expr.object, value);
      return object === expr.object ? expr : { ...expr, object };
    }
  }
}
