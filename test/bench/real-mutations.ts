import { withEvidence } from '../../src/checks/evidence.ts';
import type { Instruments } from '../../src/checks/programs.ts';
import { type FunctionText, type FunctionTexts, functionsIn, wholeFile } from '../../src/lift/text.ts';
import { worldNamed } from '../../src/mm/worlds.ts';
import { type RealRun, runFunction, textsOf } from './real-functions.ts';

/** Calls that protect something: what takes, gives back, tells, flushes, counts or orders. */
const PROTECTS =
  /^\s*(?:\w[\w>.-]*\s*=\s*)?(\w*(?:lock|unlock|flush|invalidate|_put|put_|_get|get_|rmap|notif|rcu|mkdirty|mark_dirty|wrprotect|marker|uffd|clear|sync|charge|assert)\w*)\((.*)\);\s*$/;

/** A function of a kernel with one protecting call taken out, or put behind the statement that follows it. */
export interface RealMutation {
  readonly function: string;
  readonly how: 'removed' | 'moved';
  /** The line, trimmed. */
  readonly line: string;
  readonly text: FunctionText;
}

/** Every removal and every move by one statement of a protecting call that stands in a line of its own. */
export function mutationsOf(text: FunctionText): readonly RealMutation[] {
  const lines = text.text.split('\n');
  return lines.flatMap((line, at): RealMutation[] => {
    if (!PROTECTS.test(line) || /^\s*(?:struct|int|bool|unsigned|pte_t|pmd_t|spinlock_t)\b/.test(line)) return [];
    // The only statement under a condition leaves an empty one.
    const without = lines.with(at, line.replace(/\S.*$/, ';'));
    const next = lines[at + 1];
    const removed = read(text, without);
    const isStatement =
      next !== undefined && /^\s*\w.*\);\s*$/.test(next) && !/^\s*(?:return|goto|if|for|while)\b/.test(next);
    const moved = isStatement ? read(text, lines.toSpliced(at, 2, next, line)) : undefined;
    const one = (how: 'removed' | 'moved', mutant: FunctionText | undefined) =>
      mutant === undefined ? [] : [{ function: text.name, how, line: line.trim(), text: mutant }];
    return [...one('removed', removed), ...one('moved', moved)];
  });
}

function read({ file, name }: FunctionText, lines: readonly string[]): FunctionText | undefined {
  return functionsIn(wholeFile(file, lines.join('\n'), 'tree')).get(name);
}

/** What `mmlore check` makes of a mutation, as of a patch, in the worlds where the function as it is holds. */
function judgeMutation(
  mutation: RealMutation,
  held: readonly RealRun[],
  texts: FunctionTexts,
  kernel: string,
  tools: Instruments,
): Pick<JudgedMutation, 'result' | 'holds'> {
  const mutated = new Map(texts).set(mutation.function, mutation.text);
  const runs = held.flatMap(({ world, property }) => {
    const only = { world, property };
    const [before] = runFunction(mutation.function, texts, kernel, tools, {
      ...only,
      other: { side: 'after', texts: mutated },
    });
    const [after] = runFunction(mutation.function, mutated, kernel, tools, {
      ...only,
      other: { side: 'before', texts },
    });
    const general = worldNamed(world);
    if (before === undefined || after === undefined || general === undefined) return [];
    const [, is] = withEvidence([before.side, after.side], general);
    return is === undefined ? [] : [{ world, property, result: is.result }];
  });
  const holds = runs.filter(({ result }) => result === 'holds').map(({ world, property }) => `${world} ${property}`);
  if (runs.some(({ result }) => result === 'violated')) return { result: 'violated', holds };
  return { result: holds.length > 0 ? 'holds' : 'not-modelled', holds };
}

/** A mutation with what was made of it. */
export interface JudgedMutation extends RealMutation {
  readonly file: string;
  readonly result: 'violated' | 'not-modelled' | 'holds';
  /** World and property of each `holds`. */
  readonly holds: readonly string[];
}

/**
 * Judges every mutation of the functions of a file that hold as they are.
 *
 * @param asItIs Told of what each function that has mutations comes to as it is.
 */
export function* judgedMutations(
  tree: string,
  file: string,
  kernel: string,
  tools: Instruments,
  asItIs: (run: RealRun) => void = () => {},
): Generator<JudgedMutation> {
  const texts = textsOf(tree, file);
  for (const [name, text] of texts) {
    const mutations = mutationsOf(text);
    const runs = mutations.length === 0 ? [] : runFunction(name, texts, kernel, tools);
    runs.forEach(asItIs);
    const holding = runs.filter(({ run }) => run.result === 'holds');
    if (holding.length === 0) continue;
    for (const mutation of mutations) {
      yield { ...mutation, file, ...judgeMutation(mutation, holding, texts, kernel, tools) };
    }
  }
}
