import type { Irrelevant, Signature, Step, Vocabulary } from '../../mm/vocabulary.ts';
import { UNKNOWN_TYPE } from '../ctype.ts';
import type { MacroText } from '../elsewhere.ts';
import { constant } from '../expr.ts';
import { referenceText } from '../reference.ts';
import { named, part, type SyntaxNode } from '../syntax.ts';
import { type FunctionText, HOLE } from '../text.ts';
import { argumentsOf } from './arguments.ts';
import { codeText, emit, type Lowering, sourceAt, sourceText } from './context.ts';
import { lowerMacro } from './macros.ts';
import { forget, forgetEscaped, type Kept, load } from './memory.ts';
import { operands } from './operands.ts';
import { type Storage, scalar, temporary, unmodelled, type Value, VOID, valueIn } from './storage.ts';
import { evaluateTemplate } from './templates.ts';

/**
 * A call: what the model knows becomes a value or a step, what it may leave out is left out, what has a text is put in
 * place, and what remains is unknown unless nothing that the model has goes in or comes out.
 */
export function lowerCall(lowering: Lowering, node: SyntaxNode): Value {
  const callee = part(node, 'function');
  const list = part(node, 'arguments');
  const args = list === undefined ? [] : named(list);
  if (callee?.kind !== 'identifier') return throughPointer(lowering, node, callee, args);
  const name = codeText(lowering, callee);
  if (name === HOLE) return passHole(lowering, node);
  const { vocabulary } = lowering;
  const isRewritten = lowering.rewritten.has(name);
  const rewritten = isRewritten ? rewrittenLook(lowering, name) : undefined;
  if (rewritten !== undefined) return lowering.read.inline(lowering, rewritten, operands(lowering, args), node);
  if (isRewritten && (isKnown(vocabulary, name) || !lowering.texts.has(name)))
    return callUnknown(lowering, node, `${name}, which the patch rewrites,`, operands(lowering, args), true);
  const macro = lowerMacro(lowering, node, name, args);
  if (macro !== undefined) return macro;
  const known = vocabulary.pure(name) ?? vocabulary.primitive(name);
  if (known !== undefined) {
    const values = operands(lowering, args);
    const fits = argumentsOf(lowering, { ...known, name }, values) !== 'misfit';
    const own = fits ? undefined : (lowering.texts.get(name) ?? lowering.elsewhere?.function(name));
    // Another prototype is another function: what the file itself says of it counts.
    if (own !== undefined && mayInline(lowering, name))
      return lowering.read.inline(lowering, own, values, node, !lowering.texts.has(name));
    if (vocabulary.pure(name) !== undefined) return callPure(lowering, node, known, values);
    return callPrimitive(lowering, node, { ...known, name }, values);
  }
  const irrelevant = vocabulary.irrelevant(name);
  if (irrelevant !== undefined) return callIrrelevant(lowering, node, irrelevant, operands(lowering, args));
  const text = textOf(lowering, name);
  if (text !== undefined && mayInline(lowering, name))
    return lowering.read.inline(lowering, text, operands(lowering, args), node);
  const values = operands(lowering, args);
  const shown = throughTree(lowering, node, name, args, values);
  if (shown !== undefined) return shown;
  const isTooMuch = text !== undefined && lowering.nodes.length >= MAX_NODES;
  const what = isTooMuch ? `${name}, for which its caller’s program has no room left,` : name;
  return callUnknown(lowering, node, what, values, text !== undefined);
}

/** A callee or a macro of the rest of the tree, where leaving it out could matter and there is room for it. */
function throughTree(
  lowering: Lowering,
  node: SyntaxNode,
  name: string,
  args: readonly SyntaxNode[],
  values: readonly Value[],
): Value | undefined {
  const { elsewhere } = lowering;
  const isFull = lowering.nodes.length >= MAX_NODES_BEFORE_OTHERS || !mayInline(lowering, name);
  if (elsewhere === undefined || isFull || !mayTouch(lowering, node, values)) return undefined;
  const text = elsewhere.function(name);
  if (text !== undefined) return lowering.read.inline(lowering, text, values, node, true);
  const macro = elsewhere.macro(name);
  return macro === undefined ? undefined : throughMacro(lowering, node, macro, args);
}

