import { explore, type Limits } from '../explore/bfs.ts';
import { makeModel, type Setting } from '../mm/model.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { SOUNDNESS } from './soundness.ts';

/** States that one mutant may take, and all of a search together: a world is chosen so small that most need far fewer. */
const STATES_EACH = 200_000;
const STATES_IN_ALL = 2_000_000;

/**
 * Looks for one step without which a property that holds would be violated: of the function's own text, then of what it
 * calls, then of the world's other programs.
 *
 * @param isOver Asked now and then; true where time is up.
 * @returns The step in words; undefined where none was found within the limits.
 */
export function failingMutant(setting: Setting, isOver: () => boolean): string | undefined {
  let left = STATES_IN_ALL;
  for (const { mutant, setting: weakened } of settingsOf(setting)) {
    if (left <= 0 || isOver()) return undefined;
    const { fails, states } = tryMutant(weakened, { maxStates: Math.min(left, STATES_EACH), deadline: isOver });
    if (fails) return described(mutant);
    left -= states;
  }
  return undefined;
}

function* settingsOf(setting: Setting): Generator<{ readonly mutant: Mutant; readonly setting: Setting }> {
  const { subject, callees } = setting;
  const ofSubject = [...mutantsOf(subject.program, subject.args)];
  const own = ofSubject.filter((mutant) => mutant.at.function === subject.program.name);
  const inlined = ofSubject.filter((mutant) => mutant.at.function !== subject.program.name);
  for (const mutant of [...own, ...inlined]) {
    yield { mutant, setting: { ...setting, subject: { ...subject, program: mutant.program } } };
  }
  for (const [name, program] of callees) {
    for (const mutant of mutantsOf(program, [])) {
      yield { mutant, setting: { ...setting, callees: new Map(callees).set(name, mutant.program) } };
    }
  }
}

/** The shortest run that breaks the property does so with a program that is otherwise sound. */
function tryMutant(setting: Setting, limits: Limits): { readonly fails: boolean; readonly states: number } {
  const [property = ''] = setting.properties;
  const model = makeModel({ ...setting, properties: [property, ...SOUNDNESS.filter((one) => one !== property)] });
  const { outcomes, states } = explore(model, { ...limits, firstViolation: true });
  const fails = outcomes.some((outcome) => outcome.result === 'violated' && outcome.property.name === property);
  return { fails, states };
}

function described({ says, at }: Mutant): string {
  return `${says} (${at.function}, ${at.file}:${at.line})`;
}
