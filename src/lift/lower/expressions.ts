import type { BinaryOperator } from '../../mm/program.ts';
import { declared, pointerTo, typeName, UNKNOWN_TYPE } from '../ctype.ts';
import { constant, local } from '../expr.ts';
import { named, part, type SyntaxNode } from '../syntax.ts';
import { lowerAssignment, lowerUpdate } from './assignment.ts';
import { lowerCall } from './calls.ts';
import { codeText, emit, fork, jump, type Lowering, newLabel, place, sourceAt, sourceText } from './context.ts';
import { literal } from './literals.ts';
import { addressOf, load, storeStorage } from './memory.ts';
import { lowerName } from './names.ts';
import { operands } from './operands.ts';
import { lookUp, scalar, temporary, unmodelled, type Value, VOID, valueIn } from './storage.ts';
import { lowerTruth } from './truth.ts';
import { combine, negate } from './values.ts';

/** Evaluates an expression: the `Readers.value`. What is no expression that the model can have is unmodelled. */
export function lowerValue(lowering: Lowering, node: SyntaxNode): Value {
  const read = EXPRESSIONS[node.kind];
  return read === undefined ? nothing(lowering, node) : read(lowering, node);
}

type Read = (lowering: Lowering, node: SyntaxNode) => Value;

const EXPRESSIONS: Readonly<Record<string, Read>> = {
  identifier: lowerName,
  number_literal: literal,
  char_literal: literal,
  true: () => scalar(constant(1), 'int'),
  false: () => scalar(constant(0), 'int'),
  null: () => scalar(constant(0), 'void *'),
  parenthesized_expression: lowerParenthesized,
  compound_statement: lowerStatementExpression,
  field_expression: loadPlace,
  subscript_expression: loadElement,
  pointer_expression: lowerPointer,
  unary_expression: lowerUnary,
  binary_expression: lowerBinary,
  conditional_expression: lowerConditional,
  assignment_expression: lowerAssignment,
  update_expression: lowerUpdate,
  call_expression: lowerCall,
  comma_expression: lowerComma,
  cast_expression: lowerCast,
  gnu_asm_expression: lowerAssembly,
  // The model counts in entries and pages; a size in bytes means nothing in it but is never zero.
  sizeof_expression: () => scalar(constant(8), 'unsigned long'),
};

function nothing(lowering: Lowering, node: SyntaxNode): Value {
  return unmodelled(sourceText(lowering, node), UNKNOWN_TYPE);
}

/** Nobody knows what an instruction of the processor does. */
function lowerAssembly(lowering: Lowering, node: SyntaxNode): Value {
  emit(lowering, { kind: 'unknown', name: 'assembly', at: sourceAt(lowering, node) });
  return VOID;
}

function loadPlace(lowering: Lowering, node: SyntaxNode): Value {
  return load(lowering, lowering.read.place(lowering, node), sourceAt(lowering, node), sourceText(lowering, node));
}

/** `pages[0]` where `pages` is handed over is what it points to; of the other elements nothing is known. */
function loadElement(lowering: Lowering, node: SyntaxNode): Value {
  const [argument, index] = [part(node, 'argument'), part(node, 'index')];
  const name = argument?.kind === 'identifier' ? lookUp(lowering, codeText(lowering, argument)) : undefined;
  if (name?.kind !== 'alias' || name.to.kind !== 'scalar' || index === undefined) return loadPlace(lowering, node);
  const offset = lowering.read.value(lowering, index);
  const isFirst = offset.kind === 'scalar' && offset.expr.kind === 'constant' && offset.expr.value === 0;
  return isFirst ? valueIn(name.to) : unmodelled(sourceText(lowering, node), name.to.type);
}

function lowerParenthesized(lowering: Lowering, node: SyntaxNode): Value {
  const [inner] = named(node);
  if (inner === undefined) return nothing(lowering, node);
  const expected = lowering.expected.get(node);
  if (expected !== undefined) lowering.expected.set(inner, expected);
  return lowering.read.value(lowering, inner);
}