/** A macro with its arguments in place of its parameters. */
function throughMacro(
  lowering: Lowering,
  node: SyntaxNode,
  { name, parameters, body }: MacroText,
  args: readonly SyntaxNode[],
): Value | undefined {
  if (parameters.length !== args.length || body === '') return undefined;
  const places = new Map(parameters.map((parameter, index) => [parameter, `$${index}`]));
  const template = body.replace(/\b[A-Za-z_]\w*\b/g, (word) => places.get(word) ?? word);
  lowering.calls.push(name);
  const value = evaluateTemplate(lowering, template, args, sourceAt(lowering, node));
  lowering.calls.pop();
  return value;
}

/** What the patch makes of a step that only looks, where the diff shows it whole: its own text says what it sees. */
function rewrittenLook(lowering: Lowering, name: string): FunctionText | undefined {
  const own = lowering.texts.get(name);
  const looks = lowering.vocabulary.primitive(name)?.reads === true;
  return looks && own !== undefined && own.origin !== 'fragment' && mayInline(lowering, name) ? own : undefined;
}

/** Whether the model has a meaning for a call by its name alone, whatever text there is of it. */
function isKnown(vocabulary: Vocabulary, name: string): boolean {
  return [vocabulary.pure(name), vocabulary.primitive(name), vocabulary.irrelevant(name)].some(
    (known) => known !== undefined,
  );
}

/** A call without effect on what the model has. */
function callIrrelevant(
  lowering: Lowering,
  node: SyntaxNode,
  { name, reason, result, unless }: Irrelevant,
  values: readonly Value[],
): Value {
  if (unless !== undefined && values.some(({ type }) => type === unless))
    return callUnknown(lowering, node, name, values, true);
  clobber(lowering, values, node, keptByIrrelevant);
  emit(lowering, { kind: 'sliced', reason, at: sourceAt(lowering, node) });
  return result === undefined
    ? unmodelled(sourceText(lowering, node), lowering.expected.get(node) ?? UNKNOWN_TYPE)
    : scalar(constant(result), 'int');
}

const NOT_SHOWN = 'lines that the diff does not show';

/** Lines that are missing may do anything, and may have assigned to any variable that the function declares. */
function passHole(lowering: Lowering, node: SyntaxNode): Value {
  const at = sourceAt(lowering, node);
  emit(lowering, { kind: 'unknown', name: NOT_SHOWN, at });
  const [, ...declared] = lowering.frame.scopes;
  for (const scope of declared) for (const storage of scope.values()) forget(lowering, storage, NOT_SHOWN, at);
  return unmodelled(NOT_SHOWN, UNKNOWN_TYPE);
}

function callPure(lowering: Lowering, node: SyntaxNode, pure: Signature, values: readonly Value[]): Value {
  const args = argumentsOf(lowering, pure, values);
  if (typeof args === 'string') return unmodelled(sourceText(lowering, node), pure.result);
  return scalar({ kind: 'pure', name: pure.name, args }, pure.result);
}

/** `atomic_read(&mm->mm_users)` reads the field, as `mm->mm_users` would if it were a plain number. */
const ATOMIC_READS: ReadonlySet<string> = new Set(['atomic_read']);

