import { find, named, part, type SyntaxNode } from '../syntax.ts';
import { HOLE } from '../text.ts';
import { lowerIf, lowerSwitch } from './branches.ts';
import { codeText, emit, jump, type Lowering, newLabel, place, sourceAt } from './context.ts';
import { lowerDeclaration } from './declarations.ts';
import { lowerDo, lowerFor, lowerWhile } from './loops.ts';
import { storeStorage } from './memory.ts';

/** Adds a statement to the run: the `Readers.statement`. What could not be read is unknown. */
export function lowerStatement(lowering: Lowering, node: SyntaxNode): void {
  if (node.broken || (LEAVES.has(node.kind) && find(node, (inner) => inner.broken) !== undefined)) {
    emit(lowering, { kind: 'unknown', name: 'text that is no C to the reader', at: sourceAt(lowering, node) });
    return;
  }
  STATEMENTS[node.kind]?.(lowering, node);
}

/** Statements that hold no others. */
const LEAVES = new Set(['expression_statement', 'declaration', 'return_statement']);

const STATEMENTS: Readonly<Record<string, (lowering: Lowering, node: SyntaxNode) => void>> = {
  compound_statement: lowerBlock,
  expression_statement: lowerExpression,
  declaration: lowerDeclaration,
  if_statement: lowerIf,
  switch_statement: lowerSwitch,
  case_statement: lowerCase,
  while_statement: lowerWhile,
  do_statement: lowerDo,
  for_statement: lowerFor,
  labeled_statement: lowerLabel,
  goto_statement: lowerGoto,
  break_statement: (lowering) => leaveBy(lowering, lowering.frame.breaks),
  continue_statement: (lowering) => leaveBy(lowering, lowering.frame.continues),
  return_statement: lowerReturn,
  else_clause: (lowering, node) => lowerAll(lowering, named(node)),
};

function lowerAll(lowering: Lowering, nodes: readonly SyntaxNode[]): void {
  for (const node of nodes) lowering.read.statement(lowering, node);
}

function lowerBlock(lowering: Lowering, node: SyntaxNode): void {
  lowering.frame.scopes.push(new Map());
  lowerAll(
    lowering,
    node.children.filter((child) => child.broken || (child.named && child.kind !== 'comment')),
  );
  lowering.frame.scopes.pop();
}

function lowerExpression(lowering: Lowering, node: SyntaxNode): void {
  const [expression] = named(node);
  if (expression === undefined) return;
  const callee = part(expression, 'function');
  if (callee !== undefined && codeText(lowering, callee) === HOLE)
    emit(lowering, { kind: 'unknown', name: 'lines that the diff does not show', at: sourceAt(lowering, node) });
  else lowering.read.value(lowering, expression);
}

function lowerCase(lowering: Lowering, node: SyntaxNode): void {
  const label = lowering.frame.cases.get(node);
  if (label !== undefined) place(lowering, label);
  const value = part(node, 'value');
  lowerAll(
    lowering,
    node.children.filter((child) => child !== value && (child.broken || child.named) && child.kind !== 'comment'),
  );
}

/** The node of a C label, wherever in the function it stands. */
function labelNamed(lowering: Lowering, name: string): number {
  const { labels } = lowering.frame;
  const known = labels.get(name);
  if (known !== undefined) return known;
  const label = newLabel(lowering);
  labels.set(name, label);
  return label;
}

function lowerLabel(lowering: Lowering, node: SyntaxNode): void {
  const label = part(node, 'label');
  if (label !== undefined) place(lowering, labelNamed(lowering, codeText(lowering, label)));
  lowerAll(
    lowering,
    named(node).filter((child) => child !== label),
  );
}

function lowerGoto(lowering: Lowering, node: SyntaxNode): void {
  const label = part(node, 'label');
  if (label !== undefined) jump(lowering, labelNamed(lowering, codeText(lowering, label)));
}

function leaveBy(lowering: Lowering, targets: readonly number[]): void {
  const target = targets.at(-1);
  if (target !== undefined) jump(lowering, target);
}

function lowerReturn(lowering: Lowering, node: SyntaxNode): void {
  const [expression] = named(node);
  const { leave } = lowering.frame;
  const at = sourceAt(lowering, node);
  if (expression !== undefined) lowering.expected.set(expression, lowering.frame.returns);
  const value = expression === undefined ? undefined : lowering.read.value(lowering, expression);
  if (leave !== undefined) {
    if (value !== undefined && leave.result !== undefined) storeStorage(lowering, leave.result, value, at);
    jump(lowering, leave.label);
    return;
  }
  emit(lowering, { kind: 'return', value: value?.kind === 'scalar' ? value.expr : undefined, at });
  lowering.tail = undefined;
}
