import { structName, UNKNOWN_TYPE } from '../ctype.ts';
import { named, part, type SyntaxNode } from '../syntax.ts';
import { codeText, type Lowering, sourceAt, sourceText } from './context.ts';
import { addressOf, assertPresent, dereference, load } from './memory.ts';
import { fieldOf, lookUp, newLocal, type Place, type Value, type Where } from './storage.ts';
import { add } from './values.ts';

/** Evaluates an expression that can be assigned to, up to the assignment: the `Readers.place`. */
export function lowerPlace(lowering: Lowering, node: SyntaxNode): Place {
  const read = PLACES[node.kind];
  return read === undefined ? nowhere(lowering, node) : read(lowering, node);
}

const PLACES: Readonly<Record<string, (lowering: Lowering, node: SyntaxNode) => Place>> = {
  identifier(lowering, node) {
    const name = codeText(lowering, node);
    if (name.startsWith('$')) return placeholderPlace(lowering, node, Number(name.slice(1)));
    const storage = lookUp(lowering, name);
    return storage === undefined ? { ...nowhere(lowering, node), where: 'outside' } : { kind: 'storage', storage };
  },
  parenthesized_expression(lowering, node) {
    const [inner] = named(node);
    return inner === undefined ? nowhere(lowering, node) : lowering.read.place(lowering, inner);
  },
  pointer_expression(lowering, node) {
    const argument = part(node, 'argument');
    if (argument === undefined || part(node, 'operator')?.kind !== '*') return nowhere(lowering, node);
    return dereference(
      lowering,
      lowering.read.value(lowering, argument),
      sourceText(lowering, node),
      sourceAt(lowering, node),
    );
  },
  subscript_expression(lowering, node) {
    const argument = part(node, 'argument');
    const index = part(node, 'index');
    if (argument === undefined || index === undefined) return nowhere(lowering, node);
    const base = lowering.read.value(lowering, argument);
    const offset = lowering.read.value(lowering, index);
    return dereference(
      lowering,
      add(base, offset, sourceText(lowering, node)),
      sourceText(lowering, node),
      sourceAt(lowering, node),
    );
  },
  field_expression: fieldPlace,
};

/** `$1` of a template, where its address is taken: the argument as written, in the function that uses the template. */
function placeholderPlace(lowering: Lowering, node: SyntaxNode, index: number): Place {
  const { placeholders, outer } = lowering.frame;
  const argument = placeholders[index];
  if (argument === undefined || outer === undefined) return nowhere(lowering, node);
  const inner = lowering.frame;
  lowering.frame = outer;
  const place = lowering.read.place(lowering, argument);
  lowering.frame = inner;
  return place;
}

function fieldPlace(lowering: Lowering, node: SyntaxNode): Place {
  const argument = part(node, 'argument');
  const field = part(node, 'field');
  if (argument === undefined || field === undefined) return nowhere(lowering, node);
  const name = codeText(lowering, field);
  if (codeText(lowering, argument) === 'current' && lookUp(lowering, 'current') === undefined)
    return fieldOfCurrent(lowering, node, name);
  const object = ownerOf(lowering, argument);
  const bundle = bundleOf(object);
  if (bundle !== undefined) return { kind: 'storage', storage: fieldOf(lowering, bundle, name) };
  const struct = structName(object.type) ?? object.type.replace(/ ?\*+$/, '');
  const signature = lowering.vocabulary.field(struct, name);
  if (signature !== undefined && signature.access !== 'bundled' && object.kind === 'scalar')
    return { kind: 'field', signature, object: object.expr };
  if (!lowering.vocabulary.modelled(object.type))
    assertPresent(lowering, object, sourceText(lowering, node), sourceAt(lowering, node));
  if (lowering.vocabulary.unkept(struct, name) !== undefined) return { ...nowhere(lowering, node), where: 'outside' };
  return {
    kind: 'nowhere',
    of: sourceText(lowering, node),
    type: signature?.type ?? UNKNOWN_TYPE,
    touches: signature === undefined ? undefined : `store ${struct}.${name}`,
    where: whereOf(lowering, object.type),
  };
}

/** `current->mm`: the mm that the thread runs, the same for as long as the function runs. */
function fieldOfCurrent(lowering: Lowering, node: SyntaxNode, field: string): Place {
  const type = lowering.vocabulary.field('task_struct', field)?.type;
  if (type === undefined) return { ...nowhere(lowering, node), where: 'outside' };
  const name = `current.${field}`;
  const known = lowering.current.get(name) ?? { kind: 'scalar', local: newLocal(lowering, name, type), type };
  if (!lowering.current.has(name)) lowering.parameters.push({ local: known.local, isField: true });
  lowering.current.set(name, known);
  return { kind: 'storage', storage: known };
}

/** What stands before a field: a pointer, or an object by its address, as in `page[i].index` and `(*page).index`. */
function ownerOf(lowering: Lowering, node: SyntaxNode): Value {
  const inner = node.kind === 'parenthesized_expression' ? named(node)[0] : undefined;
  if (inner !== undefined) return ownerOf(lowering, inner);
  if (node.kind !== 'subscript_expression' && node.kind !== 'pointer_expression')
    return lowering.read.value(lowering, node);
  const place = lowering.read.place(lowering, node);
  return place.kind === 'object'
    ? addressOf(place)
    : load(lowering, place, sourceAt(lowering, node), sourceText(lowering, node));
}

function whereOf(lowering: Lowering, type: string): Where {
  const struct = structName(type);
  if (struct === undefined) return undefined;
  return lowering.vocabulary.modelled(`struct ${struct} *`) ? 'inside' : 'outside';
}

function bundleOf(value: Value): Parameters<typeof fieldOf>[1] | undefined {
  if (value.kind === 'bundle') return value.of;
  return value.kind === 'pointer' && value.to.kind === 'bundle' ? value.to : undefined;
}

function nowhere(lowering: Lowering, node: SyntaxNode): Extract<Place, { kind: 'nowhere' }> {
  return { kind: 'nowhere', of: sourceText(lowering, node), type: UNKNOWN_TYPE, touches: undefined };
}
