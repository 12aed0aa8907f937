/**
 * Makes text from the internet safe to print: the one way of every string that came from mail to a terminal or a file.
 *
 * A mail may hold escape sequences that move the cursor, retitle the window or hide text, and bidirectional controls that
 * show code in another order than the compiler reads it (CVE-2021-42574). All of them become visible ASCII.
 */

const DELETE = 0x7f;

/** C0 except tab and LF, DEL, C1, lone surrogates, and characters of Unicode's Cf that steer or hide text. */
const UNSAFE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]|[\u{e0000}-\u{e007f}]/gu;

/** Caret notation for what ASCII controls (`^[`), a code point in angle brackets for the rest (`<U+202E>`). */
function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
  if (code === DELETE) return '^?';
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** Makes control, escape, bidirectional and invisible characters visible; leaves tabs and line feeds. */
export function display(text: string): string {
  return text.replace(UNSAFE, visible);
}

/** Makes a text safe as `display` does and puts it on one line: for tables, headings and messages. */
export function displayLine(text: string): string {
  return display(text.replace(/[\t\n\r\u2028\u2029]+/g, ' '));
}

/**
 * Replaces the tabs of one line by blanks up to the next stop of 8.
 *
 * `column` is where the line starts on the screen: 1 behind a diff's mark, which shifts code as every diff viewer does.
 */
export function expandTabs(line: string, column = 0): string {
  let at = column;
  let out = '';
  for (const [index, part] of line.split('\t').entries()) {
    if (index > 0) {
      const blanks = 8 - (at % 8);
      out += ' '.repeat(blanks);
      at += blanks;
    }
    out += part;
    at += part.length;
  }
  return out;
}

/**
 * Serialises to JSON that is safe to print: what JSON leaves raw though a terminal acts on it (DEL, C1, bidirectional
 * controls) is written as `\uXXXX`, so that the value read back is the same.
 */
export function displayJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(UNSAFE, (character) =>
    Array.from({ length: character.length }, (_, i) => escaped(character.charCodeAt(i))).join(''),
  );
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
