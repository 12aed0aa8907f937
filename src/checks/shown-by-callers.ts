import type { FunctionText, FunctionTexts } from '../lift/text.ts';
import { callersOf, isHandedLeaf } from './callers.ts';
import type { Run } from './check.ts';

/** Runs another function of the same side in the place of one, asked for the same property in the same world. */
export type RunOther = (text: FunctionText) => Run;

/**
 * What is missing for a violation that a function of a tree comes to alone: where all that call it are at hand, and none of
 * them, nor of those further up, comes to it by way of the function, their locks and what they look at first are what it
 * rests on. Where they are not, it must not rest on what they hand over.
 *
 * @param handed What the function is handed in the middle of a walk, as the harness says it.
 * @returns A phrase that names the callers; undefined where the violation stands without them.
 */
export function missingOfCallers(
  text: FunctionText,
  texts: FunctionTexts,
  property: string,
  handed: readonly string[],
  runOther: RunOther,
): string | undefined {
  const callers = callersOf(text, texts);
  if (callers.length === 0)
    return text.origin === 'tree' && (handed.length > 0 || isHandedLeaf(text))
      ? `what the callers of ${text.name} do about ${property}`
      : undefined;
  const breaks = (caller: FunctionText): boolean => {
    const { result, trace } = runOther(caller);
    return result === 'violated' && trace.some(({ at }) => at?.function === text.name);
  };
  if (isShown(text, texts, breaks)) return undefined;
  const names = callers.map(({ name }) => name).join(' or ');
  return `a run of ${names}, where ${text.name} is called, that breaks ${property} by way of it`;
}

/** Some caller breaks it by way of the function, and so do its own callers, as far up as they are at hand. */
function isShown(text: FunctionText, texts: FunctionTexts, breaks: (caller: FunctionText) => boolean): boolean {
  const seen = new Set([text.name]);
  const isShownFor = (one: FunctionText): boolean =>
    callersOf(one, texts).some((caller) => {
      if (seen.has(caller.name)) return false;
      seen.add(caller.name);
      return breaks(caller) && (callersOf(caller, texts).length === 0 || isShownFor(caller));
    });
  return isShownFor(text);
}