/** A step, under the name that the source gives it: of a step's names over the years the reader knows this one. */
function callPrimitive(lowering: Lowering, node: SyntaxNode, primitive: Step, values: readonly Value[]): Value {
  const at = sourceAt(lowering, node);
  const [counter] = values;
  if (ATOMIC_READS.has(primitive.name) && counter?.kind === 'unmodelled' && counter.field !== undefined)
    return load(lowering, counter.field, at, sourceText(lowering, node));
  const args = argumentsOf(lowering, primitive, values);
  const of = sourceText(lowering, node);
  if (typeof args === 'string' && primitive.reads === true && isOpen(args, primitive, values)) {
    emit(lowering, { kind: 'sliced', reason: 'looks at what the model does not have', at });
    return unmodelled(of, primitive.result);
  }
  if (typeof args === 'string') {
    const [first] = values;
    const others = primitive.parameters.slice(1);
    const isElsewhere =
      first !== undefined &&
      isOutside(lowering, first) &&
      others.every((type) => !type.endsWith('*') && !lowering.vocabulary.modelled(type));
    clobber(lowering, values, node);
    if (isElsewhere) emit(lowering, { kind: 'sliced', reason: 'a step on something that the model does not have', at });
    else emit(lowering, { kind: 'unknown', name: primitive.name, at });
    return primitive.result === 'void' && isElsewhere ? VOID : unmodelled(of, primitive.result);
  }
  if (primitive.result === 'void') {
    emit(lowering, { kind: 'primitive', name: primitive.name, args, dest: undefined, at });
    return VOID;
  }
  const dest = temporary(lowering, `${primitive.name}()`, primitive.result);
  const reads = primitive.reads === true ? { reads: true } : {};
  emit(lowering, { kind: 'primitive', name: primitive.name, args, dest: dest.local, at, ...reads });
  return valueIn(dest);
}

/** Whether it is for want of a value alone that a call's arguments are not known, its number of them being right. */
function isOpen(args: 'misfit' | 'unmodelled', { parameters }: Signature, values: readonly Value[]): boolean {
  if (args === 'unmodelled') return true;
  return values.length === parameters.length && values.some(({ kind }) => kind === 'unmodelled');
}

/**
 * The address of something that the model does not have: a global, or a field of an unmodelled structure.
 *
 * A step on that alone changes nothing that the model has. Without a lock that only guards such things threads may do
 * more beside each other, never less.
 */
function isOutside(lowering: Lowering, value: Value): boolean {
  if (value.kind === 'unmodelled') return value.where === 'outside';
  return value.kind === 'pointer' && value.to.kind === 'scalar' && !lowering.vocabulary.modelled(value.to.type);
}

/** Calls nest no deeper: enough for any primitive's wrapper, too little for a whole subsystem. */
const MAX_DEPTH = 10;
/** A lift that has come to so many operations takes no further callee in. */
const MAX_NODES = 8_000;
/** The same for callees that stand in other files: the function’s own file has the better claim to the room. */
const MAX_NODES_BEFORE_OTHERS = 3_000;

function mayInline(lowering: Lowering, name: string): boolean {
  return !lowering.calls.includes(name) && lowering.calls.length <= MAX_DEPTH && lowering.nodes.length < MAX_NODES;
}

/** A callee's text: this side's own, but the model's rather than one with holes, unless the patch changes the function. */
function textOf(lowering: Lowering, name: string): FunctionText | undefined {
  const own = lowering.texts.get(name);
  const isRewritten = lowering.rewritten.has(name);
  return own === undefined || (own.origin === 'fragment' && !isRewritten) ? (referenceOf(lowering, name) ?? own) : own;
}

/** The model's text of a function, the same each time, so that it is parsed once. */
function referenceOf(lowering: Lowering, name: string): FunctionText | undefined {
  const text = lowering.references.get(name) ?? referenceText(lowering.vocabulary, name, lowering.kernel);
  if (text !== undefined) lowering.references.set(name, text);
  return text;
}

/**
 * Whether a call that nobody knows could do something to what the model has: where no modelled object goes in and none
 * comes out it cannot. What has no argument works on what everybody shares: `flush_tlb_all()`, `ops->flush_all()`.
 */
function mayTouch(lowering: Lowering, node: SyntaxNode, values: readonly Value[]): boolean {
  return (
    values.length === 0 ||
    lowering.vocabulary.modelled(lowering.expected.get(node) ?? UNKNOWN_TYPE) ||
    values.some((value) => touchesModel(lowering, value))
  );
}

