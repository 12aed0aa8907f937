import type { Expr } from '../../mm/program.ts';
import { declared, pointee, pointerTo, structName, typeName, UNKNOWN_TYPE } from '../ctype.ts';
import { local } from '../expr.ts';
import { find, named, part, type SyntaxNode } from '../syntax.ts';
import type { FunctionText } from '../text.ts';
import {
  codeText,
  emit,
  type Frame,
  jump,
  type Lowering,
  newLabel,
  openFrame,
  place,
  sourceAt,
  sourceText,
} from './context.ts';
import { isBundle, newBundle } from './declarations.ts';
import { closeLabels } from './jumps.ts';
import { copyBundle, storeStorage } from './memory.ts';
import { declare, newLocal, type Storage, unmodelled, type Value, VOID, valueIn } from './storage.ts';

/** The definition that a function's text holds; undefined where there is none, or one that no person has written. */
export function definitionOf(lowering: Lowering, text: FunctionText): SyntaxNode | undefined {
  const known = lowering.trees.get(text);
  if (known !== undefined) return known;
  if (text.code.length > MAX_TEXT) return undefined;
  const tree = lowering.parser.parse(text.code);
  const definition = find(tree, (node) => node.kind === 'function_definition');
  if (definition === undefined || nestsDeeper(definition, MAX_NESTING)) return undefined;
  lowering.trees.set(text, definition);
  return definition;
}

/** Characters that a function may have; the longest of 6.1's mm/ has 20 000. */
const MAX_TEXT = 200_000;
/** Nodes that may stand within each other, since reading goes down as deep. */
const MAX_NESTING = 400;

function nestsDeeper(root: SyntaxNode, depth: number): boolean {
  let level: readonly SyntaxNode[] = [root];
  for (let down = 0; down < depth; down++) {
    level = level.flatMap((node) => node.children);
    if (level.length === 0) return false;
  }
  return true;
}

/** A parameter as a definition's head declares it. */
export interface ParameterHead {
  readonly name: string;
  readonly type: string;
  readonly node: SyntaxNode;
}

/** The parameters and the result type of a definition whose text is the current frame's. */
export function headOf(lowering: Lowering, definition: SyntaxNode): { parameters: ParameterHead[]; result: string } {
  const text = (node: SyntaxNode) => codeText(lowering, node);
  const declarator = part(definition, 'declarator');
  const specifier = part(definition, 'type');
  const base = specifier === undefined ? UNKNOWN_TYPE : typeName(specifier, text);
  const list = declarator === undefined ? undefined : find(declarator, (node) => node.kind === 'parameter_list');
  let stars = 0;
  for (let node = declarator; node?.kind === 'pointer_declarator'; node = part(node, 'declarator')) stars++;
  const parameters = (list === undefined ? [] : named(list)).flatMap((parameter) => {
    const type = part(parameter, 'type');
    const { name, pointers, shape } = declared(part(parameter, 'declarator'));
    if (type === undefined || name === undefined) return [];
    const isPointer = shape === 'array' ? pointers + 1 : pointers;
    return [{ name: text(name), type: pointerTo(typeName(type, text), isPointer), node: parameter }];
  });
  return { parameters, result: pointerTo(base, stars) };
}

/** Puts a function's body in place of a call: the `Readers.inline`. */
export function inlineCall(
  lowering: Lowering,
  callee: FunctionText,
  args: readonly Value[],
  call: SyntaxNode,
  isBeyond = false,
): Value {
  const definition = definitionOf(lowering, callee);
  const body = definition === undefined ? undefined : part(definition, 'body');
  const at = sourceAt(lowering, call);
  const of = sourceText(lowering, call);
  if (definition === undefined || body === undefined) {
    emit(lowering, { kind: 'unknown', name: callee.name, at });
    return unmodelled(of, UNKNOWN_TYPE);
  }
  const outer = lowering.frame;
  const prefix = `${callee.name}:`;
  lowering.frame = openFrame(callee, { prefix, isBeyond: isBeyond || outer.isBeyond });
  const { parameters, result } = headOf(lowering, definition);
  const leave = { label: newLabel(lowering), result: resultStorage(lowering, result) };
  const frame: Frame = { ...lowering.frame, leave, returns: result };
  lowering.frame = frame;
  for (const [index, parameter] of parameters.entries()) bind(lowering, parameter, args[index], at);
  lowering.calls.push(callee.name);
  lowering.inlined.set(callee.name, callee);
  lowering.read.statement(lowering, body);
  lowering.calls.pop();
  jump(lowering, leave.label);
  closeLabels(lowering, at);
  place(lowering, leave.label);
  lowering.frame = outer;
  return leave.result === undefined ? VOID : valueIn(leave.result);
}

function resultStorage(lowering: Lowering, type: string): Extract<Storage, { kind: 'scalar' }> | undefined {
  if (type === 'void') return undefined;
  return { kind: 'scalar', local: newLocal(lowering, `${lowering.frame.prefix}result`, type), type };
}

/** Gives a parameter of an inlined callee its argument. */
function bind(
  lowering: Lowering,
  parameter: ParameterHead,
  value: Value | undefined,
  at: ReturnType<typeof sourceAt>,
): void {
  const { name, type } = parameter;
  if (value?.kind === 'pointer') {
    declare(lowering, name, { kind: 'alias', to: value.to, type, present: value.present });
    return;
  }
  if (value?.kind === 'bundle') {
    const copy = newBundle(lowering, name, value.of.struct, 'local', parameter.node);
    copyBundle(lowering, copy, value.of, at);
    declare(lowering, name, copy);
    return;
  }
  const storage: Storage = { kind: 'scalar', local: newLocal(lowering, `${lowering.frame.prefix}${name}`, type), type };
  declare(lowering, name, storage);
  storeStorage(lowering, storage, value ?? unmodelled(name, type), at);
}

/**
 * Declares the parameters of the function that is lifted.
 *
 * A pointer to a struct that is no modelled object stands for what the struct holds; a pointer to anything else that the
 * model has no pointers to (`pmd_t **`) for what it points to.
 */
export function declareParameters(lowering: Lowering, parameters: readonly ParameterHead[]): void {
  for (const { name, type, node } of parameters) {
    const target = pointee(type);
    if (target !== undefined && isBundle(lowering, target)) {
      const to = newBundle(lowering, name, structName(target) ?? target, 'parameter', node);
      declare(lowering, name, { kind: 'alias', to, type, present: presence(lowering, name, node) });
      continue;
    }
    const isOut = target !== undefined && (target.endsWith('*') || isOutValue(lowering, target, type));
    const index = newLocal(lowering, isOut ? `*${name}` : name, isOut ? target : type);
    lowering.parameters.push({ local: index, isField: false });
    const storage: Storage = { kind: 'scalar', local: index, type: isOut ? target : type };
    if (isOut)
      declare(lowering, name, {
        kind: 'alias',
        to: storage,
        type,
        present: presence(lowering, name, node),
        isParameter: true,
      });
    else declare(lowering, name, storage);
  }
}

/** `pte_t *` where the model has entries but no pointers to them would be: the caller's own variable. */
function isOutValue(lowering: Lowering, target: string, type: string): boolean {
  return lowering.vocabulary.modelled(target) && !lowering.vocabulary.modelled(type);
}

/** Whether a caller has passed a pointer or null: one answer for the whole run, which the model does not have. */
function presence(lowering: Lowering, name: string, node: SyntaxNode): Expr {
  const dest = newLocal(lowering, name, 'bool');
  lowering.drawn.push({ dest, of: name, at: sourceAt(lowering, node) });
  return local(dest);
}
