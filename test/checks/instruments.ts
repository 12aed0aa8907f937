import type { Check } from '../../src/checks/check.ts';
import { type CheckRequest, checkPatch } from '../../src/checks/check-patch.ts';
import { type Instruments, makeInstruments } from '../../src/checks/programs.ts';
import { loadCParser } from '../../src/ingest/c-parser.ts';
import { vocabularyOf } from '../../src/mm/known.ts';
import type { ReferenceFunction } from '../../src/mm/vocabulary.ts';
import { readPatch } from '../../src/patch/read.ts';

const parser = await loadCParser();

/** Instruments of the model as shipped, or with other reference functions. */
export function instruments(functions?: readonly ReferenceFunction[], now = () => performance.now()): Instruments {
  return makeInstruments(vocabularyOf(functions), parser, now);
}

/** Instruments whose clock stands still: what is found depends on no machine's load. */
export const unhurried = (): Instruments => instruments(undefined, () => 0);

/** Checks the patch in a mail's text with nothing asked for but what is given. */
export function checkText(
  text: string,
  date: string,
  more: Partial<CheckRequest> = {},
  tools = instruments(),
): readonly Check[] {
  return checkPatch(
    {
      patch: readPatch('test@example.org', text),
      date,
      claims: [],
      kernel: undefined,
      tree: undefined,
      wanted: { world: undefined, property: undefined },
      maxStates: 1_000_000,
      timeout: 20,
      ...more,
    },
    tools,
  );
}

/** One line a check: world, property, result before and after. */
export function table(checks: readonly Check[]): string[] {
  return checks.map((check) => `${check.world} ${check.property}: ${check.before.result} → ${check.after.result}`);
}
