import type { Vocabulary } from '../mm/vocabulary.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { Lifted, LiftResult } from './lifted.ts';
import { choicesOf, linearise, notesOf } from './linearise.ts';
import { lowerFunction } from './lower/lower.ts';
import type { CParser } from './parser.ts';
import { referenceText } from './reference.ts';
import { simplify, withoutNotes } from './simplify/simplify.ts';
import type { FunctionText, FunctionTexts } from './text.ts';

/** What to lift, and out of what. */
export interface LiftRequest {
  /** The function's name. */
  readonly name: string;
  /** This side's text of the file, and of other functions of the same side or series. */
  readonly texts: FunctionTexts;
  /** Kernel version whose reference functions stand in for what the texts do not hold: `6.4`. */
  readonly kernel: string;
  /** Functions and macros that are not what the model says of them any longer: a use of one is unknown. */
  readonly rewritten?: ReadonlySet<string>;
  /** Definitions of the rest of the kernel tree, where there is one: they stand in for what nothing else says. */
  readonly elsewhere?: Elsewhere | undefined;
}

/** The options of which a branch was read, and those that the code asks for. */
function optionsOf(texts: readonly FunctionText[], reasons: readonly string[]): string[] {
  const read = texts.flatMap(({ choices }) => choices.filter(({ taken }) => taken).map(({ condition }) => condition));
  const plain = read.filter((condition) => !/^(?:ifndef|else)|!/.test(condition));
  const asked = reasons.filter((reason) => reason.endsWith('is taken to be set'));
  return [...new Set([...plain, ...asked].flatMap((words) => words.match(/\bCONFIG_\w+/g) ?? []))];
}

/**
 * Turns a kernel function into a program of the model's steps.
 *
 * Where the texts do not hold the function, the model's own text of it at that version is read instead.
 * What the model knows becomes steps and values, callees with a text are put in place of their calls, what cannot touch
 * a modelled object is left out, and everything that was left out, assumed or not understood is listed with its line.
 */
export function liftFunction(request: LiftRequest, vocabulary: Vocabulary, parser: CParser): LiftResult {
  const text = request.texts.get(request.name) ?? referenceText(vocabulary, request.name, request.kernel);
  if (text === undefined) return { ok: false, missing: [`the text of ${request.name}`] };
  const lowered = lowerFunction(text, request, vocabulary, parser);
  if (lowered === undefined) return { ok: false, missing: [`a definition of ${request.name} that can be read`] };
  simplify(lowered.graph);
  const { sliced, unknown } = notesOf(lowered.graph);
  withoutNotes(lowered.graph);
  const program = linearise(request.name, lowered.graph);
  const branches = text.choices.map(({ line, condition, taken }) => ({
    reason: `#${condition}: ${taken ? 'taken' : 'left out'}`,
    at: { file: text.file, line, text: `#${condition}`, function: text.name },
  }));
  const lifted: Lifted = {
    program,
    origin: text.origin,
    inlined: lowered.inlined.map(({ name, origin }) => ({ name, origin })),
    sliced: [...sliced, ...branches],
    options: optionsOf(
      [text, ...lowered.inlined],
      sliced.map(({ reason }) => reason),
    ),
    assumed: choicesOf(program),
    unknown,
  };
  return { ok: true, lifted };
}
