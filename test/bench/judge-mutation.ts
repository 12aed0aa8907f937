import { checkPatch } from '../../src/checks/check-patch.ts';
import type { Instruments } from '../../src/checks/programs.ts';
import type { FunctionText } from '../../src/lift/text.ts';
import { readPatch } from '../../src/patch/read.ts';
import { diffOf } from './mutation-patch.ts';

/** A function of a file with a protecting step gone, moved or weakened. */
export interface Mutant {
  readonly path: string;
  /** The file as it is. */
  readonly whole: string;
  /** The function in it. */
  readonly text: FunctionText;
  /** What takes its place. */
  readonly mutant: string;
}

export interface JudgedMutant {
  readonly result: 'violated' | 'not-modelled' | 'holds';
  /** World and property of each check that came to it. */
  readonly in: readonly string[];
}

/** What `mmlore check --tree` makes of the patch that turns the function into its mutant: what it breaks that was kept before. */
export function judgeMutation({ path, whole, text, mutant }: Mutant, kernel: string, tools: Instruments): JudgedMutant {
  const places = whole.split(text.text);
  if (places.length !== 2) throw new Error(`expected ${text.name} to stand in ${path} once`);
  const checks = checkPatch(
    {
      patch: readPatch('mutant@example.org', diffOf(path, whole, places.join(mutant))),
      date: undefined,
      claims: [],
      kernel,
      tree: { file: (change) => (change.path === path ? whole : undefined) },
      wanted: { world: undefined, property: undefined, function: text.name },
      maxStates: 50_000,
      timeout: 20,
    },
    tools,
  );
  for (const result of ['violated', 'holds'] as const) {
    const some = checks.filter(({ before, after }) => after.result === result && before.result !== 'violated');
    if (some.length > 0) return { result, in: some.map(({ world, property }) => `${world} ${property}`) };
  }
  return { result: 'not-modelled', in: [] };
}
