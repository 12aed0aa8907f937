import { find, named, part, type SyntaxNode } from '../syntax.ts';
import { lowerIf, lowerSwitch } from './branches.ts';
import { emit, type Lowering, place, sourceAt } from './context.ts';
import { lowerDeclaration } from './declarations.ts';
import { leaveBy, lowerGoto, lowerLabel, lowerReturn } from './jumps.ts';
import { lowerDo, lowerFor, lowerWhile } from './loops.ts';

/** Adds a statement to the run: the `Readers.statement`. What could not be read is unknown. */
export function lowerStatement(lowering: Lowering, node: SyntaxNode): void {
  const at = sourceAt(lowering, node);
  const condition = part(node, 'condition');
  const isLeaf = LEAVES.has(node.kind);
  const read = STATEMENTS[node.kind];
  const isBroken = node.broken || isUnreadable(isLeaf ? node : condition);
  if (isBroken || read === undefined) emit(lowering, { kind: 'unknown', name: NO_C, at });
  if (!(isBroken && isLeaf)) read?.(lowering, node);
}

const NO_C = 'text that is no C to the reader';

function isUnreadable(node: SyntaxNode | undefined): boolean {
  return node !== undefined && find(node, (inner) => inner.broken) !== undefined;
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
  if (expression !== undefined) lowering.read.value(lowering, expression);
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
