import { editReference } from '../lift/edited.ts';
import { liftFunction } from '../lift/lift.ts';
import type { LiftResult } from '../lift/lifted.ts';
import type { CParser } from '../lift/parser.ts';
import type { ChangedFunction, Sides } from '../lift/sides.ts';
import { type FunctionText, functionsIn, wholeFile } from '../lift/text.ts';
import type { Program } from '../mm/program.ts';
import { isWithin } from '../mm/version.ts';
import type { Vocabulary } from '../mm/vocabulary.ts';
import type { World } from '../mm/world.ts';
import type { Patch } from '../patch/patch.ts';
import { calleesOf } from './run.ts';

/** What checks stand on, made once. */
export interface Instruments {
  readonly vocabulary: Vocabulary;
  readonly parser: CParser;
  /** A clock in milliseconds. */
  readonly now: () => number;
  /** The program of a reference function, or of one primitive, at a kernel version. */
  readonly reference: (name: string, kernel: string) => Program;
}

/** Makes the instruments; a reference function is read once for each kernel version. */
export function makeInstruments(vocabulary: Vocabulary, parser: CParser, now: () => number): Instruments {
  const programs = new Map<string, Program>();
  return {
    vocabulary,
    parser,
    now,
    reference: (name, kernel) => {
      const key = `${name} ${kernel}`;
      const program = programs.get(key) ?? referenceProgram(name, kernel, vocabulary, parser);
      programs.set(key, program);
      return program;
    },
  };
}

export interface LiftedSides {
  readonly before: LiftResult;
  readonly after: LiftResult;
}

/**
 * Lifts a changed function as it stood before the patch and as it stands after it.
 *
 * Where the diff shows only parts of it, the model's own text of the function is taken, if there is one that the hunks
 * can be carried over to.
 */
export function liftSides(
  changed: ChangedFunction,
  patch: Patch,
  sides: Sides,
  kernel: string,
  instruments: Instruments,
): LiftedSides {
  const { vocabulary, parser } = instruments;
  const edited = isPartial(changed) ? editedReference(changed, patch, kernel, vocabulary) : undefined;
  const others = sides.changed.filter(({ name }) => name !== changed.name);
  const rewritten = new Set(others.flatMap(({ name, formerly = name }) => [name, formerly]));
  const lift = (which: 'before' | 'after'): LiftResult => {
    const text = edited?.[which] ?? changed[which];
    if (text === undefined) {
      const missing = which === 'before' ? 'is new in this patch' : 'is gone after this patch';
      return { ok: false, missing: [`the text of ${changed.name}, which ${missing}`] };
    }
    const texts = new Map(sides[which]).set(text.name, text);
    return guarded(changed.name, () => liftFunction({ name: text.name, texts, kernel, rewritten }, vocabulary, parser));
  };
  return { before: lift('before'), after: lift('after') };
}

/** A function at which the reader itself fails is one that is not modelled: the rest of the patch is still checked. */
function guarded(name: string, lift: () => LiftResult): LiftResult {
  try {
    return lift();
  } catch (error) {
    return { ok: false, missing: [`a reading of ${name}: ${error instanceof Error ? error.message : String(error)}`] };
  }
}

const isPartial = ({ before, after }: ChangedFunction) => before?.origin === 'fragment' || after?.origin === 'fragment';

/** Both sides of a function from the model's own text of it, edited as the hunks say; the text must be of that time. */
function editedReference(
  { name, path }: ChangedFunction,
  patch: Patch,
  kernel: string,
  vocabulary: Vocabulary,
): { readonly before: FunctionText | undefined; readonly after: FunctionText | undefined } | undefined {
  const reference = vocabulary.reference(name, kernel);
  const change = patch.files.find((file) => file.path === path);
  if (reference === undefined || change === undefined || !isWithin(kernel, reference)) return undefined;
  const edited = editReference(reference.text, change, name);
  if (edited === undefined) return undefined;
  const read = (text: string) => functionsIn(wholeFile('reference', text, 'reference')).get(name);
  return { before: read(edited.before), after: read(edited.after) };
}

/** The programs of the functions that a world's own threads call. */
export function worldPrograms(world: World, kernel: string, instruments: Instruments): ReadonlyMap<string, Program> {
  return new Map(calleesOf(world).map((name) => [name, instruments.reference(name, kernel)]));
}

/** A reference function that cannot be read whole is a bug of the model, not of the input. */
function referenceProgram(name: string, kernel: string, vocabulary: Vocabulary, parser: CParser): Program {
  const reference = vocabulary.reference(name, kernel);
  const primitive = vocabulary.primitive(name);
  const text = reference?.text ?? (primitive === undefined ? undefined : wrapper(primitive));
  if (text === undefined) throw new Error(`expected a reference function ${name}`);
  const texts = functionsIn(wholeFile('reference', text, 'reference'));
  const lift = liftFunction({ name: reference === undefined ? WRAPPER : name, texts, kernel }, vocabulary, parser);
  if (!lift.ok) throw new Error(`expected reference function ${name} to be read: ${lift.missing.join(', ')}`);
  if (lift.lifted.unknown.length > 0) throw new Error(`expected all calls of reference function ${name} to be known`);
  return lift.lifted.program;
}

const WRAPPER = 'one_step';

/** A function that does nothing but one primitive, for threads that call it by its name. */
function wrapper({ name, parameters }: { readonly name: string; readonly parameters: readonly string[] }): string {
  const declared = parameters.map((type, index) => `${type}${type.endsWith('*') ? '' : ' '}a${index}`).join(', ');
  const passed = parameters.map((_, index) => `a${index}`).join(', ');
  return `void ${WRAPPER}(${declared})\n{\n\t${name}(${passed});\n}`;
}