/** A call that nobody knows. It can be left out where no modelled object goes in and none comes out. */
function callUnknown(
  lowering: Lowering,
  node: SyntaxNode,
  name: string,
  values: readonly Value[],
  isKnownToTouch: boolean,
): Value {
  const at = sourceAt(lowering, node);
  const type = lowering.expected.get(node) ?? UNKNOWN_TYPE;
  const touches = isKnownToTouch || mayTouch(lowering, node, values);
  clobber(lowering, values, node);
  if (touches) emit(lowering, { kind: 'unknown', name, at });
  else emit(lowering, { kind: 'sliced', reason: 'touches no modelled object', at });
  return unmodelled(sourceText(lowering, node), type);
}

/** `vma->vm_ops->fault(vmf)`: the object whose method it is counts as an argument. */
function throughPointer(
  lowering: Lowering,
  node: SyntaxNode,
  callee: SyntaxNode | undefined,
  args: readonly SyntaxNode[],
): Value {
  const receivers = callee === undefined ? [] : [receiver(callee)];
  const values = operands(lowering, [...receivers, ...args]);
  const name = callee === undefined ? 'call' : sourceText(lowering, callee);
  const method = lowering.vocabulary.method(name);
  const text = method === undefined ? undefined : textOf(lowering, method.function);
  if (method !== undefined && text !== undefined && mayInline(lowering, method.function)) {
    emit(lowering, { kind: 'sliced', reason: method.why, at: sourceAt(lowering, node) });
    return lowering.read.inline(lowering, text, values.slice(receivers.length), node, true);
  }
  return callUnknown(lowering, node, name, values, args.length === 0);
}

function receiver(callee: SyntaxNode): SyntaxNode {
  let node = callee;
  for (;;) {
    const inner = part(node, 'argument') ?? (node.kind === 'parenthesized_expression' ? named(node)[0] : undefined);
    if (inner === undefined) return node;
    node = inner;
  }
}

/** Whether a value is, holds or leads to something that the model has. */
export function touchesModel(lowering: Lowering, value: Value): boolean {
  const { vocabulary } = lowering;
  if (vocabulary.modelled(value.type) || (value.kind === 'unmodelled' && value.where === 'inside')) return true;
  if (value.kind !== 'pointer' && value.kind !== 'bundle') return false;
  return storageTouches(lowering, value.kind === 'pointer' ? value.to : value.of);
}

function storageTouches(lowering: Lowering, storage: Storage): boolean {
  if (storage.kind === 'alias') return storageTouches(lowering, storage.to);
  if (storage.kind === 'scalar') return lowering.vocabulary.modelled(storage.type);
  return (
    lowering.vocabulary.modelled(`struct ${storage.struct} *`) ||
    [...storage.fields.values()].some((field) => storageTouches(lowering, field))
  );
}

/** Carriers that stand for a place in a walk: what moves them on may be no step of the model. */
const CURSORS: ReadonlySet<string> = new Set(['ma_state', 'vma_iterator']);

/** What has no effect on what the model has leaves the modelled fields of a carrier as they are: `tlb->start`. */
function keptByIrrelevant(lowering: Lowering, struct: string, field: string): boolean {
  const isCarrier = lowering.vocabulary.carrier(struct) && !CURSORS.has(struct);
  return isCarrier && lowering.vocabulary.field(struct, field) !== undefined;
}

/** Whoever gets the address of a local may have changed it, and what is reached from it, but for fields that are `kept`. */
export function clobber(lowering: Lowering, values: readonly Value[], node: SyntaxNode, kept?: Kept): void {
  const [of, at] = [sourceText(lowering, node), sourceAt(lowering, node)];
  for (const value of values) if (value.kind === 'pointer') forget(lowering, value.to, of, at, kept);
  forgetEscaped(lowering, of, at);
}
