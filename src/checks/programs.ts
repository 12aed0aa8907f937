import { liftFunction } from '../lift/lift.ts';
import type { LiftResult } from '../lift/lifted.ts';
import type { CParser } from '../lift/parser.ts';
import type { ChangedFunction, Sides } from '../lift/sides.ts';
import { functionsIn, wholeFile } from '../lift/text.ts';
import type { Program } from '../mm/program.ts';
import type { Vocabulary } from '../mm/vocabulary.ts';
import type { World } from '../mm/world.ts';
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

/** Lifts a changed function as it stood before the patch and as it stands after it. */
export function liftSides(
  changed: ChangedFunction,
  sides: Sides,
  kernel: string,
  instruments: Instruments,
): LiftedSides {
  const { vocabulary, parser } = instruments;
  const lift = (which: 'before' | 'after'): LiftResult => {
    const text = changed[which];
    if (text === undefined) {
      const missing = which === 'before' ? 'is new in this patch' : 'is gone after this patch';
      return { ok: false, missing: [`the text of ${changed.name}, which ${missing}`] };
    }
    return liftFunction({ name: text.name, texts: sides[which], kernel }, vocabulary, parser);
  };
  return { before: lift('before'), after: lift('after') };
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
