import { type Declared, declared, pointee, pointerTo, structName, typeName } from '../ctype.ts';
import { constant } from '../expr.ts';
import { find, named, part, parts, type SyntaxNode } from '../syntax.ts';
import { codeText, type Lowering, sourceAt, sourceText } from './context.ts';
import { storeStorage } from './memory.ts';
import { declare, fieldOf, makeField, newLocal, type Storage, scalar, unmodelled, type Value } from './storage.ts';

/** `struct vm_area_struct *vma = f(), *next;`: each name gets a storage, each initializer is assigned. */
export function lowerDeclaration(lowering: Lowering, node: SyntaxNode): void {
  const specifier = part(node, 'type');
  if (specifier === undefined) return;
  const base = typeName(specifier, (inner) => codeText(lowering, inner));
  for (const declarator of parts(node, 'declarator')) {
    const value = declarator.kind === 'init_declarator' ? part(declarator, 'value') : undefined;
    const what = declared(declarator);
    if (what.name !== undefined) declareVariable(lowering, node, base, { ...what, name: what.name }, value);
  }
}

function declareVariable(
  lowering: Lowering,
  node: SyntaxNode,
  base: string,
  what: Declared & { name: SyntaxNode },
  initializer: SyntaxNode | undefined,
): void {
  const name = codeText(lowering, what.name);
  const type = pointerTo(base, what.pointers);
  const at = sourceAt(lowering, what.name);
  if (what.shape === 'plain' && isBundle(lowering, type)) {
    const bundle = newBundle(lowering, name, structName(type) ?? type, 'local', node);
    declare(lowering, name, bundle);
    if (initializer !== undefined) initialiseBundle(lowering, bundle, initializer);
    return;
  }
  // The initializer is evaluated before the name is known: `int x = x` means nothing.
  if (initializer !== undefined) lowering.expected.set(initializer, type);
  const isList = initializer?.kind === 'initializer_list';
  const value = initializer === undefined || isList ? undefined : lowering.read.value(lowering, initializer);
  if (value?.kind === 'pointer') {
    declare(lowering, name, { kind: 'alias', to: value.to, type, present: value.present });
    return;
  }
  const carried = value === undefined ? undefined : carriedBy(type);
  if (carried !== undefined && lowering.vocabulary.carrier(carried)) {
    const to = newBundle(lowering, name, carried, 'parameter', node);
    declare(lowering, name, { kind: 'alias', to, type, present: constant(1) });
    return;
  }
  const storage: Storage = { kind: 'scalar', local: newLocal(lowering, `${lowering.frame.prefix}${name}`, type), type };
  declare(lowering, name, storage);
  const given = what.shape === 'plain' && !isStatic(lowering, node) ? value : unmodelled(name, type);
  if (given !== undefined) storeStorage(lowering, storage, given, at);
  else if (isList) storeStorage(lowering, storage, unmodelled(sourceText(lowering, initializer), type), at);
}

/**
 * The struct that a pointer to a carrier is taken for where it was read from memory that the model does not have: what it
 * holds is the world's, as it is for a parameter of that type.
 *
 *     struct mmu_gather *tlb = private->tlb;
 */
function carriedBy(type: string): string | undefined {
  const target = pointee(type);
  return target === undefined || target.endsWith('*') ? undefined : structName(target);
}

function isStatic(lowering: Lowering, node: SyntaxNode): boolean {
  return node.children.some(
    (child) => child.kind === 'storage_class_specifier' && codeText(lowering, child) === 'static',
  );
}

/** A struct by value that is no modelled object. */
export function isBundle(lowering: Lowering, type: string): boolean {
  const isStruct = structName(type) !== undefined && !type.endsWith('*');
  return isStruct && !lowering.vocabulary.modelled(type) && !lowering.vocabulary.modelled(`${type} *`);
}

/** A bundle with the fields that are known to be named: what goes in and out of it is known before it is passed on. */
export function newBundle(
  lowering: Lowering,
  name: string,
  struct: string,
  origin: 'local' | 'parameter',
  node: SyntaxNode,
): Extract<Storage, { kind: 'bundle' }> {
  const bundle: Extract<Storage, { kind: 'bundle' }> = {
    kind: 'bundle',
    struct,
    name: `${lowering.frame.prefix}${name}`,
    fields: new Map(),
    origin,
    at: sourceAt(lowering, node),
    number: lowering.fields.bundles++,
  };
  const use = new RegExp(`(?<![\\w.>])${name}\\s*(?:->|\\.)\\s*(\\w+)`, 'g');
  const types = typesOfFields(lowering, name);
  for (const match of lowering.frame.text.code.matchAll(use))
    addField(lowering, bundle, match[1] ?? '', types.get(match[1] ?? ''));
  for (const field of lowering.fields.known.get(bundle.number) ?? []) addField(lowering, bundle, field);
  return bundle;
}

function addField(lowering: Lowering, bundle: Parameters<typeof makeField>[1], field: string, told?: string): void {
  if (!bundle.fields.has(field)) makeField(lowering, bundle, field, told);
}

/**
 * What the function tells of the types of a bundle's fields.
 *
 *     struct vm_area_struct *vma = walk->vma;
 */
function typesOfFields(lowering: Lowering, name: string): Map<string, string> {
  const types = new Map<string, string>();
  const told = new RegExp(`\\b((?:struct )?\\w+)[ \\t]+(\\**)\\w+ = ${name}(?:->|\\.)(\\w+)[;,]`, 'g');
  for (const [, base = '', stars = '', field = ''] of lowering.frame.text.code.matchAll(told)) {
    const type = pointerTo(base, stars.length);
    if (lowering.vocabulary.modelled(type)) types.set(field, type);
  }
  return types;
}

/** `= { .start = a, .end = b }`: fields that are not named are zero. */
function initialiseBundle(
  lowering: Lowering,
  bundle: Extract<Storage, { kind: 'bundle' }>,
  initializer: SyntaxNode,
): void {
  if (initializer.kind !== 'initializer_list') {
    storeStorage(lowering, bundle, lowering.read.value(lowering, initializer), sourceAt(lowering, initializer));
    return;
  }
  const given = new Map<string, SyntaxNode>();
  for (const pair of named(initializer)) {
    const designator = find(pair, (node) => node.kind === 'field_identifier');
    const value = part(pair, 'value');
    if (designator !== undefined && value !== undefined) given.set(codeText(lowering, designator), value);
  }
  for (const field of new Set([...bundle.fields.keys(), ...given.keys()])) {
    const value = given.get(field);
    const at = sourceAt(lowering, value ?? initializer);
    const initial: Value = value === undefined ? scalar(constant(0), 'int') : lowering.read.value(lowering, value);
    storeStorage(lowering, fieldOf(lowering, bundle, field), initial, at);
  }
}
