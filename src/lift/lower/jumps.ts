import type { Source } from '../../mm/program.ts';
import { NOWHERE } from '../graph.ts';
import { named, part, type SyntaxNode } from '../syntax.ts';
import { codeText, emit, jump, type Lowering, newLabel, nodeIn, place, sourceAt } from './context.ts';
import { storeStorage } from './memory.ts';
import type { Value } from './storage.ts';

/** The node of a C label, wherever in the function it stands. */
function labelNamed(lowering: Lowering, name: string): number {
  const { labels } = lowering.frame;
  const known = labels.get(name);
  if (known !== undefined) return known;
  const label = newLabel(lowering);
  labels.set(name, label);
  return label;
}

/** `out: statement` */
export function lowerLabel(lowering: Lowering, node: SyntaxNode): void {
  const label = part(node, 'label');
  if (label !== undefined) place(lowering, labelNamed(lowering, codeText(lowering, label)));
  for (const statement of named(node)) if (statement !== label) lowering.read.statement(lowering, statement);
}

/** A label that is jumped to but stands nowhere in the text: nobody knows what happens there. */
export function closeLabels(lowering: Lowering, at: Source): void {
  for (const [name, label] of lowering.frame.labels) {
    if (nodeIn(lowering, label).next !== NOWHERE || label === lowering.tail) continue;
    lowering.tail = label;
    emit(lowering, { kind: 'unknown', name: `the label ${name}`, at });
    leave(lowering, undefined, at);
  }
}

/** `goto out;` */
export function lowerGoto(lowering: Lowering, node: SyntaxNode): void {
  const label = part(node, 'label');
  if (label !== undefined) jump(lowering, labelNamed(lowering, codeText(lowering, label)));
}

/** `break` and `continue`: to the innermost target; outside of a loop, as in a fragment, on. */
export function leaveBy(lowering: Lowering, targets: readonly number[]): void {
  const target = targets.at(-1);
  if (target !== undefined) jump(lowering, target);
}

/** `return value;` */
export function lowerReturn(lowering: Lowering, node: SyntaxNode): void {
  const [expression] = named(node);
  const at = sourceAt(lowering, node);
  if (expression !== undefined) lowering.expected.set(expression, lowering.frame.returns);
  const value = expression === undefined ? undefined : lowering.read.value(lowering, expression);
  leave(lowering, value, at);
}

/** Goes back to the caller, or ends the run. */
function leave(lowering: Lowering, value: Value | undefined, at: Source): void {
  const { leave: caller } = lowering.frame;
  if (caller !== undefined) {
    if (value !== undefined && caller.result !== undefined) storeStorage(lowering, caller.result, value, at);
    jump(lowering, caller.label);
    return;
  }
  emit(lowering, { kind: 'return', value: value?.kind === 'scalar' ? value.expr : undefined, at });
  lowering.tail = undefined;
}
