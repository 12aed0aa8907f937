import type { Iterator } from '../../mm/vocabulary.ts';
import { constant } from '../expr.ts';
import type { SyntaxNode } from '../syntax.ts';
import { clobber, touchesModel } from './calls.ts';
import { codeText, emit, fork, jump, type Lowering, newLabel, place, sourceAt, sourceText } from './context.ts';
import { load, store, storeStorage } from './memory.ts';
import { lookUp, scalar, unmodelled, type Value } from './storage.ts';
import { evaluateTemplate } from './templates.ts';
import { combine } from './values.ts';

/** The word that stands where the normaliser has put `while`; undefined where the source says `while` itself. */
export function macroName(lowering: Lowering, node: SyntaxNode): string | undefined {
  const word = /^\w+/.exec(lowering.frame.text.text.slice(node.start, node.start + 200))?.[0];
  return word === 'while' ? undefined : word;
}

/** A loop that a macro opens. `next` is where `continue` goes, `end` where `break` goes. */
export interface IteratorLoop {
  readonly node: SyntaxNode;
  readonly name: string;
  readonly args: readonly SyntaxNode[];
  readonly body: () => void;
  readonly next: number;
  readonly end: number;
}

/** Macros of the same form whose body runs once, under a lock that they do not name as a call does (include/linux/cleanup.h). */
const ONCE: ReadonlySet<string> = new Set(['scoped_guard']);

/** A loop macro: `first` before the loop, `next` after each turn, as long as the cursor is not null. */
export function lowerLoopMacro(lowering: Lowering, loop: IteratorLoop): void {
  if (ONCE.has(loop.name)) {
    emit(lowering, { kind: 'unknown', name: loop.name, at: sourceAt(lowering, loop.node) });
    loop.body();
    place(lowering, loop.next);
    place(lowering, loop.end);
    return;
  }
  const iterator = lowering.rewritten.has(loop.name) ? undefined : lowering.vocabulary.iterator(loop.name);
  if (iterator === undefined) {
    lowerUnknownLoop(lowering, loop);
    return;
  }
  const cursor = loop.args[iterator.cursor];
  if (cursor === undefined) {
    lowerUnknownLoop(lowering, loop);
    return;
  }
  const [again, inside] = [newLabel(lowering), newLabel(lowering)];
  advance(lowering, loop, iterator.first, cursor);
  place(lowering, again);
  const at = sourceAt(lowering, loop.node);
  const isThere = combine(
    '!=',
    load(lowering, lowering.read.place(lowering, cursor), at, sourceText(lowering, cursor)),
    NULL,
    '',
  );
  if (isThere.kind === 'scalar')
    fork(lowering, { kind: 'branch', test: isThere.expr, of: sourceText(lowering, cursor), at }, inside, loop.end);
  else fork(lowering, { kind: 'choice', of: sourceText(lowering, cursor), at }, inside, loop.end);
  place(lowering, inside);
  loop.body();
  place(lowering, loop.next);
  advance(lowering, loop, iterator.next, cursor);
  jump(lowering, again);
  place(lowering, loop.end);
}

const NULL: Value = scalar(constant(0), 'void *');

function advance(lowering: Lowering, loop: IteratorLoop, template: Iterator['first'], cursor: SyntaxNode): void {
  const value = evaluateTemplate(lowering, template, loop.args, sourceAt(lowering, loop.node));
  store(lowering, lowering.read.place(lowering, cursor), value, sourceAt(lowering, loop.node));
}

/** A loop macro that nobody knows: any number of turns, and its cursor is anything. */
function lowerUnknownLoop(lowering: Lowering, loop: IteratorLoop): void {
  const at = sourceAt(lowering, loop.node);
  const [again, inside] = [newLabel(lowering), newLabel(lowering)];
  const [first] = loop.args;
  const cursor = first?.kind === 'identifier' ? lookUp(lowering, codeText(lowering, first)) : undefined;
  const values = loop.args.map((argument) => lowering.read.value(lowering, argument));
  const irrelevant = lowering.rewritten.has(loop.name) ? undefined : lowering.vocabulary.irrelevant(loop.name);
  const isIdle = irrelevant !== undefined && values.every(({ type }) => type !== irrelevant.unless);
  const touches = !isIdle && values.some((value) => touchesModel(lowering, value));
  clobber(lowering, values, loop.node);
  if (touches) emit(lowering, { kind: 'unknown', name: loop.name, at });
  else emit(lowering, { kind: 'sliced', reason: irrelevant?.reason ?? 'touches no modelled object', at });
  place(lowering, again);
  fork(lowering, { kind: 'choice', of: `another turn of ${loop.name}`, at }, inside, loop.end);
  place(lowering, inside);
  if (cursor?.kind === 'scalar')
    storeStorage(lowering, cursor, unmodelled(sourceText(lowering, loop.node), cursor.type), at);
  loop.body();
  place(lowering, loop.next);
  jump(lowering, again);
  place(lowering, loop.end);
}
