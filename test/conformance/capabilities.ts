import { sortOf } from './coverage.ts';
import type { Operation, Program } from './operation.ts';

/** What operations ask of a kernel, by the names under which the probe has found it there. */
export const CAPABILITIES = [
  ...['wp', 'missing-shmem', 'minor-shmem', 'wp-shmem', 'wp-unpopulated', 'wp-async', 'poison', 'move'],
  ...['pageout', 'cold', 'free', 'wipeonfork', 'populate', 'collapse', 'pagemap-scan', 'io-uring', 'direct-io'],
] as const;

/** Sorts of operations, and what they need. What a kernel has had since 5.7 is taken to be there. */
const NEEDS: readonly { readonly sort: RegExp; readonly needs: readonly (typeof CAPABILITIES)[number][] }[] = [
  { sort: /^(userfaultfd|register)\b/, needs: ['wp', 'missing-shmem', 'minor-shmem', 'wp-shmem'] },
  { sort: /^userfaultfd unpopulated$/, needs: ['wp-unpopulated'] },
  { sort: /^userfaultfd async$/, needs: ['wp-async', 'wp-unpopulated'] },
  { sort: /^poison$/, needs: ['poison'] },
  { sort: /^move\b/, needs: ['move'] },
  { sort: /^madvise pageout$/, needs: ['pageout'] },
  { sort: /^madvise cold$/, needs: ['cold'] },
  { sort: /^madvise free$/, needs: ['free'] },
  { sort: /^madvise (wipe|keep)onfork$/, needs: ['wipeonfork'] },
  { sort: /^madvise populate_/, needs: ['populate'] },
  { sort: /^madvise collapse$/, needs: ['collapse'] },
  { sort: /^scan\b/, needs: ['pagemap-scan'] },
  { sort: /^iopin$/, needs: ['io-uring'] },
  { sort: /^dread$/, needs: ['direct-io'] },
];

/** What an operation needs. */
export function needsOf(operation: Operation): readonly string[] {
  const sort = sortOf(operation);
  return NEEDS.filter((one) => one.sort.test(sort)).flatMap(({ needs }) => needs);
}

/** A program without the operations that a kernel cannot do. */
export function limitedTo(capabilities: ReadonlySet<string>, program: Program): Program {
  const operations = program.operations.filter((one) => needsOf(one).every((need) => capabilities.has(need)));
  return { ...program, operations };
}
