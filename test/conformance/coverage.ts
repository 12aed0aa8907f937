import type { Operation } from './operation.ts';
import type { TwinRun } from './twin.ts';

/** Operations whose last word says what they are: `madvise dontneed`. */
const MODES: ReadonlyMap<string, number> = new Map([
  ['mmap', 2],
  ['mprotect', 2],
  ['madvise', 2],
  ['userfaultfd', 0],
  ['register', 2],
  ['mremap', 3],
  ['copy', 2],
  ['continue', 1],
  ['writeprotect', 2],
  ['move', 2],
  ['scan', 2],
]);

/** What of a result is no value: `read 3` and `read 4` are one. */
const RESULT = /^(?:\D*(?= \d)|maps|scan|.*)/;

/** What an operation counts as. */
export function sortOf({ name, args }: Operation): string {
  const at = MODES.get(name);
  return at === undefined ? name : `${name} ${args[at] ?? ''}`.trim();
}

/** Which operations ran, with what result, and which ran before which. */
export class Coverage {
  readonly #results = new Map<string, Map<string, number>>();
  readonly #pairs = new Set<string>();

  /** Counts a program with what each operation gave. */
  add({ program, observations, left }: TwinRun): void {
    for (const operation of left) this.#count(sortOf(operation), 'not modelled');
    const before = new Set<string>();
    for (const [at, operation] of program.operations.entries()) {
      const result = observations[at]?.result;
      if (result === undefined || result === 'no process') continue;
      const sort = sortOf(operation);
      for (const earlier of before) this.#pairs.add(`${earlier} → ${sort}`);
      before.add(sort);
      this.#count(sort, RESULT.exec(result)?.[0] ?? result);
    }
  }

  #count(sort: string, result: string): void {
    const counts = this.#results.get(sort) ?? new Map<string, number>();
    this.#results.set(sort, counts.set(result, (counts.get(result) ?? 0) + 1));
  }

  /** The pairs, of all that there could be, in which the first never ran before the second. */
  missing(): string[] {
    const sorts = [...this.#results.keys()].toSorted((a, b) => a.localeCompare(b));
    return sorts.flatMap((a) => sorts.map((b) => `${a} → ${b}`)).filter((pair) => !this.#pairs.has(pair));
  }

  /** A table of operations and results, and how many of the pairs have been seen. */
  text(): string {
    const rows = [...this.#results].toSorted(([a], [b]) => a.localeCompare(b));
    const lines = rows.map(([sort, counts]) => {
      const each = [...counts].toSorted(([, a], [, b]) => b - a).map(([word, count]) => `${word} ${count}`);
      return `  ${sort.padEnd(28)} ${each.join(', ')}`;
    });
    const missing = this.missing();
    const all = rows.length ** 2;
    return [
      ...lines,
      `  pairs in order: ${all - missing.length} of ${all}${missing.length > 0 && missing.length < 20 ? `; not seen: ${missing.join('; ')}` : ''}`,
    ].join('\n');
  }
}
