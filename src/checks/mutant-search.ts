import type { Limits } from '../explore/exploration.ts';
import { explore } from '../explore/explore.ts';
import type { Model } from '../explore/model.ts';
import type { Path } from '../explore/path.ts';
import { replayPath } from '../explore/trace.ts';
import { makeModel, type Setting } from '../mm/model.ts';
import type { Source } from '../mm/program.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { SOUNDNESS } from './soundness.ts';

/** States that one mutant may take, and all of a search together: a world is chosen so small that most need far fewer. */
const STATES_EACH = 200_000;
const STATES_IN_ALL = 2_000_000;

/**
 * Looks for one step without which a property that holds would be violated: a lock of the function's own text, then a step
 * of it, then of what it calls, then of the world's other programs.
 *
 * @param isOver Asked now and then; true where time is up.
 * @param among Which steps may be lost; all by default.
 * @returns The step in words and its place; undefined where none was found within the limits.
 */
export function failingMutant(
  setting: Setting,
  isOver: () => boolean,
  among: (at: Source) => boolean = () => true,
): { readonly says: string; readonly at: Source } | undefined {
  let left = STATES_IN_ALL;
  for (const { mutant, setting: weakened } of settingsOf(setting)) {
    if (!among(mutant.at)) continue;
    if (left <= 0 || isOver()) return undefined;
    const { fails, states } = tryMutant(weakened, mutant, {
      maxStates: Math.min(left, STATES_EACH),
      deadline: isOver,
    });
    if (fails) return { says: described(mutant), at: mutant.at };
    left -= states;
  }
  return undefined;
}

function* settingsOf(setting: Setting): Generator<{ readonly mutant: Mutant; readonly setting: Setting }> {
  const { subject, callees } = setting;
  const ofSubject = [...mutantsOf(subject.program, subject.args)];
  const own = ofSubject.filter((mutant) => mutant.at.function === subject.program.name);
  const inlined = ofSubject.filter((mutant) => mutant.at.function !== subject.program.name);
  const [regions, steps] = [own.filter(({ region }) => region), own.filter(({ region }) => !region)];
  for (const mutant of [...regions, ...steps, ...inlined]) {
    yield { mutant, setting: { ...setting, subject: { ...subject, program: mutant.program } } };
  }
  for (const [name, program] of callees) {
    for (const mutant of mutantsOf(program, [])) {
      yield { mutant, setting: { ...setting, callees: new Map(callees).set(name, mutant.program) } };
    }
  }
}

/**
 * Whether a run that breaks the property breaks nothing that code must keep anyway: of programs without a step the very
 * first run that breaks anything, of those without a whole lock the first that breaks the property.
 */
function tryMutant(
  setting: Setting,
  { region }: Mutant,
  limits: Limits,
): { readonly fails: boolean; readonly states: number } {
  const [property = ''] = setting.properties;
  const model = makeModel({ ...setting, properties: [property, ...SOUNDNESS.filter((one) => one !== property)] });
  const { outcomes, states } = explore(model, { ...limits, firstViolation: !region });
  const broken = outcomes.find((outcome) => outcome.result === 'violated' && outcome.property.name === property);
  return { fails: broken?.path !== undefined && (!region || isSound(model, property, broken.path)), states };
}

/** Nothing but the property is broken at the end of a run. */
function isSound(model: Model, property: string, path: Path): boolean {
  const replay = replayPath(model, path);
  const last = replay.ok ? replay.trace.states.at(-1) : undefined;
  if (last === undefined) throw new Error('expected the path of a mutant to replay');
  return model.properties.every((one) => one.modality === 'sometimes' || one.name === property || one.holds(last));
}

function described({ says, at }: Mutant): string {
  return `${says} (${at.function}, ${at.file}:${at.line})`;
}
