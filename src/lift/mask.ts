/**
 * Comments to blanks and the insides of literals to underscores, so that what follows may look for braces and words.
 *
 *     if (c == '{' && foo("a(b")) // opens {
 *     if (c == '_' && foo("___"))
 *
 * Same length, same line breaks. A comment that is never closed ends with the text; a literal that is never closed
 * ends with its line, as in C.
 */
export function mask(text: string): string {
  return text.replace(TOKEN, (token) => {
    const quote = token.charAt(0);
    if (quote === '/') return token.replace(/[^\n]/g, ' ');
    const isClosed = token.length > 1 && token.endsWith(quote);
    const inside = token.slice(1, isClosed ? -1 : undefined).replace(/[^\n]/g, '_');
    return `${quote}${inside}${isClosed ? quote : ''}`;
  });
}

const TOKEN = /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?/g;

/** Every character to a blank, line breaks kept: what is taken out without moving anything. */
export function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/** No head of a loop or of an attribute is longer. */
const MAX_BRACKET = 2000;

/**
 * The offset of the bracket that closes the one at `open`, in masked text.
 *
 * Undefined where it is not closed soon.
 */
export function closing(code: string, open: number): number | undefined {
  let depth = 0;
  const end = Math.min(code.length, open + MAX_BRACKET);
  for (let i = open; i < end; i++) {
    const c = code.charCodeAt(i);
    if (c === 0x28 || c === 0x5b || c === 0x7b) depth++;
    else if (c === 0x29 || c === 0x5d || c === 0x7d) {
      depth--;
      if (depth === 0) return i;
    }
  }
  return undefined;
}

/** For each brace in the first column the offset of the one that closes it: where functions begin and end. */
export function blocks(code: string): Map<number, number> {
  const found = new Map<number, number>();
  const open: number[] = [];
  for (const { 0: bracket, index } of code.matchAll(/[()[\]{}]/g)) {
    if (bracket === '(' || bracket === '[' || bracket === '{') open.push(index);
    else {
      const start = open.pop();
      const isFirst = start !== undefined && (start === 0 || code[start - 1] === '\n');
      if (isFirst && code[start] === '{') found.set(start, index);
    }
  }
  return found;
}
