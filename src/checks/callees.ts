import { liftFunction } from '../lift/lift.ts';
import type { Lifted, LiftResult } from '../lift/lifted.ts';
import type { Program } from '../mm/program.ts';
import { SUBJECT, type World } from '../mm/world.ts';
import type { Side } from '../patch/patch.ts';
import type { PatchTexts } from './patch-texts.ts';
import { guarded, type Instruments } from './programs.ts';

/** What the other threads of a world run. */
export type Callees =
  | {
      readonly ok: true;
      readonly programs: ReadonlyMap<string, Program>;
      /** Those of the functions that are run as the patch has them. */
      readonly patched: readonly string[];
    }
  /** What is missing, by name: a phrase each. */
  | { readonly ok: false; readonly missing: readonly string[] };

/**
 * The programs of the functions that a world's own threads call: the model's own, but the patch's text where the patch
 * changes them or what they call.
 *
 * What the patch makes of such a function must be read whole; how it stood before, the model's own text says too.
 */
export function worldPrograms(
  world: World,
  kernel: string,
  instruments: Instruments,
  patch?: { readonly texts: PatchTexts; readonly side: Side },
): Callees {
  const programs = new Map<string, Program>();
  const patched: string[] = [];
  const missing: string[] = [];
  for (const name of calleesOf(world)) {
    const known = instruments.lifted(name, kernel);
    if (patch === undefined || !isChanged(name, known, patch.texts, kernel, instruments)) {
      programs.set(name, known.program);
      continue;
    }
    const lift = liftPatched(name, kernel, patch, instruments);
    if (lift.ok && lift.lifted.unknown.length === 0) {
      programs.set(name, lift.lifted.program);
      patched.push(name);
    } else if (patch.side === 'before') programs.set(name, known.program);
    else missing.push(...missingOf(name, lift));
  }
  return missing.length === 0 ? { ok: true, programs, patched } : { ok: false, missing: [...new Set(missing)] };
}

/** Names the functions that a world's threads call besides the one under test. */
export function calleesOf(world: World): readonly string[] {
  return [
    ...new Set(
      world.threads.flatMap((thread) => thread.runs.flatMap((run) => (run === SUBJECT ? [] : [run.function]))),
    ),
  ];
}

function missingOf(name: string, lift: LiftResult): readonly string[] {
  const missing = lift.ok ? lift.lifted.unknown.map((call) => `what ${call.name} does`) : lift.missing;
  return missing.map((phrase) => `${phrase} in ${name}, which the patch changes and other threads run`);
}

/** The patch changes a function, or something that its text or that of a callee names. */
function isChanged(
  name: string,
  { inlined }: Lifted,
  texts: PatchTexts,
  kernel: string,
  { vocabulary }: Instruments,
): boolean {
  return [name, ...inlined.map((callee) => callee.name)].some((one) => {
    const words = vocabulary.reference(one, kernel)?.text.match(/\w+/g) ?? [one];
    return words.some((word) => texts.changed.has(word));
  });
}

/** Reads a function of a world with the patch's texts, as the diff shows them, else with the model's own carried along. */
function liftPatched(
  name: string,
  kernel: string,
  { texts, side }: { readonly texts: PatchTexts; readonly side: Side },
  { vocabulary, parser }: Instruments,
): LiftResult {
  const { changed: rewritten, elsewhere } = texts;
  const request = { name, kernel, rewritten, elsewhere };
  const shown = guarded(name, () => liftFunction({ ...request, texts: texts[side] }, vocabulary, parser));
  if (shown.ok && shown.lifted.unknown.length === 0) return shown;
  const edited = guarded(name, () => liftFunction({ ...request, texts: texts.carried(side) }, vocabulary, parser));
  return edited.ok && edited.lifted.unknown.length === 0 ? edited : shown;
}
