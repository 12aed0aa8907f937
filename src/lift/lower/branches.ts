import { binary } from '../expr.ts';
import { find, named, part, type SyntaxNode } from '../syntax.ts';
import { codeText, fork, jump, type Lowering, newLabel, place, sourceAt, sourceText } from './context.ts';
import { storeStorage } from './memory.ts';
import { scalar, temporary, unmodelled, type Value, valueIn } from './storage.ts';
import { combine } from './values.ts';

/** `if (condition) … else …` */
export function lowerIf(lowering: Lowering, node: SyntaxNode): void {
  const condition = part(node, 'condition');
  const consequence = part(node, 'consequence');
  const alternative = part(node, 'alternative');
  const [yes, no, end] = [newLabel(lowering), newLabel(lowering), newLabel(lowering)];
  if (condition === undefined) return;
  lowering.read.condition(lowering, condition, yes, no);
  place(lowering, yes);
  if (consequence !== undefined) lowering.read.statement(lowering, consequence);
  jump(lowering, end);
  place(lowering, no);
  if (alternative !== undefined) lowering.read.statement(lowering, alternative);
  place(lowering, end);
}

/** `switch`: the cases are tested in their order, `default` last; then the body runs through from where it was entered. */
export function lowerSwitch(lowering: Lowering, node: SyntaxNode): void {
  const condition = part(node, 'condition');
  const body = part(node, 'body');
  if (condition === undefined || body === undefined) return;
  const end = newLabel(lowering);
  const value = keep(lowering, lowering.read.value(lowering, condition), condition);
  let otherwise = end;
  for (const entry of casesIn(body)) {
    const label = newLabel(lowering);
    lowering.frame.cases.set(entry, label);
    const of = part(entry, 'value');
    if (of === undefined) otherwise = label;
    else test(lowering, value, of, sourceText(lowering, condition), label);
  }
  jump(lowering, otherwise);
  lowering.frame.breaks.push(end);
  lowering.read.statement(lowering, body);
  lowering.frame.breaks.pop();
  place(lowering, end);
}

/** The cases of a switch, in blocks within it too, without those of a switch inside. */
function casesIn(body: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const open = [...named(body)].reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'case_statement') found.push(node);
    if (node.kind !== 'switch_statement') open.push(...[...named(node)].reverse());
  }
  return found;
}

function keep(lowering: Lowering, value: Value, node: SyntaxNode): Value {
  if (value.kind === 'pointer' || value.kind === 'bundle') return unmodelled(sourceText(lowering, node), value.type);
  const kept = temporary(lowering, sourceText(lowering, named(node)[0] ?? node), value.type);
  storeStorage(lowering, kept, value, sourceAt(lowering, node));
  return valueIn(kept);
}

/** Jumps to `label` where the value is that of the case; goes on else. */
function test(lowering: Lowering, value: Value, of: SyntaxNode, subject: string, label: number): void {
  const next = newLabel(lowering);
  const at = sourceAt(lowering, of);
  const range = rangeOf(lowering, of);
  let matches: Value;
  if (range === undefined) {
    matches = combine('==', value, lowering.read.value(lowering, of), '');
  } else {
    const low = combine('>=', value, lowering.read.value(lowering, range.low), '');
    const high = combine('<=', value, lowering.read.value(lowering, range.high), '');
    const isKnown = low.kind === 'scalar' && high.kind === 'scalar';
    matches = isKnown ? scalar(binary('&', low.expr, high.expr), 'int') : unmodelled('', 'int');
  }
  const says = `${subject} == ${sourceText(lowering, of)}`;
  if (matches.kind === 'scalar') fork(lowering, { kind: 'branch', test: matches.expr, of: says, at }, label, next);
  else fork(lowering, { kind: 'choice', of: says, at }, label, next);
  place(lowering, next);
}

/** `case A ... B:`; the normaliser has made an operator of the dots, the source still shows them. */
function rangeOf(lowering: Lowering, of: SyntaxNode): { low: SyntaxNode; high: SyntaxNode } | undefined {
  const operator = find(of, (node) => node.kind === '|' && node.field === 'operator');
  const low = part(of, 'left');
  const high = part(of, 'right');
  if (operator === undefined || low === undefined || high === undefined) return undefined;
  const isRange = lowering.frame.text.text.slice(low.end, high.start).includes('...');
  return isRange && codeText(lowering, operator) === '|' ? { low, high } : undefined;
}
