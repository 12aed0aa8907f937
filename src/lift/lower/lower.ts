import type { Vocabulary } from '../../mm/vocabulary.ts';
import type { Elsewhere } from '../elsewhere.ts';
import type { Graph } from '../graph.ts';
import type { CParser } from '../parser.ts';
import { part } from '../syntax.ts';
import type { FunctionText, FunctionTexts } from '../text.ts';
import { lowerCondition } from './condition.ts';
import { emit, type FieldNames, type Lowering, openFrame, sourceAt } from './context.ts';
import { lowerValue } from './expressions.ts';
import { declareParameters, definitionOf, headOf, inlineCall } from './inline.ts';
import { closeLabels } from './jumps.ts';
import { lowerPlace } from './places.ts';
import { lowerStatement } from './statements.ts';
import { declareUndeclared } from './undeclared.ts';

/** What a function becomes before it is simplified. */
export interface Lowered {
  readonly graph: Graph;
  /** The texts of the callees that were put in place. */
  readonly inlined: readonly FunctionText[];
}

/** What the calls of a function may mean. */
export interface LowerRequest {
  readonly texts: FunctionTexts;
  readonly kernel: string;
  readonly rewritten?: ReadonlySet<string>;
  /** Definitions of the rest of the tree. */
  readonly elsewhere?: Elsewhere | undefined;
}

/** Turns a function's text into a graph of steps; undefined where the text holds no function definition. */
export function lowerFunction(
  text: FunctionText,
  request: LowerRequest,
  vocabulary: Vocabulary,
  parser: CParser,
): Lowered | undefined {
  const shared: Shared = { vocabulary, parser, trees: new Map(), references: new Map() };
  let known: FieldNames['known'] = new Map();
  for (let reading = 1; ; reading++) {
    const lowering = newLowering(text, request, shared, known);
    if (!lowerBody(lowering, text)) return undefined;
    const { late } = lowering.fields;
    if (reading === READINGS || late.size === 0) return loweredFrom(lowering);
    known = new Map(
      [...known.keys(), ...late.keys()].map((bundle) => {
        return [bundle, new Set([...(known.get(bundle) ?? []), ...(late.get(bundle) ?? [])])];
      }),
    );
  }
}

/** Two are enough for most; one more where a bundle is copied to another. */
const READINGS = 3;

/** What readings of one function have in common. */
type Shared = Pick<Lowering, 'vocabulary' | 'parser' | 'trees' | 'references'>;

function newLowering(
  text: FunctionText,
  { texts, kernel, rewritten = new Set(), elsewhere }: LowerRequest,
  shared: Shared,
  known: FieldNames['known'],
): Lowering {
  return {
    ...shared,
    read: {
      value: lowerValue,
      place: lowerPlace,
      condition: lowerCondition,
      statement: lowerStatement,
      inline: inlineCall,
    },
    kernel,
    texts,
    elsewhere,
    rewritten,
    nodes: [],
    locals: [],
    parameters: [],
    symbols: new Map(),
    inlined: new Map(),
    calls: [text.name],
    expected: new Map(),
    fields: { known, late: new Map(), bundles: 0 },
    current: new Map(),
    escaped: new Set(),
    drawn: [],
    frame: openFrame(text, {}),
    tail: undefined,
  };
}

/** Reads the function from its head to its end; false where the text holds no definition. */
function lowerBody(lowering: Lowering, text: FunctionText): boolean {
  const definition = definitionOf(lowering, text);
  const body = definition === undefined ? undefined : part(definition, 'body');
  if (definition === undefined || body === undefined) return false;
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
  return true;
}

function loweredFrom({ nodes, locals, parameters, symbols, inlined }: Lowering): Lowered {
  const numbers = new Set([...symbols.values()].flatMap((value) => [value, -value & 0xffff]));
  return { graph: { nodes, locals, parameters, symbols: numbers, alike: new Map() }, inlined: [...inlined.values()] };
}

/** Gives the fields that the model does not have their one value, between node 0 and the function's first node. */
function draw(lowering: Lowering, entry: number): void {
  lowering.tail = 0;
  for (const { dest, of, at } of lowering.drawn) emit(lowering, { kind: 'havoc', dest, of, at });
  const last = lowering.nodes[lowering.tail];
  if (last !== undefined) last.next = entry;
}
