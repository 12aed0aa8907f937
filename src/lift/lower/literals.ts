import { constant } from '../expr.ts';
import type { SyntaxNode } from '../syntax.ts';
import { codeText, type Lowering, sourceText } from './context.ts';
import { scalar, unmodelled, type Value } from './storage.ts';

/**
 * A number or character as written: `0x1fUL`, `010`, `'a'`.
 *
 * A number of more than 16 bits is unmodelled, since cut it could equal another one; `~0UL` and the like are made by
 * operators and mean all bits in 16 too.
 */
export function literal(lowering: Lowering, node: SyntaxNode): Value {
  const text = codeText(lowering, node);
  if (node.kind === 'char_literal') {
    const character = sourceText(lowering, node).slice(1, -1);
    const code = character.startsWith('\\') ? ESCAPES[character] : character.codePointAt(0);
    return code === undefined ? unmodelled(character, 'char') : scalar(constant(code), 'char');
  }
  const [, digits = '', suffix = ''] = /^([0-9a-fxA-FX]+?)([uUlLzZ]*)$/.exec(text) ?? [];
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  const type = suffix === '' ? 'int' : `${/u/i.test(suffix) ? 'unsigned ' : ''}long`;
  if (digits === '' || !Number.isInteger(value) || value > 0xffff) return unmodelled(text, type);
  return { kind: 'scalar', expr: constant(value), type, isNumber: true };
}

const ESCAPES: Readonly<Record<string, number>> = { '\\0': 0, '\\n': 10, '\\t': 9, '\\r': 13, "\\'": 39, '\\\\': 92 };
