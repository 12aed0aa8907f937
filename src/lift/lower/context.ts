/**
 * What lowering a function carries along: the graph that it builds and the C names that it has met.
 */
import type { Local, Source } from '../../mm/program.ts';
import type { Vocabulary } from '../../mm/vocabulary.ts';
import type { Elsewhere } from '../elsewhere.ts';
import { type GraphNode, NOWHERE, type Operation } from '../graph.ts';
import type { CParser } from '../parser.ts';
import type { SyntaxNode } from '../syntax.ts';
import type { FunctionText, FunctionTexts } from '../text.ts';
import { HOLE, lineAt, lineStarts } from '../text.ts';
import type { Place, Storage, Value } from './storage.ts';

/** One function's body while it is read; an inlined callee has its own. */
export interface Frame {
  readonly text: FunctionText;
  readonly starts: readonly number[];
  /** What stands before its locals' names: `pmdp_collapse_flush:`. */
  readonly prefix: string;
  readonly scopes: Map<string, Storage>[];
  readonly labels: Map<string, number>;
  /** Where `return` goes and where its value is kept; undefined in the function that is lifted. */
  readonly leave: { readonly label: number; readonly result: Storage | undefined } | undefined;
  /** The function's result type. */
  readonly returns: string;
  /** Innermost last. */
  readonly breaks: number[];
  readonly continues: number[];
  /** The values of a template's `$n`: arguments as written in the frame outside. */
  readonly placeholders: readonly SyntaxNode[];
  readonly outer: Frame | undefined;
  /** It is, or is called by, what stands in another file than those at hand. */
  readonly isBeyond: boolean;
  /** Where everything in the frame stands, for a template, which is in no file. */
  readonly at: Source | undefined;
  /** The labels of a switch's cases. */
  readonly cases: Map<SyntaxNode, number>;
}

/** The readers of each kind of C, which call each other through here. */
export interface Readers {
  /** Evaluates an expression; its steps are added to the run. */
  readonly value: (lowering: Lowering, node: SyntaxNode) => Value;
  /** Evaluates what can be assigned to, up to the assignment. */
  readonly place: (lowering: Lowering, node: SyntaxNode) => Place;
  /** Goes to the label `then` where a condition holds, to `otherwise` where it does not. */
  readonly condition: (lowering: Lowering, node: SyntaxNode, then: number, otherwise: number) => void;
  readonly statement: (lowering: Lowering, node: SyntaxNode) => void;
  /** Puts a function's body in place of a call. */
  readonly inline: (
    lowering: Lowering,
    callee: FunctionText,
    args: readonly Value[],
    call: SyntaxNode,
    isBeyond?: boolean,
  ) => Value;
}

/**
 * The fields of bundles, by their numbers. Whoever fills a bundle or makes it unknown does so with all of its fields, so
 * those that a callee has named too late are known when the function is read once more.
 */
export interface FieldNames {
  readonly known: ReadonlyMap<number, ReadonlySet<string>>;
  readonly late: Map<number, Set<string>>;
  /** Bundles made so far. */
  bundles: number;
}

/** Everything of one lift. */
export interface Lowering {
  readonly read: Readers;
  readonly vocabulary: Vocabulary;
  readonly kernel: string;
  readonly parser: CParser;
  readonly texts: FunctionTexts;
  /** Definitions of the rest of the tree; undefined where there is no tree. */
  readonly elsewhere: Elsewhere | undefined;
  /** Functions that are not what the model says of them any longer. */
  readonly rewritten: ReadonlySet<string>;
  readonly nodes: GraphNode[];
  readonly locals: Local[];
  readonly parameters: { readonly local: number; readonly isField: boolean }[];
  /** Values that stand for names in capitals that the model does not know. */
  readonly symbols: Map<string, number>;
  readonly inlined: Map<string, FunctionText>;
  /** Functions that are being read, outermost first. */
  readonly calls: string[];
  /** Trees of functions that were read already. */
  readonly trees: Map<FunctionText, SyntaxNode>;
  /** Functions of the model's own text that were read already. */
  readonly references: Map<string, FunctionText>;
  /** The C type of what a call's value is assigned to. */
  readonly expected: Map<SyntaxNode, string>;
  readonly fields: FieldNames;
  /** What was named of the thread that runs: `current->mm`. */
  readonly current: Map<string, Extract<Storage, { kind: 'scalar' }>>;
  /** What has its address in memory that the model does not have: whoever writes there may write it. */
  readonly escaped: Set<Storage>;
  /** Unmodelled fields of parameters: they have one value for the whole run, drawn where the function begins. */
  readonly drawn: { readonly dest: number; readonly of: string; readonly at: Source }[];
  frame: Frame;
  /** The node that waits for its successor; undefined where the run cannot come. */
  tail: number | undefined;
}

