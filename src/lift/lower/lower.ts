import type { Vocabulary } from '../../mm/vocabulary.ts';
import type { Graph } from '../graph.ts';
import type { TextOrigin } from '../lifted.ts';
import type { CParser } from '../parser.ts';
import { part } from '../syntax.ts';
import type { FunctionText, FunctionTexts } from '../text.ts';
import { lowerCondition } from './condition.ts';
import { emit, type Lowering, openFrame, sourceAt } from './context.ts';
import { lowerValue } from './expressions.ts';
import { declareParameters, definitionOf, headOf, inlineCall } from './inline.ts';
import { closeLabels } from './jumps.ts';
import { lowerPlace } from './places.ts';
import { lowerStatement } from './statements.ts';
import { declareUndeclared } from './undeclared.ts';

/** What a function becomes before it is simplified. */
export interface Lowered {
  readonly graph: Graph;
  readonly inlined: ReadonlyMap<string, TextOrigin>;
}

/** What the calls of a function may mean. */
export interface LowerRequest {
  readonly texts: FunctionTexts;
  readonly kernel: string;
  readonly rewritten?: ReadonlySet<string>;
}

/** Turns a function's text into a graph of steps; undefined where the text holds no function definition. */
export function lowerFunction(
  text: FunctionText,
  { texts, kernel, rewritten = new Set() }: LowerRequest,
  vocabulary: Vocabulary,
  parser: CParser,
): Lowered | undefined {
  const lowering: Lowering = {
    read: {
      value: lowerValue,
      place: lowerPlace,
      condition: lowerCondition,
      statement: lowerStatement,
      inline: inlineCall,
    },
    vocabulary,
    kernel,
    parser,
    texts,
    rewritten,
    nodes: [],
    locals: [],
    parameters: [],
    symbols: new Map(),
    inlined: new Map(),
    calls: [text.name],
    trees: new Map(),
    references: new Map(),
    expected: new Map(),
    drawn: [],
    frame: openFrame(text, {}),
    tail: undefined,
  };
  const definition = definitionOf(lowering, text);
  const body = definition === undefined ? undefined : part(definition, 'body');
  if (definition === undefined || body === undefined) return undefined;
  const { parameters, result } = headOf(lowering, definition);
  lowering.frame = { ...lowering.frame, returns: result };
  emit(lowering, { kind: 'label' });
  const entry = emit(lowering, { kind: 'label' });
  declareParameters(lowering, parameters);
  if (text.origin === 'fragment') declareUndeclared(lowering, definition);
  lowering.read.statement(lowering, body);
  const end = sourceAt(lowering, { ...body, start: body.end - 1 });
  emit(lowering, { kind: 'return', value: undefined, at: end });
  closeLabels(lowering, end);
  draw(lowering, entry);
  return {
    graph: {
      nodes: lowering.nodes,
      locals: lowering.locals,
      parameters: lowering.parameters,
      symbols: new Set([...lowering.symbols.values()].flatMap((value) => [value, -value & 0xffff])),
    },
    inlined: lowering.inlined,
  };
}

/** Gives the fields that the model does not have their one value, between node 0 and the function's first node. */
function draw(lowering: Lowering, entry: number): void {
  lowering.tail = 0;
  for (const { dest, of, at } of lowering.drawn) emit(lowering, { kind: 'havoc', dest, of, at });
  const last = lowering.nodes[lowering.tail];
  if (last !== undefined) last.next = entry;
}
