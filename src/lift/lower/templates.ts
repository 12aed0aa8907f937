import type { Source } from '../../mm/program.ts';
import { find, named, type SyntaxNode } from '../syntax.ts';
import { type Lowering, openFrame } from './context.ts';
import { unmodelled, type Value, VOID } from './storage.ts';

/**
 * Evaluates C that is written over arguments: `next($0, $2)`, or the statements of a macro.
 *
 * @param args What `$0`, `$1` … stand for, as written in the current frame.
 * @param at Where everything in it stands, since it is in no function's text.
 */
export function evaluateTemplate(lowering: Lowering, template: string, args: readonly SyntaxNode[], at: Source): Value {
  const text = `void template(void) { ${template}; }`;
  const tree = lowering.parser.parse(text);
  const body = find(tree, (node) => node.kind === 'compound_statement');
  const statements = body === undefined ? [] : named(body);
  const [expression] = statements[0]?.kind === 'expression_statement' ? named(statements[0]) : [];
  const outer = lowering.frame;
  lowering.frame = openFrame(
    { ...outer.text, text, code: text },
    {
      prefix: outer.prefix,
      placeholders: args,
      outer,
      at,
    },
  );
  const value =
    expression === undefined ? statementsOf(lowering, statements, template) : lowering.read.value(lowering, expression);
  lowering.frame = outer;
  return value;
}

function statementsOf(lowering: Lowering, statements: readonly SyntaxNode[], template: string): Value {
  if (statements.length === 0) return unmodelled(template, 'unknown');
  for (const statement of statements) lowering.read.statement(lowering, statement);
  return VOID;
}