/** The text of a function's frame, before anything was read. */
export function openFrame(text: FunctionText, options: Partial<Omit<Frame, 'text' | 'starts'>>): Frame {
  return {
    text,
    starts: lineStarts(text.text),
    prefix: options.prefix ?? '',
    scopes: [new Map()],
    labels: new Map(),
    leave: options.leave,
    returns: options.returns ?? 'void',
    breaks: [],
    continues: [],
    placeholders: options.placeholders ?? [],
    outer: options.outer,
    isBeyond: options.isBeyond ?? false,
    at: options.at,
    cases: new Map(),
  };
}

/** A node's source with single blanks, comments as they stand. */
export function sourceText(lowering: Lowering, node: SyntaxNode): string {
  return lowering.frame.text.text.slice(node.start, node.end).replace(/\s+/g, ' ').trim();
}

/** A node's normalised text: names without what the preprocessor adds. */
export function codeText(lowering: Lowering, node: SyntaxNode): string {
  return lowering.frame.text.code.slice(node.start, node.end);
}

/** Where a node stands in the kernel's source. */
export function sourceAt(lowering: Lowering, node: SyntaxNode): Source {
  const { text, starts, at, isBeyond } = lowering.frame;
  if (at !== undefined) return at;
  const line = lineAt(starts, node.start);
  const start = starts[line] ?? 0;
  const end = starts[line + 1] ?? text.text.length + 1;
  const shown = text.text.slice(start, end - 1).trim();
  return {
    file: text.file,
    line: text.lines[line] ?? 0,
    text: shown.includes(HOLE) ? '[lines that the diff does not show]' : shown,
    function: text.name,
    ...(isBeyond ? { isBeyond } : {}),
  };
}

/** Adds an operation to the run. */
export function emit(lowering: Lowering, operation: Operation): number {
  const id = lowering.nodes.length;
  lowering.nodes.push({ operation, next: NOWHERE, other: NOWHERE });
  link(lowering, id);
  lowering.tail = id;
  return id;
}

/** A place to jump to, not yet anywhere. */
export function newLabel(lowering: Lowering): number {
  lowering.nodes.push({ operation: { kind: 'label' }, next: NOWHERE, other: NOWHERE });
  return lowering.nodes.length - 1;
}

/** Puts a label here; the run comes to it from above. */
export function place(lowering: Lowering, label: number): void {
  link(lowering, label);
  lowering.tail = label;
}

/** The run goes on at a label; what follows is not reached from above. */
export function jump(lowering: Lowering, label: number): void {
  link(lowering, label);
  lowering.tail = undefined;
}

/** Ends the run in two: `then` and `otherwise` are labels. */
export function fork(
  lowering: Lowering,
  operation: Extract<Operation, { kind: 'branch' | 'choice' }>,
  then: number,
  otherwise: number,
): void {
  const id = emit(lowering, operation);
  const node = lowering.nodes[id];
  if (node !== undefined) {
    node.next = then;
    node.other = otherwise;
  }
  lowering.tail = undefined;
}

/** A node that was made before. */
export function nodeIn(lowering: Lowering, id: number): GraphNode {
  const node = lowering.nodes[id];
  if (node === undefined) throw new Error(`${lowering.nodes.length} nodes were made, ${id} among them`);
  return node;
}

function link(lowering: Lowering, id: number): void {
  const last = lowering.tail === undefined ? undefined : lowering.nodes[lowering.tail];
  if (last !== undefined) last.next = id;
}
