import { named, part, type SyntaxNode } from '../syntax.ts';
import { WRAPPERS } from '../wrappers.ts';
import { codeText, fork, jump, type Lowering, newLabel, place, sourceAt, sourceText } from './context.ts';

/** Jumps by a condition, in C's order of evaluation: the `Readers.condition`. */
export function lowerCondition(lowering: Lowering, node: SyntaxNode, then: number, otherwise: number): void {
  const inner = transparent(lowering, node);
  if (inner !== undefined) {
    lowering.read.condition(lowering, inner, then, otherwise);
    return;
  }
  const operator = part(node, 'operator')?.kind;
  const [left, right] = [part(node, 'left'), part(node, 'right')];
  if (node.kind === 'unary_expression' && operator === '!') {
    const argument = part(node, 'argument');
    if (argument !== undefined) {
      lowering.read.condition(lowering, argument, otherwise, then);
      return;
    }
  }
  if (left !== undefined && right !== undefined) {
    if (node.kind === 'comma_expression') {
      lowering.read.value(lowering, left);
      lowering.read.condition(lowering, right, then, otherwise);
      return;
    }
    if (node.kind === 'binary_expression' && (operator === '&&' || operator === '||')) {
      const middle = newLabel(lowering);
      if (operator === '&&') lowering.read.condition(lowering, left, middle, otherwise);
      else lowering.read.condition(lowering, left, then, middle);
      place(lowering, middle);
      lowering.read.condition(lowering, right, then, otherwise);
      return;
    }
  }
  test(lowering, node, then, otherwise);
}

/** What a bracket or `unlikely` stands around. */
function transparent(lowering: Lowering, node: SyntaxNode): SyntaxNode | undefined {
  if (node.kind === 'parenthesized_expression') {
    const [inner] = named(node);
    return inner?.kind === 'compound_statement' ? undefined : inner;
  }
  if (node.kind !== 'call_expression') return undefined;
  const callee = part(node, 'function');
  const list = part(node, 'arguments');
  const name = callee === undefined ? '' : codeText(lowering, callee);
  const isWrapper = WRAPPERS[name] === 'is' && !lowering.rewritten.has(name);
  return isWrapper && list !== undefined ? named(list)[0] : undefined;
}

/** Jumps by a value; by either way where the model does not have it. */
function test(lowering: Lowering, node: SyntaxNode, then: number, otherwise: number): void {
  const value = lowering.read.value(lowering, node);
  const at = sourceAt(lowering, node);
  if (value.kind === 'bundle') {
    jump(lowering, then);
    return;
  }
  const of = sourceText(lowering, node);
  if (value.kind === 'unmodelled' || (value.kind === 'scalar' && value.symbol === true)) {
    const unknown = value.kind === 'unmodelled' && value.of !== '' ? value.of : of;
    fork(lowering, { kind: 'choice', of: unknown, at }, then, otherwise);
  } else {
    const yes = value.kind === 'pointer' ? value.present : value.expr;
    fork(lowering, { kind: 'branch', test: yes, of, at }, then, otherwise);
  }
}
