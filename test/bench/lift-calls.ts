import type { Instruments } from '../../src/checks/programs.ts';
import { touchedBy } from '../../src/checks/touched.ts';
import type { Lifted } from '../../src/lift/lifted.ts';
import { part, type SyntaxNode } from '../../src/lift/syntax.ts';
import { type FunctionText, type FunctionTexts, lineAt, lineStarts } from '../../src/lift/text.ts';
import { assertion, EXTREMES, OPTION_TESTS, POINTER_WRAPPERS, WRAPPERS } from '../../src/lift/wrappers.ts';
import { primitiveNamed } from '../../src/mm/known.ts';
import { FOLIOS } from '../../src/mm/primitives/folios.ts';
import { GATHER } from '../../src/mm/primitives/gather.ts';
import { HUGE_PAGES } from '../../src/mm/primitives/huge-pages.ts';
import { NOTIFIERS } from '../../src/mm/primitives/notifiers.ts';
import { SPLIT } from '../../src/mm/primitives/split.ts';
import { SWAP_AND_CACHE } from '../../src/mm/primitives/swap.ts';
import { SWAP_SLOTS } from '../../src/mm/primitives/swap-slots.ts';
import { TABLES } from '../../src/mm/primitives/tables.ts';
import { TLB } from '../../src/mm/primitives/tlb.ts';
import type { Vocabulary } from '../../src/mm/vocabulary.ts';

/** A call as it stands in a function's text. */
export interface CallSite {
  readonly name: string;
  /** Of the file. */
  readonly line: number;
}

const THROUGH_POINTER = 'a function pointer';

/** The calls of a function, given its tree. */
export function callsIn(text: FunctionText, tree: SyntaxNode): readonly CallSite[] {
  const starts = lineStarts(text.text);
  const calls: CallSite[] = [];
  const open: SyntaxNode[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    open.push(...node.children);
    const callee = node.kind === 'call_expression' ? part(node, 'function') : undefined;
    if (callee === undefined) continue;
    const name = callee.kind === 'identifier' ? text.code.slice(callee.start, callee.end) : THROUGH_POINTER;
    calls.push({ name, line: text.lines[lineAt(starts, node.start)] ?? 0 });
  }
  return calls;
}

/** What a call is to the reader, by its name. */
type IsOfClass = (name: string, texts: FunctionTexts, version: string, vocabulary: Vocabulary) => boolean;

const CLASSES: readonly (readonly [string, IsOfClass])[] = [
  ['wrapper', (name) => [WRAPPERS, POINTER_WRAPPERS, EXTREMES].some((table) => table[name] !== undefined)],
  ['wrapper', (name) => OPTION_TESTS.has(name) || assertion(name) !== undefined],
  ['primitive', (name, _texts, _version, vocabulary) => vocabulary.primitive(name) !== undefined],
  ['pure', (name, _texts, _version, vocabulary) => vocabulary.pure(name) !== undefined],
  ['irrelevant', (name, _texts, _version, vocabulary) => vocabulary.irrelevant(name) !== undefined],
  ['same file', (name, texts) => texts.has(name)],
  ['reference', (name, _texts, version, vocabulary) => vocabulary.reference(name, version) !== undefined],
];

/** The class of calls of which nothing is known. */
export const UNKNOWN = 'unknown';

/** What became of each call of a function's own text: those of its callees count where these are lifted themselves. */
export function classesOf(
  calls: readonly CallSite[],
  lifted: Lifted,
  texts: FunctionTexts,
  version: string,
  vocabulary: Vocabulary,
): readonly { readonly name: string; readonly is: string }[] {
  const own = lifted.unknown.filter(({ at }) => at.function === lifted.program.name);
  return calls.map(({ name, line }) => {
    const isUnknown = own.some(
      (call) => call.at.line === line && (/[>.]/.test(call.name) ? THROUGH_POINTER : call.name) === name,
    );
    const known = CLASSES.find(([, is]) => is(name, texts, version, vocabulary))?.[0];
    return { name, is: isUnknown ? UNKNOWN : (known ?? 'touches no modelled object') };
  });
}

/** Steps on page tables, reverse mappings, notifiers, references of folios and the swap cache. */
const STEPS: ReadonlySet<string> = new Set(
  [TABLES, TLB, GATHER, NOTIFIERS, FOLIOS, SPLIT, HUGE_PAGES, SWAP_AND_CACHE, SWAP_SLOTS]
    .flat()
    .map(({ name }) => name),
);

/** Whether a call is a step on mappings, or of a kernel function that the model has in its own words and that takes one. */
export function isOfMappings(name: string, version: string, { vocabulary, lifted }: Instruments): boolean {
  const step = primitiveNamed(name);
  if (step !== undefined) return STEPS.has(step.name);
  const reference = vocabulary.reference(name, version);
  if (reference === undefined) return false;
  try {
    return [...touchedBy(lifted(name, version).program).primitives].some((one) => STEPS.has(one));
  } catch {
    // The model's text of another time calls what is of yet another; its own words tell as much.
    return (reference.text.match(/\w+/g) ?? []).some((word) => STEPS.has(primitiveNamed(word)?.name ?? ''));
  }
}

/** Whether some call is a step of any kind. */
export function callsSteps(calls: readonly CallSite[], version: string, vocabulary: Vocabulary): boolean {
  return calls.some(
    ({ name }) => vocabulary.primitive(name) !== undefined || vocabulary.reference(name, version) !== undefined,
  );
}