/** `({ int x = f(); x + 1; })`: the value of its last statement. */
function lowerStatementExpression(lowering: Lowering, node: SyntaxNode): Value {
  const statements = named(node);
  const last = statements.at(-1);
  lowering.frame.scopes.push(new Map());
  for (const statement of statements.slice(0, -1)) lowering.read.statement(lowering, statement);
  const [result] = last?.kind === 'expression_statement' ? named(last) : [];
  let value: Value = VOID;
  if (result !== undefined) value = lowering.read.value(lowering, result);
  else if (last !== undefined) lowering.read.statement(lowering, last);
  lowering.frame.scopes.pop();
  return value;
}

function lowerPointer(lowering: Lowering, node: SyntaxNode): Value {
  const argument = part(node, 'argument');
  if (argument === undefined) return nothing(lowering, node);
  if (part(node, 'operator')?.kind === '*') return loadPlace(lowering, node);
  return addressOf(lowering.read.place(lowering, argument));
}

function lowerUnary(lowering: Lowering, node: SyntaxNode): Value {
  const operator = part(node, 'operator')?.kind;
  const argument = part(node, 'argument');
  if (argument === undefined) return nothing(lowering, node);
  const value = lowering.read.value(lowering, argument);
  if (operator === '+') return value;
  if (operator !== '!' && operator !== '~' && operator !== '-') return nothing(lowering, node);
  return negate(operator, value, sourceText(lowering, node));
}

function lowerBinary(lowering: Lowering, node: SyntaxNode): Value {
  const operator = part(node, 'operator')?.kind;
  if (operator === '&&' || operator === '||') return lowerTruth(lowering, node);
  const left = part(node, 'left');
  const right = part(node, 'right');
  if (operator === undefined || left === undefined || right === undefined) return nothing(lowering, node);
  const [a = VOID, b = VOID] = operands(lowering, [left, right]);
  return combine(operator as BinaryOperator, a, b, sourceText(lowering, node));
}

/** `a ? b : c`, and `a ?: c`, whose `a` is evaluated once. */
function lowerConditional(lowering: Lowering, node: SyntaxNode): Value {
  const condition = part(node, 'condition');
  const consequence = part(node, 'consequence');
  const alternative = part(node, 'alternative');
  if (condition === undefined || alternative === undefined) return nothing(lowering, node);
  const at = sourceAt(lowering, node);
  const result = temporary(lowering, sourceText(lowering, node), UNKNOWN_TYPE);
  const [yes, no, end] = [newLabel(lowering), newLabel(lowering), newLabel(lowering)];
  if (consequence === undefined) {
    storeStorage(lowering, result, lowering.read.value(lowering, condition), at);
    fork(lowering, { kind: 'branch', test: local(result.local), of: sourceText(lowering, condition), at }, end, no);
  } else {
    lowering.read.condition(lowering, condition, yes, no);
    place(lowering, yes);
    const value = lowering.read.value(lowering, consequence);
    if (value.type !== 'void *') result.type = value.type;
    storeStorage(lowering, result, value, at);
    jump(lowering, end);
  }
  place(lowering, no);
  const value = lowering.read.value(lowering, alternative);
  if (value.type !== 'void *' && result.type === UNKNOWN_TYPE) result.type = value.type;
  storeStorage(lowering, result, value, at);
  place(lowering, end);
  return valueIn(result);
}

function lowerComma(lowering: Lowering, node: SyntaxNode): Value {
  const left = part(node, 'left');
  const right = part(node, 'right');
  if (left !== undefined) lowering.read.value(lowering, left);
  return right === undefined ? nothing(lowering, node) : lowering.read.value(lowering, right);
}

function lowerCast(lowering: Lowering, node: SyntaxNode): Value {
  const descriptor = part(node, 'type');
  const inner = part(node, 'value');
  if (descriptor === undefined || inner === undefined) return nothing(lowering, node);
  const base = part(descriptor, 'type');
  const { pointers } = declared(part(descriptor, 'declarator'));
  const type =
    base === undefined
      ? UNKNOWN_TYPE
      : pointerTo(
          typeName(base, (n) => codeText(lowering, n)),
          pointers,
        );
  lowering.expected.set(inner, type);
  const value = lowering.read.value(lowering, inner);
  return value.kind === 'scalar' || value.kind === 'unmodelled' ? { ...value, type } : value;
}
