import stringWidth from 'string-width';

/**
 * Breaks a line between words so that no part is wider than `width` columns, but for words that are; what follows is
 * indented as the line is. An undefined width breaks nothing.
 */
export function wrapWords(line: string, width: number | undefined): string[] {
  if (width === undefined || stringWidth(line) <= width) return [line];
  const [indent = ''] = /^\s*/.exec(line) ?? [];
  const parts: string[] = [];
  let part = '';
  for (const word of line.trim().split(/\s+/)) {
    const longer = part === '' ? `${indent}${word}` : `${part} ${word}`;
    if (part !== '' && stringWidth(longer) > width) {
      parts.push(part);
      part = `${indent}${word}`;
    } else part = longer;
  }
  return [...parts, part];
}
