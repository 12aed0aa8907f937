import { find, part, type SyntaxNode } from '../syntax.ts';
import { type Lowering, sourceAt, sourceText } from './context.ts';
import { storeStorage } from './memory.ts';
import { temporary, type Value, valueIn } from './storage.ts';

/**
 * Evaluates expressions from left to right.
 *
 * A value names the locals that it is made of, so one whose locals a later expression changes is kept in a local of its
 * own: `f(i, i++)`.
 */
export function operands(lowering: Lowering, nodes: readonly SyntaxNode[]): Value[] {
  return nodes.map((node, index) => {
    const value = lowering.read.value(lowering, node);
    const isPlain = value.kind !== 'scalar' || value.expr.kind === 'constant';
    if (isPlain || !nodes.slice(index + 1).some(changesLocals)) return value;
    const kept = temporary(lowering, sourceText(lowering, node), value.type);
    storeStorage(lowering, kept, value, sourceAt(lowering, node));
    return valueIn(kept);
  });
}

/** Whether evaluating an expression can change a local: then what stands to its left must be evaluated before. */
function changesLocals(node: SyntaxNode): boolean {
  return (
    find(node, (n) => n.kind === 'assignment_expression' || n.kind === 'update_expression' || isAddress(n)) !==
    undefined
  );
}

function isAddress(node: SyntaxNode): boolean {
  return node.kind === 'pointer_expression' && part(node, 'operator')?.kind === '&';
}
