/** Words that start a statement or a declaration of C and seldom a sentence. */
const KEYWORD =
  /^(?:if|for|while|switch|do|else if)\s?\(|^(?:return|goto|case|break|continue|static|struct|const|unsigned|signed|int|void|bool|long|char|extern|enum|union|typedef|inline|noinline|default|else|EXPORT_SYMBOL\w*)\b[^.?!]*[;:{(),*]$|^(?:#\s?(?:include|define|undef|ifdef|ifndef|if|elif|else|endif|pragma|error|warning))\b/;

/** Operators that prose does not have. */
const OPERATOR =
  /^\w[\w\->.[\]]*\((?:[^()]|\([^()]*\))+\)[;,]?$|^\w[\w\->.[\]]*\(\);$|&&$|\|\|$|^&&\s|^\|\|\s|\s[!=]=\s|^\*?\w[\w\->.[\]]* [|&+-]?= |\w->\w.*[,(]$/;

/**
 * Tells whether a line, its diff mark taken off, looks like C rather than like words.
 *
 * A line that ends in a semicolon, a brace or a comment's end, a comment's middle, a keyword with its bracket, an
 * operator. A doubtful line counts as words: only around it can tell.
 */
export function looksLikeCode(text: string): boolean {
  const line = text.trim();
  if (line === '') return false;
  const last = line[line.length - 1] ?? '';
  if (last === ';' || last === '{' || last === '}' || last === '\\') return !isSentence(line);
  if (line.startsWith('/*') || line.startsWith('//') || line.endsWith('*/') || /^\*(?:\s|$)/.test(line)) return true;
  if (line[0] === '}' || line[0] === '{') return true;
  if (KEYWORD.test(line)) return true;
  return OPERATOR.test(line) && !isSentence(line);
}

/** Five words or more with single blanks between them and nothing that only code has. */
function isSentence(line: string): boolean {
  return /^[A-Z"']?[a-z']+,?(?: [A-Za-z'"]+[,.;:?!]?){4,}/.test(line);
}
