import { describe, expect, it } from 'vitest';
import { binary, constant, local } from '../../src/lift/expr.ts';
import { ARITHMETIC } from '../../src/mm/arithmetic.ts';
import { evaluate } from '../../src/mm/evaluate.ts';
import type { Memory } from '../../src/mm/kernel.ts';
import type { BinaryOperator, Expr } from '../../src/mm/program.ts';

const OPERATORS = Object.keys(ARITHMETIC) as BinaryOperator[];
/** Where shifts, signs and carries turn over. */
const EDGES = [0, 1, 2, 3, 7, 15, 16, 17, 31, 32, 33, 63, 64, 0xff, 0x100, 0x7fff, 0x8000, 0x8001, 0xfffe, 0xffff];

/** No expression here reads the state. */
const run = (expr: Expr, locals: readonly number[]) =>
  evaluate(expr, (index) => () => locals[index] ?? 0)({} as Memory);

/** C on numbers of any width, cut to 16 bits: written apart from the model's own. */
const C: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b + 0x10000n,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0n ? 0n : a / b),
  '%': (a, b) => (b === 0n ? 0n : a % b),
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '<<': (a, b) => (b > 64n ? 0n : a << b),
  '>>': (a, b) => a >> b,
  '==': (a, b) => BigInt(a === b),
  '!=': (a, b) => BigInt(a !== b),
  '<': (a, b) => BigInt(a < b),
  '<=': (a, b) => BigInt(a <= b),
  '>': (a, b) => BigInt(a > b),
  '>=': (a, b) => BigInt(a >= b),
};

describe('arithmetic', () => {
  it.each(OPERATORS)('has one meaning where it is folded, where it runs, and in C: %s', (operator) => {
    for (const a of EDGES) {
      for (const b of EDGES) {
        const meant = Number((C[operator] as (a: bigint, b: bigint) => bigint)(BigInt(a), BigInt(b)) & 0xffffn);
        const written: Expr = { kind: 'binary', operator, left: local(0), right: local(1) };
        const folded = binary(operator, constant(a), constant(b));
        const half = binary(operator, local(0), constant(b));
        const other = binary(operator, constant(a), local(1));
        const all = [written, folded, half, other].map((expr) => run(expr, [a, b]));
        expect({ a, b, all }).toEqual({ a, b, all: [meant, meant, meant, meant] });
      }
    }
  });
});
