import { constant, unary } from '../expr.ts';
import { part, type SyntaxNode } from '../syntax.ts';
import { assertion, DECLARING, EXTREMES, OPTION_TESTS, POINTER_WRAPPERS, WRAPPERS } from '../wrappers.ts';
import { assign } from './assignment.ts';
import { codeText, emit, fork, type Lowering, newLabel, place, sourceAt, sourceText } from './context.ts';
import { newBundle } from './declarations.ts';
import { dereference, load, storeStorage } from './memory.ts';
import { operands } from './operands.ts';
import { declare, fieldOf, scalar, temporary, unmodelled, type Value, VOID, valueIn } from './storage.ts';
import { truthWithoutSteps } from './truth.ts';
import { combine, negate } from './values.ts';

/** The macros that belong to C as the kernel writes it; undefined where the name is none. */
export function lowerMacro(
  lowering: Lowering,
  node: SyntaxNode,
  name: string,
  args: readonly SyntaxNode[],
): Value | undefined {
  const [first, second] = args;
  const extreme = EXTREMES[name];
  if (extreme !== undefined) return lowerExtreme(lowering, node, extreme.operator, args.slice(extreme.first));
  if (OPTION_TESTS.has(name) && first !== undefined) return optionTest(lowering, node, codeText(lowering, first));
  const checks = assertion(name);
  if (checks !== undefined) return lowerAssertion(lowering, node, checks, first);
  if (first === undefined) return undefined;
  const declares = DECLARING[name];
  if (declares !== undefined && first.kind === 'identifier') return lowerDeclaring(lowering, node, declares, args);
  const wrapper = WRAPPERS[name];
  if (wrapper === 'is') return lowering.read.value(lowering, first);
  if (wrapper === 'store' && second !== undefined)
    return assign(lowering, lowering.read.place(lowering, first), lowering.read.value(lowering, second), node);
  const through = POINTER_WRAPPERS[name];
  if (through === undefined) return undefined;
  const target = dereference(
    lowering,
    lowering.read.value(lowering, first),
    sourceText(lowering, first),
    sourceAt(lowering, node),
  );
  if (through === 'is') return load(lowering, target, sourceAt(lowering, node), sourceText(lowering, first));
  return second === undefined ? undefined : assign(lowering, target, lowering.read.value(lowering, second), node);
}

/** `XA_STATE(xas, &mapping->i_pages, index);`: a struct with the fields that are given, and all others 0. */
function lowerDeclaring(
  lowering: Lowering,
  node: SyntaxNode,
  { struct, fields }: (typeof DECLARING)[string],
  [name, ...values]: readonly SyntaxNode[],
): Value {
  if (name === undefined) return VOID;
  const given = operands(lowering, values);
  const bundle = newBundle(lowering, codeText(lowering, name), struct, 'local', node);
  declare(lowering, codeText(lowering, name), bundle);
  const at = sourceAt(lowering, node);
  for (const field of new Set([...bundle.fields.keys(), ...fields])) {
    const value = fields.includes(field) ? given[fields.indexOf(field)] : undefined;
    storeStorage(lowering, fieldOf(lowering, bundle, field), value ?? scalar(constant(0), 'int'), at);
  }
  return VOID;
}

/** `WARN_ON(test)`: the model's assertion that `test` does not hold; its value is the test's. */
function lowerAssertion(
  lowering: Lowering,
  node: SyntaxNode,
  kind: NonNullable<ReturnType<typeof assertion>>,
  condition: SyntaxNode | undefined,
): Value {
  const at = sourceAt(lowering, node);
  const says = sourceText(lowering, node);
  if (kind === 'build-time') return VOID;
  if (kind === 'always-fails') {
    emit(lowering, { kind: 'assert', test: constant(0), says, at });
    return VOID;
  }
  if (condition === undefined) return VOID;
  const value = assertedValue(lowering, condition);
  const holds = negate('!', value, says);
  if (holds.kind === 'scalar') emit(lowering, { kind: 'assert', test: holds.expr, says, at });
  else emit(lowering, { kind: 'sliced', reason: 'assertion on data that the model does not have', at });
  return value.kind === 'scalar' ? scalar(unary('!', unary('!', value.expr)), 'int') : value;
}

/** The value of an assertion's condition; one that needs unmodelled data is not split into what is known of it. */
function assertedValue(lowering: Lowering, condition: SyntaxNode): Value {
  const isLogical =
    condition.kind === 'binary_expression' && /^(?:&&|\|\|)$/.test(part(condition, 'operator')?.kind ?? '');
  const plain = isLogical ? truthWithoutSteps(lowering, condition) : undefined;
  return plain ?? lowering.read.value(lowering, condition);
}

/** `min(a, b)`: both are evaluated, then one is taken. */
function lowerExtreme(
  lowering: Lowering,
  node: SyntaxNode,
  operator: '<' | '>',
  args: readonly SyntaxNode[],
): Value | undefined {
  const [a, b] = operands(lowering, args);
  if (a === undefined || b === undefined) return undefined;
  const of = sourceText(lowering, node);
  const test = combine(operator, a, b, of);
  if (test.kind !== 'scalar') return unmodelled(of, a.type);
  const at = sourceAt(lowering, node);
  const result = temporary(lowering, of, a.type);
  const [other, end] = [newLabel(lowering), newLabel(lowering)];
  storeStorage(lowering, result, a, at);
  fork(lowering, { kind: 'branch', test: test.expr, of, at }, end, other);
  place(lowering, other);
  storeStorage(lowering, result, b, at);
  place(lowering, end);
  return valueIn(result);
}

/** `IS_ENABLED(CONFIG_X)`: what the model says of the option; else it is set, as the preprocessor's lines take it. */
function optionTest(lowering: Lowering, node: SyntaxNode, option: string): Value {
  const known = lowering.vocabulary.constant(option);
  if (known !== undefined) return scalar(constant(known), 'int');
  emit(lowering, { kind: 'sliced', reason: `${option} is taken to be set`, at: sourceAt(lowering, node) });
  return scalar(constant(1), 'int');
}
