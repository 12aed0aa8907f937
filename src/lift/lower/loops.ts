import { named, part, type SyntaxNode } from '../syntax.ts';
import { jump, type Lowering, newLabel, place } from './context.ts';
import { lowerLoopMacro, macroName } from './iterators.ts';

/** `while (condition) body`, and the loop macros that the normaliser has made one of. */
export function lowerWhile(lowering: Lowering, node: SyntaxNode): void {
  const condition = part(node, 'condition');
  const body = part(node, 'body');
  if (condition === undefined || body === undefined) return;
  const macro = macroName(lowering, node);
  const [again, inside, end] = [newLabel(lowering), newLabel(lowering), newLabel(lowering)];
  if (macro !== undefined) {
    const turn = () => loopBody(lowering, body, again, end);
    lowerLoopMacro(lowering, { node, name: macro, args: commaParts(condition), body: turn, next: again, end });
    return;
  }
  place(lowering, again);
  lowering.read.condition(lowering, condition, inside, end);
  place(lowering, inside);
  loopBody(lowering, body, again, end);
  jump(lowering, again);
  place(lowering, end);
}

/** `do body while (condition);` */
export function lowerDo(lowering: Lowering, node: SyntaxNode): void {
  const condition = part(node, 'condition');
  const body = part(node, 'body');
  if (condition === undefined || body === undefined) return;
  const [again, test, end] = [newLabel(lowering), newLabel(lowering), newLabel(lowering)];
  place(lowering, again);
  loopBody(lowering, body, test, end);
  place(lowering, test);
  lowering.read.condition(lowering, condition, again, end);
  place(lowering, end);
}

/** `for (initializer; condition; update) body`; a condition that is left out holds. */
export function lowerFor(lowering: Lowering, node: SyntaxNode): void {
  const initializer = part(node, 'initializer');
  const condition = part(node, 'condition');
  const update = part(node, 'update');
  const body = part(node, 'body');
  if (body === undefined) return;
  const [again, inside, next, end] = [newLabel(lowering), newLabel(lowering), newLabel(lowering), newLabel(lowering)];
  lowering.frame.scopes.push(new Map());
  if (initializer?.kind === 'declaration') lowering.read.statement(lowering, initializer);
  else if (initializer !== undefined) lowering.read.value(lowering, initializer);
  place(lowering, again);
  if (condition === undefined) jump(lowering, inside);
  else lowering.read.condition(lowering, condition, inside, end);
  place(lowering, inside);
  loopBody(lowering, body, next, end);
  place(lowering, next);
  if (update !== undefined) lowering.read.value(lowering, update);
  jump(lowering, again);
  place(lowering, end);
  lowering.frame.scopes.pop();
}

/** A loop's body, with where `continue` and `break` go. */
function loopBody(lowering: Lowering, body: SyntaxNode, again: number, end: number): void {
  lowering.frame.continues.push(again);
  lowering.frame.breaks.push(end);
  lowering.read.statement(lowering, body);
  lowering.frame.continues.pop();
  lowering.frame.breaks.pop();
}

/** The arguments of a loop macro, which a parser sees as a comma expression. */
function commaParts(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'comma_expression' || (next === node && next.kind === 'parenthesized_expression'))
      open.push(...[...named(next)].reverse());
    else found.push(next);
  }
  return found;
}
