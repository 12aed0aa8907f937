import stringWidth from 'string-width';

/**
 * Breaks a text at its blanks into lines of at most `width` columns; a word that is longer is cut.
 *
 * Texts from mails may hold anything: tabs and line breaks count as blanks, and control and direction characters, which
 * could play tricks on a terminal, become U+FFFD.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of plain(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (stringWidth(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = cut(word, width);
    line = pieces.pop() ?? '';
    lines.push(...pieces);
  }
  return [...lines, line];
}

/** The text on one line, without anything that a terminal would obey. */
export function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

/** A word in pieces of at most `width` columns, at least one character each. */
function cut(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let columns = 0;
  for (const character of word) {
    const wide = stringWidth(character);
    if (columns + wide > width && piece !== '') {
      pieces.push(piece);
      piece = '';
      columns = 0;
    }
    piece += character;
    columns += wide;
  }
  return [...pieces, piece];
}
