import { ARITHMETIC } from './arithmetic.ts';
import type { Memory } from './kernel.ts';
import { fieldNamed, pureNamed } from './known.ts';
import type { BinaryOperator, Expr } from './program.ts';

/** A value that depends on the state and on what the running thread keeps between two of its steps. */
export type Value = (m: Memory) => number;

/**
 * Values that are made anew for each operator, so that none shares its code with the others and all are fast: those
 * that every state needs are written out, and test/mm/evaluate.test.ts compares them with `ARITHMETIC`.
 */
const BINARY: Readonly<Record<BinaryOperator, (a: Value, b: Value) => Value>> = {
  '+': (a, b) => (m) => (a(m) + b(m)) & 0xffff,
  '-': (a, b) => (m) => (a(m) - b(m)) & 0xffff,
  '*': (a, b) => (m) => ARITHMETIC['*'](a(m), b(m)),
  '/': (a, b) => (m) => ARITHMETIC['/'](a(m), b(m)),
  '%': (a, b) => (m) => ARITHMETIC['%'](a(m), b(m)),
  '&': (a, b) => (m) => a(m) & b(m),
  '|': (a, b) => (m) => a(m) | b(m),
  '^': (a, b) => (m) => a(m) ^ b(m),
  '<<': (a, b) => (m) => ARITHMETIC['<<'](a(m), b(m)),
  '>>': (a, b) => (m) => ARITHMETIC['>>'](a(m), b(m)),
  '==': (a, b) => (m) => (a(m) === b(m) ? 1 : 0),
  '!=': (a, b) => (m) => (a(m) !== b(m) ? 1 : 0),
  '<': (a, b) => (m) => (a(m) < b(m) ? 1 : 0),
  '<=': (a, b) => (m) => (a(m) <= b(m) ? 1 : 0),
  '>': (a, b) => (m) => (a(m) > b(m) ? 1 : 0),
  '>=': (a, b) => (m) => (a(m) >= b(m) ? 1 : 0),
};

const UNARY: Readonly<Record<'!' | '~' | '-', (a: Value) => Value>> = {
  '!': (a) => (m) => (a(m) === 0 ? 1 : 0),
  '~': (a) => (m) => ~a(m) & 0xffff,
  '-': (a) => (m) => -a(m) & 0xffff,
};

/** Turns an expression into a function of the state; `load` says how a local is read. */
export function evaluate(expr: Expr, load: (local: number) => Value): Value {
  const value = (part: Expr): Value => evaluate(part, load);
  switch (expr.kind) {
    case 'constant': {
      const { value: constant } = expr;
      return () => constant;
    }
    case 'local':
      return load(expr.local);
    case 'unary':
      return UNARY[expr.operator](value(expr.operand));
    case 'binary':
      return BINARY[expr.operator](value(expr.left), value(expr.right));
    case 'pure': {
      const pure = pureNamed(expr.name);
      if (pure === undefined) throw new Error(`expected "${expr.name}" to be a pure function of the model`);
      return applied(pure.value, expr.args.map(value));
    }
    case 'field': {
      const field = fieldNamed(expr.struct, expr.field);
      if (field === undefined) throw new Error(`expected ${expr.struct}.${expr.field} to be a field of the model`);
      return applied(field.load, [value(expr.object)]);
    }
  }
}

/** A function of the state and of evaluated arguments, called without an array where it has few of them. */
export function applied<T>(of: (m: Memory, ...args: number[]) => T, args: readonly Value[]): (m: Memory) => T {
  const [a, b, c, d] = args;
  if (a === undefined) return (m) => of(m);
  if (b === undefined) return (m) => of(m, a(m));
  if (c === undefined) return (m) => of(m, a(m), b(m));
  if (d === undefined) return (m) => of(m, a(m), b(m), c(m));
  if (args.length === 4) return (m) => of(m, a(m), b(m), c(m), d(m));
  return (m) => of(m, ...args.map((arg) => arg(m)));
}
