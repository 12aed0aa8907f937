/**
 * C types as strings with single blanks: `struct vm_area_struct *`, `pmd_t **`, `unsigned long`.
 */
import { named, part, type SyntaxNode } from './syntax.ts';

/** A type that nothing is known of. */
export const UNKNOWN_TYPE = 'unknown';

/** The type that `specifier` names, without qualifiers; `text` yields a node's source. */
export function typeName(specifier: SyntaxNode, text: (node: SyntaxNode) => string): string {
  if (specifier.kind === 'macro_type_specifier') return UNKNOWN_TYPE;
  const name = part(specifier, 'name');
  if (specifier.kind.endsWith('_specifier') && name !== undefined)
    return `${specifier.kind.replace('_specifier', '')} ${text(name)}`;
  return text(specifier).replace(/\s+/g, ' ').trim();
}

/** A name as a declarator gives it, and what surrounds it. */
export interface Declared {
  readonly name: SyntaxNode | undefined;
  readonly pointers: number;
  readonly shape: 'plain' | 'array' | 'function';
}

/**
 * Reads a declarator down to its name.
 *
 *     pmd_t **p     char buf[4]     int (*fn)(void)
 *           ^ 2 pointers   ^ array      ^ a pointer to a function counts as function
 */
export function declared(declarator: SyntaxNode | undefined): Declared {
  let pointers = 0;
  let shape: Declared['shape'] = 'plain';
  let node = declarator;
  while (node !== undefined) {
    if (node.kind === 'identifier' || node.kind === 'field_identifier') return { name: node, pointers, shape };
    if (node.kind === 'pointer_declarator' || node.kind === 'abstract_pointer_declarator') pointers++;
    if (node.kind.endsWith('array_declarator')) shape = 'array';
    if (node.kind.endsWith('function_declarator')) shape = 'function';
    node = part(node, 'declarator') ?? named(node).find((child) => child.kind.endsWith('declarator'));
  }
  return { name: undefined, pointers, shape };
}

/** `base` with `pointers` stars: `pmd_t **`. */
export function pointerTo(base: string, pointers = 1): string {
  if (pointers === 0 || base === UNKNOWN_TYPE) return base;
  return base.endsWith('*') ? `${base}${'*'.repeat(pointers)}` : `${base} ${'*'.repeat(pointers)}`;
}

/** What a pointer points to; undefined for a type that is none. */
export function pointee(type: string): string | undefined {
  return type.endsWith('*') ? type.slice(0, -1).trimEnd() : undefined;
}

/** The name of the struct that a type is or points to: `vm_area_struct`. */
export function structName(type: string): string | undefined {
  return /^(?:struct|union) (\w+)(?: \*+)?$/.exec(type)?.[1];
}

const SIGNED =
  /^(?:int|long|short|signed|char|long long|signed \w+|s8|s16|s32|s64|ssize_t|long int|short int|enum \w+)$/;

/** Whether values of a type are compared with their sign. */
export function isSigned(type: string): boolean {
  return SIGNED.test(type);
}
