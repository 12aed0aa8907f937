import { UNKNOWN_TYPE } from '../ctype.ts';
import { constant } from '../expr.ts';
import type { SyntaxNode } from '../syntax.ts';
import { codeText, type Lowering } from './context.ts';
import { loadStorage } from './memory.ts';
import { lookUp, scalar, unmodelled, type Value } from './storage.ts';

/** The value of a name: a variable, a constant, an argument of a template, or a global that the model does not have. */
export function lowerName(lowering: Lowering, node: SyntaxNode): Value {
  const name = codeText(lowering, node);
  if (name.startsWith('$')) return placeholder(lowering, Number(name.slice(1)));
  const storage = lookUp(lowering, name);
  if (storage !== undefined) return loadStorage(storage);
  if (lowering.rewritten.has(name)) return unmodelled(name, UNKNOWN_TYPE);
  const value = lowering.vocabulary.constant(name);
  if (value !== undefined) return scalar(constant(value), 'int');
  return CAPITALS.test(name) ? symbol(lowering, name) : unmodelled(name, UNKNOWN_TYPE);
}

const CAPITALS = /^[A-Z][A-Z0-9_]*$/;

/** A number of its own for each name in capitals that the model does not know: equal to itself and to nothing else. */
function symbol(lowering: Lowering, name: string): Value {
  const value = lowering.symbols.get(name) ?? FIRST_SYMBOL + lowering.symbols.size;
  lowering.symbols.set(name, value);
  return { kind: 'scalar', expr: constant(value), type: 'int', symbol: true };
}

/** Above what the model's own constants use but for single bits and masks, and below what is negative as an int. */
const FIRST_SYMBOL = 0x4001;

/** `$1` of a template: the argument as written, evaluated in the function that uses the template. */
function placeholder(lowering: Lowering, index: number): Value {
  const { placeholders, outer } = lowering.frame;
  const argument = placeholders[index];
  if (argument === undefined || outer === undefined) return unmodelled(`$${index}`, UNKNOWN_TYPE);
  const inner = lowering.frame;
  lowering.frame = outer;
  const value = lowering.read.value(lowering, argument);
  lowering.frame = inner;
  return value;
}
