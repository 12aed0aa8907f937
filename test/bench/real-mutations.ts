import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Instruments } from '../../src/checks/programs.ts';
import { type FunctionText, functionsIn, wholeFile } from '../../src/lift/text.ts';
import { type JudgedMutant, judgeMutation } from './judge-mutation.ts';
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
  /** The function's text without it. */
  readonly text: string;
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
    const one = (how: 'removed' | 'moved', mutant: string | undefined) =>
      mutant === undefined ? [] : [{ function: text.name, how, line: line.trim(), text: mutant }];
    return [...one('removed', removed), ...one('moved', moved)];
  });
}

/** The text where it can still be read as the function. */
function read({ file, name }: FunctionText, lines: readonly string[]): string | undefined {
  const text = lines.join('\n');
  return functionsIn(wholeFile(file, text, 'tree')).has(name) ? text : undefined;
}

/** A mutation with what was made of it. */
export interface JudgedMutation extends RealMutation, JudgedMutant {
  readonly file: string;
}

/**
 * Judges every mutation of the functions of a file that hold as they are. Others have their turn before each function and mutation.
 *
 * @param asItIs Told of what each function that has mutations comes to as it is.
 */
export async function* judgedMutations(
  tree: string,
  file: string,
  kernel: string,
  tools: Instruments,
  asItIs: (run: RealRun) => void = () => {},
): AsyncGenerator<JudgedMutation> {
  const whole = readFileSync(join(tree, file), 'utf8');
  const texts = textsOf(tree, file);
  for (const [name, text] of texts) {
    await setImmediate();
    const mutations = mutationsOf(text);
    const runs = mutations.length === 0 ? [] : runFunction(name, texts, kernel, tools);
    runs.forEach(asItIs);
    if (!runs.some(({ run }) => run.result === 'holds')) continue;
    for (const mutation of mutations) {
      await setImmediate();
      yield { ...mutation, file, ...judgeMutation({ path: file, whole, text, mutant: mutation.text }, kernel, tools) };
    }
  }
}
