import { declared } from '../ctype.ts';
import { named, part, type SyntaxNode } from '../syntax.ts';
import { codeText, type Lowering, sourceAt } from './context.ts';
import { declare, lookUp, newLocal } from './storage.ts';

/**
 * Declares the names that a fragment uses without showing where they come from.
 *
 * One whose type can be told from what it is handed to, or from what is assigned to it, becomes a parameter: the world
 * has a value for it. Of another nothing is known where the fragment begins.
 */
export function declareUndeclared(lowering: Lowering, definition: SyntaxNode): void {
  const body = part(definition, 'body');
  if (body === undefined) return;
  const nodes = everyNode(body);
  const own = new Set(nodes.flatMap((node) => declaredNames(lowering, node)));
  const types = new Map(nodes.flatMap((node) => typesTold(lowering, node)));
  const callees = new Set(nodes.map((node) => (node.kind === 'call_expression' ? part(node, 'function') : undefined)));
  for (const node of nodes) {
    if (node.kind !== 'identifier' || callees.has(node)) continue;
    const name = codeText(lowering, node);
    const isKnown = own.has(name) || lookUp(lowering, name) !== undefined || /^[A-Z][A-Z0-9_]*$/.test(name);
    if (isKnown || lowering.vocabulary.constant(name) !== undefined) continue;
    const type = types.get(name);
    const local = newLocal(lowering, name, type ?? 'unknown');
    declare(lowering, name, { kind: 'scalar', local, type: type ?? 'unknown' });
    if (type === undefined) lowering.drawn.push({ dest: local, of: name, at: sourceAt(lowering, node) });
    else lowering.parameters.push({ local, isField: false });
  }
}

function everyNode(root: SyntaxNode): SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    nodes.push(node);
    open.push(...[...node.children].reverse());
  }
  return nodes;
}

function declaredNames(lowering: Lowering, node: SyntaxNode): string[] {
  if (node.kind !== 'declaration') return [];
  return node.children
    .filter((child) => child.field === 'declarator')
    .flatMap((declarator) => {
      const { name } = declared(declarator);
      return name === undefined ? [] : [codeText(lowering, name)];
    });
}

/** `f(x)` tells the type of `x`, `x = f()` too, where the model knows `f`. */
function typesTold(lowering: Lowering, node: SyntaxNode): (readonly [string, string])[] {
  if (node.kind === 'assignment_expression') {
    const [left, right] = [part(node, 'left'), part(node, 'right')];
    const result = signatureOf(lowering, right)?.result;
    if (left?.kind !== 'identifier' || result === undefined) return [];
    return [[codeText(lowering, left), result]];
  }
  const list = part(node, 'arguments');
  const parameters = signatureOf(lowering, node)?.parameters;
  if (list === undefined || parameters === undefined) return [];
  return named(list).flatMap((argument, index) => {
    const type = parameters[index];
    return argument.kind !== 'identifier' || type === undefined ? [] : [[codeText(lowering, argument), type] as const];
  });
}

function signatureOf(lowering: Lowering, call: SyntaxNode | undefined) {
  const callee = call?.kind === 'call_expression' ? part(call, 'function') : undefined;
  if (callee === undefined) return undefined;
  const name = codeText(lowering, callee);
  return lowering.vocabulary.primitive(name) ?? lowering.vocabulary.pure(name);
}
