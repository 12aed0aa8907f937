import { liftFunction } from '../lift/lift.ts';
import type { Lifted, LiftResult } from '../lift/lifted.ts';
import type { CParser } from '../lift/parser.ts';
import type { ChangedFunction } from '../lift/sides.ts';
import { functionsIn, wholeFile } from '../lift/text.ts';
import type { Vocabulary } from '../mm/vocabulary.ts';
import type { Side } from '../patch/patch.ts';
import type { PatchTexts } from './patch-texts.ts';

/** What checks stand on, made once. */
export interface Instruments {
  readonly vocabulary: Vocabulary;
  readonly parser: CParser;
  /** A clock in milliseconds. */
  readonly now: () => number;
  /** A reference function, or one primitive as a function, at a kernel version. */
  readonly lifted: (name: string, kernel: string) => Lifted;
}

/** Makes the instruments; a reference function is read once for each kernel version. */
export function makeInstruments(vocabulary: Vocabulary, parser: CParser, now: () => number): Instruments {
  const known = new Map<string, Lifted>();
  return {
    vocabulary,
    parser,
    now,
    lifted: (name, kernel) => {
      const key = `${name} ${kernel}`;
      const lifted = known.get(key) ?? liftReference(name, kernel, vocabulary, parser);
      known.set(key, lifted);
      return lifted;
    },
  };
}

export interface LiftedSides {
  readonly before: LiftResult;
  readonly after: LiftResult;
}

/** Lifts a changed function as it stood before the patch and as it stands after it. */
export function liftSides(
  changed: ChangedFunction,
  texts: PatchTexts,
  kernel: string,
  { vocabulary, parser }: Instruments,
): LiftedSides {
  const lift = (which: Side): LiftResult => {
    const text = texts.of(changed)[which];
    if (text === undefined) {
      const missing = which === 'before' ? 'is new in this patch' : 'is gone after this patch';
      return { ok: false, missing: [`the text of ${changed.name}, which ${missing}`] };
    }
    const own = new Set([changed.name, changed.formerly]);
    const rewritten = new Set([...texts.changed].filter((name) => !own.has(name)));
    const side = new Map(texts[which]).set(text.name, text);
    return guarded(changed.name, () =>
      liftFunction({ name: text.name, texts: side, kernel, rewritten, elsewhere: texts.elsewhere }, vocabulary, parser),
    );
  };
  return { before: lift('before'), after: lift('after') };
}

/** A function at which the reader itself fails is one that is not modelled: the rest of the patch is still checked. */
export function guarded(name: string, lift: () => LiftResult): LiftResult {
  try {
    return lift();
  } catch (error) {
    return { ok: false, missing: [`a reading of ${name}: ${error instanceof Error ? error.message : String(error)}`] };
  }
}

/** A reference function that cannot be read whole is a bug of the model, not of the input. */
function liftReference(name: string, kernel: string, vocabulary: Vocabulary, parser: CParser): Lifted {
  const reference = vocabulary.reference(name, kernel);
  const primitive = vocabulary.primitive(name);
  const text = reference?.text ?? (primitive === undefined ? undefined : wrapper(primitive));
  if (text === undefined) throw new Error(`expected a reference function ${name}`);
  const texts = functionsIn(wholeFile('reference', text, 'reference'));
  const lift = liftFunction({ name: reference === undefined ? WRAPPER : name, texts, kernel }, vocabulary, parser);
  if (!lift.ok) throw new Error(`expected reference function ${name} to be read: ${lift.missing.join(', ')}`);
  const unknown = lift.lifted.unknown.map((one) => one.name);
  if (unknown.length > 0)
    throw new Error(`expected all calls of reference function ${name} to be known, not so ${unknown.join(', ')}`);
  return lift.lifted;
}

const WRAPPER = 'one_step';

/** A function that does nothing but one primitive, for threads that call it by its name. */
function wrapper({ name, parameters }: { readonly name: string; readonly parameters: readonly string[] }): string {
  const declared = parameters.map((type, index) => `${type}${type.endsWith('*') ? '' : ' '}a${index}`).join(', ');
  const passed = parameters.map((_, index) => `a${index}`).join(', ');
  return `void ${WRAPPER}(${declared})\n{\n\t${name}(${passed});\n}`;
}
