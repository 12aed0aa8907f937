import type { FunctionText, FunctionTexts } from '../lift/text.ts';

/** What the head of a function in the middle of a walk declares: entries or pointers to them, of any level. */
const HANDED = /\b(?:pte|pmd|pud)_t\s*\*?\s*(\w+)\s*[,)]/;

/** The text in front of a function's block: `static void f(pte_t *pte)`. */
const headOf = ({ code }: FunctionText): string => code.slice(0, code.indexOf('{'));

/** The function is handed an entry of the lowest level: what holds its table's lock has looked at it before. */
export function isHandedLeaf(text: FunctionText): boolean {
  return /\bpte_t\s*\*?\s*\w+\s*[,)]/.test(headOf(text));
}

/** A function's text has a call of a name. */
export function calls(text: FunctionText | undefined, name: string): boolean {
  return text !== undefined && new RegExp(`\\b${name}\\s*\\(`).test(text.code);
}

/**
 * The functions that call one, where they are all at hand: it is for its own file alone, and that file is there whole. None
 * where others may call it, or where it is only ever called by a pointer.
 */
export function callersOf(text: FunctionText, texts: FunctionTexts): readonly FunctionText[] {
  if (text.origin !== 'tree' || text.file.endsWith('.h') || !/^static\b/.test(headOf(text))) return [];
  return [...texts.values()].filter((other) => other.name !== text.name && calls(other, text.name));
}

/**
 * What a violation by a function of one file rests on, where the whole file is at hand and shows who calls it with an entry in
 * hand: that these callers hold no lock, and see to nothing, that the function relies on.
 */
export function relianceOnCallers(text: FunctionText, texts: FunctionTexts): readonly string[] {
  const handed = HANDED.exec(headOf(text))?.[1];
  const names = callersOf(text, texts).map(({ name }) => name);
  if (handed === undefined || names.length === 0) return [];
  return [`${names.join(' and ')} hold no lock and see to nothing for ${text.name} when they hand it ${handed}`];
}
