import type { FunctionText, FunctionTexts } from '../lift/text.ts';

/** What the head of a function in the middle of a walk declares: entries or pointers to them, of any level. */
const HANDED = /\b(?:pte|pmd|pud)_t\s*\*?\s*(\w+)\s*[,)]/;

/**
 * What a violation by a function of one file rests on, where the whole file is at hand and shows who calls it with an entry in
 * hand: that these callers hold no lock, and see to nothing, that the function relies on.
 */
export function relianceOnCallers(text: FunctionText, texts: FunctionTexts): readonly string[] {
  if (text.origin !== 'tree') return [];
  const head = text.code.slice(0, text.code.indexOf('{'));
  const handed = HANDED.exec(head)?.[1];
  if (!/^static\b/.test(head) || handed === undefined) return [];
  const call = new RegExp(`\\b${text.name}\\s*\\(`);
  const callers = [...texts.values()].filter(({ name, code }) => name !== text.name && call.test(code));
  if (callers.length === 0) return [];
  const names = callers.map(({ name }) => name).join(' and ');
  return [`${names} hold no lock and see to nothing for ${text.name} when they hand it ${handed}`];
}
