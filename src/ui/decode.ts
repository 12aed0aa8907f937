/**
 * A key as the bindings name it: the character itself (`j`, `?`, `é`, a blank), or `Enter`, `Esc`, `Tab`, `Shift-Tab`,
 * `Backspace`, `Up`, `PgDn`, `Ctrl-d` and the like.
 */
export type Key = string;

export interface Decoded {
  readonly keys: readonly Key[];
  /** The start of a sequence whose rest has not come yet. */
  readonly rest: string;
}

const ESC = '\x1b';
const NAMED: Readonly<Record<string, Key>> = {
  '\r': 'Enter',
  '\n': 'Enter',
  '\t': 'Tab',
  '\x7f': 'Backspace',
  '\b': 'Backspace',
  '\0': 'Ctrl-Space',
};
/** By the final letter of `ESC [ … X` and `ESC O X`. */
const BY_LETTER: Readonly<Record<string, Key>> = {
  A: 'Up',
  B: 'Down',
  C: 'Right',
  D: 'Left',
  F: 'End',
  H: 'Home',
  M: 'Enter',
  Z: 'Shift-Tab',
};
/** By the number of `ESC [ N ~`. */
const BY_NUMBER: Readonly<Record<string, Key>> = {
  '1': 'Home',
  '2': 'Insert',
  '3': 'Delete',
  '4': 'End',
  '5': 'PgUp',
  '6': 'PgDn',
  '7': 'Home',
  '8': 'End',
};

/**
 * Reads what a terminal in raw mode sends into keys, however many come in one read and wherever the read was cut.
 *
 * ```
 * > | j\r\x1b[A
 *       ^^^^^^^   Enter, Up
 * ```
 *
 * A sequence that no key has (a mouse report, a terminal's answer) is swallowed whole. An ESC before an ordinary key is
 * the Esc key and that key, since fast typing looks the same as Alt and nothing is bound to Alt.
 *
 * @param pending `rest` of the last call followed by what was read, as UTF-8 text.
 * @returns The keys, and the start of an unfinished sequence; an ESC that nothing follows is one, see `flush`.
 */
export function decodeKeys(pending: string): Decoded {
  const keys: Key[] = [];
  let at = 0;
  while (at < pending.length) {
    const read = pending[at] === ESC ? readEscape(pending, at) : readPlain(pending, at);
    if (read === undefined) return { keys, rest: pending.slice(at) };
    if (read.key !== undefined) keys.push(read.key);
    at = read.end;
  }
  return { keys, rest: '' };
}

/** What an unfinished sequence means when nothing more came for a while: the Esc key, and what follows as it is. */
export function flush(rest: string): readonly Key[] {
  return rest === '' ? [] : ['Esc', ...decodeKeys(rest.slice(1)).keys];
}

interface Read {
  readonly key: Key | undefined;
  readonly end: number;
}

function readPlain(text: string, at: number): Read {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const end = at + character.length;
  const named = NAMED[character];
  if (named !== undefined) return { key: named, end };
  const code = character.charCodeAt(0);
  if (code < 0x20) return { key: `Ctrl-${String.fromCharCode(code + 0x60)}`, end };
  return { key: /[\p{Cc}\p{Cs}]/u.test(character) ? undefined : character, end };
}

function readEscape(text: string, at: number): Read | undefined {
  const introducer = text[at + 1];
  if (introducer === undefined) return undefined;
  if (introducer === '[') return readControlSequence(text, at + 2);
  if (introducer === 'O') {
    const letter = text[at + 2];
    if (letter === undefined) return undefined;
    return { key: BY_LETTER[letter], end: at + 3 };
  }
  return { key: 'Esc', end: at + 1 };
}

/** `ESC [`, parameters, a final character; `at` is after the bracket. */
function readControlSequence(text: string, at: number): Read | undefined {
  let end = at;
  while (end < text.length && /[\x20-\x3f]/.test(text[end] ?? '')) end++;
  const final = text[end];
  if (final === undefined) return undefined;
  const parameters = text.slice(at, end);
  if (final === '~') return { key: BY_NUMBER[parameters.split(';')[0] ?? ''], end: end + 1 };
  return { key: parameters.startsWith('<') ? undefined : BY_LETTER[final], end: end + 1 };
}
