import type { Program, Source } from '../mm/program.ts';

/** The lines of a program that the other side of a patch has not, by what stands in them: those that a change consists of. */
export function changedLines(program: Program, other: Program): ReadonlySet<string> {
  const known = new Set(stepsOf(other).map(lineOf));
  return new Set(
    stepsOf(program)
      .map(lineOf)
      .filter((line) => !known.has(line)),
  );
}

/**
 * The steps on such lines, as phrases, where no run comes to any of them: what a world would need so that the change shows.
 *
 * Undefined where the side has no such step.
 */
export function unreachedOf(
  program: Program,
  changed: ReadonlySet<string>,
  reached: ReadonlySet<Source>,
): readonly string[] | undefined {
  const steps = stepsOf(program).filter((at) => changed.has(lineOf(at)));
  if (steps.length === 0) return undefined;
  const seen = new Set([...reached].map(lineOf));
  if (steps.some((at) => seen.has(lineOf(at)))) return [];
  return [...new Set(steps.map(({ file, line, text }) => `a run that comes to ${file}:${line}, "${text}"`))];
}

function stepsOf(program: Program): readonly Source[] {
  return program.code.flatMap((one) => (one.kind === 'primitive' ? [one.at] : []));
}

const lineOf = ({ function: name, text }: Source): string => `${name}: ${text}`;
