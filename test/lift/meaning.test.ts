import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binary, constant, substitute, unary } from '../../src/lift/expr.ts';
import { linearise } from '../../src/lift/linearise.ts';
import { lowerFunction } from '../../src/lift/lower/lower.ts';
import { simplify, withoutNotes } from '../../src/lift/simplify/simplify.ts';
import { functionsIn, wholeFile } from '../../src/lift/text.ts';
import { ARITHMETIC } from '../../src/mm/arithmetic.ts';
import type { BinaryOperator, Expr } from '../../src/mm/program.ts';
import { parser } from './lifting.ts';
import { run } from './run.ts';
import { vocabularyOf } from './vocabulary.ts';

const V = vocabularyOf({
  primitives: ['int step(int)', 'int load page.count(struct page *)', 'void store page.count(struct page *, int)'],
  pure: ['bool odd(int)'],
  fields: ['shared int page.count', 'stable int page.index'],
  modelled: ['struct page *'],
});

/** Random C over a handful of names: what it does is compared, not how it reads. */
const { statement } = fc.letrec<{ expression: string; statement: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom('a', 'b', 'c', 'd', '0', '1', '2', '7'),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('+', '-', '&', '|', '==', '!=', '<', '>=', '&&', '||'),
        tie('expression'),
      )
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    tie('expression').map((inner) => `!${inner}`),
    tie('expression').map((inner) => `step(${inner})`),
    tie('expression').map((inner) => `odd(${inner})`),
    tie('expression').map((inner) => `helper(${inner}, &d)`),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc.constantFrom('page->count', 'page->index', 'c++', '--a'),
  ),
  statement: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc
      .tuple(fc.constantFrom('a', 'b', 'c', 'd', 'page->count'), fc.constantFrom('=', '+=', '|='), tie('expression'))
      .map(([name, operator, value]) => `${name} ${operator} ${value};`),
    tie('expression').map((value) => `step(${value});`),
    tie('expression').map((value) => `WARN_ON(${value});`),
    fc
      .tuple(tie('expression'), tie('statement'), tie('statement'))
      .map(([a, b, c]) => `if (${a}) { ${b} } else { ${c} }`),
    fc.tuple(tie('expression'), tie('statement')).map(([a, b]) => `while (n-- > 0 && ${a}) { ${b} }`),
    fc.tuple(tie('statement'), tie('statement')).map(([a, b]) => `${a} ${b}`),
    fc
      .tuple(tie('expression'), tie('statement'), tie('statement'))
      .map(([a, b, c]) => `switch (${a}) { case 0: ${b} break; case 1: ${c} default: step(a); }`),
    fc.constantFrom('goto out;', 'return b;', 'if (n-- > 0) goto again;', 'step(c);'),
  ),
}));

const HELPER =
  'static int helper(int x, int *y)\n{\n\tif (x > 1) {\n\t\t*y = step(x);\n\t\treturn x;\n\t}\n\treturn *y + 1;\n}\n';

function texts(body: string) {
  const text = `${HELPER}\nint f(int a, int b, struct page *page)\n{\n\tint c = 0, d = 3;\n\tint n = 5;\nagain:\n\t${body}\nout:\n\treturn a + c + d;\n}\n`;
  return functionsIn(wholeFile('mm/test.c', text, 'tree'));
}

function programOf(body: string, simplified: boolean) {
  const all = texts(body);
  const text = all.get('f');
  const lowered = text === undefined ? undefined : lowerFunction(text, { texts: all, kernel: '6.4' }, V, parser);
  if (lowered === undefined) throw new Error(`cannot read ${body}`);
  if (simplified) {
    simplify(lowered.graph);
    withoutNotes(lowered.graph);
  }
  return linearise('f', lowered.graph);
}

describe('simplification', () => {
  it('keeps every step, its arguments, their order, and the result', () => {
    fc.assert(
      fc.property(statement, fc.nat(3), fc.nat(3), (body, a, b) => {
        const plain = run(programOf(body, false), [a, b, 9]);
        const small = run(programOf(body, true), [a, b, 9]);
        expect(small).toEqual(plain);
      }),
      { numRuns: 300 },
    );
  });

  it('makes programs smaller', () => {
    const body = 'if (helper(a, &d) && step(b)) { c = 1; } else { c = 0; } if (c) step(d);';
    expect(programOf(body, true).code.length).toBeLessThan(programOf(body, false).code.length * 0.7);
  });
});

describe('arithmetic', () => {
  const OPERATORS = Object.keys(ARITHMETIC) as BinaryOperator[];
  const number = fc.oneof(fc.constantFrom(0, 1, 2, 0xffff, 0x8000), fc.nat(0xffff));
  const tree: fc.Arbitrary<Expr> = fc.letrec<{ tree: Expr }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      number.map(constant),
      fc.nat(2).map((local): Expr => ({ kind: 'local', local })),
      fc
        .tuple(fc.constantFrom(...OPERATORS), tie('tree'), tie('tree'))
        .map(([op, l, r]): Expr => ({ kind: 'binary', operator: op, left: l, right: r })),
      fc
        .tuple(fc.constantFrom<'!' | '~' | '-'>('!', '~', '-'), tie('tree'))
        .map(([operator, operand]): Expr => ({ kind: 'unary', operator, operand })),
    ),
  })).tree;

  /** The value without any folding. */
  function value(expr: Expr, locals: readonly number[]): number {
    if (expr.kind === 'constant') return expr.value;
    if (expr.kind === 'local') return locals[expr.local] ?? 0;
    if (expr.kind === 'binary') return ARITHMETIC[expr.operator](value(expr.left, locals), value(expr.right, locals));
    if (expr.kind !== 'unary') throw new Error('not made here');
    const operand = value(expr.operand, locals);
    return expr.operator === '!' ? Number(operand === 0) : (expr.operator === '~' ? ~operand : -operand) & 0xffff;
  }

  /** The same, built again by the folding constructors. */
  function folded(expr: Expr): Expr {
    if (expr.kind === 'binary') return binary(expr.operator, folded(expr.left), folded(expr.right));
    return expr.kind === 'unary' ? unary(expr.operator, folded(expr.operand)) : expr;
  }

  it('means the same folded', () => {
    fc.assert(
      fc.property(tree, fc.tuple(number, number, number), (expr, locals) => {
        expect(value(folded(expr), locals)).toBe(value(expr, locals));
        const filled = substitute(folded(expr), (local) => constant(locals[local] ?? 0));
        expect(filled).toEqual(constant(value(expr, locals)));
      }),
    );
  });
});
