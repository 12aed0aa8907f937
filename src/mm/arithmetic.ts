import type { BinaryOperator } from './program.ts';

/**
 * What each operator means: 16 bits, without sign.
 *
 * Where C gives an operation no meaning the result is 0: a division by zero, and a shift by as many bits as there are.
 */
export const ARITHMETIC: Readonly<Record<BinaryOperator, (left: number, right: number) => number>> = {
  '+': (left, right) => (left + right) & 0xffff,
  '-': (left, right) => (left - right) & 0xffff,
  '*': (left, right) => Math.imul(left, right) & 0xffff,
  '/': (left, right) => (right === 0 ? 0 : Math.trunc(left / right)),
  '%': (left, right) => (right === 0 ? 0 : left % right),
  '&': (left, right) => left & right,
  '|': (left, right) => left | right,
  '^': (left, right) => left ^ right,
  '<<': (left, right) => (right > 15 ? 0 : (left << right) & 0xffff),
  '>>': (left, right) => (right > 15 ? 0 : left >> right),
  '==': (left, right) => (left === right ? 1 : 0),
  '!=': (left, right) => (left !== right ? 1 : 0),
  '<': (left, right) => (left < right ? 1 : 0),
  '<=': (left, right) => (left <= right ? 1 : 0),
  '>': (left, right) => (left > right ? 1 : 0),
  '>=': (left, right) => (left >= right ? 1 : 0),
};
