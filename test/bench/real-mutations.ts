import type { Instruments } from '../../src/checks/programs.ts';
import { type FunctionText, type FunctionTexts, functionsIn, wholeFile } from '../../src/lift/text.ts';
import { type RealRun, runFunction } from './real-functions.ts';

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

/** What is made of a mutation by the checks that hold for the function as it is. */
export function judgeMutation(
  mutation: RealMutation,
  held: readonly RealRun[],
  texts: FunctionTexts,
  kernel: string,
  tools: Instruments,
): 'violated' | 'not-modelled' | 'holds' {
  const mutated = new Map(texts).set(mutation.function, mutation.text);
  const results = held.flatMap(({ world, property }) =>
    runFunction(mutation.function, mutated, kernel, tools, { world, property }).map(({ run }) => run.result),
  );
  if (results.includes('violated')) return 'violated';
  return results.includes('holds') ? 'holds' : 'not-modelled';
}
