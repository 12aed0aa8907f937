/**
 * Kernel identifiers as mails write them: with a `_` inside, in capitals with a `_`, in the page-flag style
 * (`PageDirty`), or followed by `(`.
 */
const IDENTIFIER =
  /\b(?:[A-Za-z]\w*_\w+|_+[a-z]\w+|(?:Set|Clear|Test)?Page[A-Z]\w+|Clear[A-Z]\w+|[a-z]\w{2,}(?=\((?!s\))))\b/g;

/** Words that stand before a bracket and name nothing of the kernel. */
const NOT_SYMBOLS = new Set(
  'and do_not file for page pages return see sizeof switch that the which while with'.split(' '),
);

/** Most symbols that one claim names. */
const MOST = 8;

/** Finds the kernel identifiers of a text as written, functions without `()`, each once. */
export function symbolsOf(text: string): readonly string[] {
  const found = new Set<string>();
  IDENTIFIER.lastIndex = 0;
  for (let match = IDENTIFIER.exec(text); match !== null && found.size < MOST; match = IDENTIFIER.exec(text)) {
    if (!NOT_SYMBOLS.has(match[0])) found.add(match[0]);
  }
  return [...found];
}
