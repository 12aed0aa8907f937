import type { Issue } from '../issue.ts';

/** Bytes of one mail that are kept; the longest real mails on kernel lists are a few megabytes. */
const LONGEST_MAIL = 16 * 1024 * 1024;

/** Bytes of a `From ` line that are looked at; mail programs write about 60. */
const LONGEST_SEPARATOR = 512;

/** One mail of an mbox. */
export interface Enclosed {
  /** Without the `From ` line, the escapes of body lines undone. */
  readonly raw: Buffer;
  /** Byte offset of its `From ` line. */
  readonly offset: number;
  readonly issues: readonly Issue[];
}

/**
 * mboxrd escapes `From ` and `>From ` and so on with one more `>`; mboxo and mboxcl escape `From ` only; mboxcl2 says the
 * length and escapes nothing.
 */
type Variant = 'mboxrd' | 'mboxo' | 'mboxcl2';

/** Undoes the escapes: `>From ` at a line start loses one `>`; in mboxrd so does `>>From `. */
const ESCAPES: Readonly<Record<Variant, RegExp | undefined>> = {
  mboxrd: /^>(?=>*From )/gm,
  mboxo: /^>(?=From )/gm,
  mboxcl2: undefined,
};

/**
 * Tells whether a line opens a mail: `From `, a sender, and at the end a day, a time and a year, somewhat stricter than git's
 * `is_from_line`.
 *
 *     From mboxrd@z Thu Jan  1 00:00:00 1970
 *                            ^ ^^^^^^^^ ^^^^
 */
function isSeparator(line: string): boolean {
  return /^From \S.{0,400}?[ \d]\d +\d{1,2}:\d\d(?::\d\d)?(?: [A-Z+-]\S{0,8}){0,2} (?:19[7-9]|2\d\d)\d(?: [+-]\d{4})?\s*$/.test(
    line,
  );
}

/** What may follow a `From ` line: a header field, an older `>From ` line, or nothing at all. */
const AFTER_SEPARATOR = /^(?:>From |[!-9;-~]+[ \t]*:|\r?$)/;

/** A stream of bytes cut into the mails of an mbox; keeps one mail in memory. */
export async function* splitMbox(chunks: AsyncIterable<Buffer>): AsyncGenerator<Enclosed> {
  let held: Buffer = Buffer.alloc(0);
  let heldAt = 0;
  let cut = 0;
  let searched = 0;
  for await (const chunk of chunks) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    let start = 0;
    for (;;) {
      const end = nextSeparator(held, start, Math.max(searched, start), false);
      if (!end.found) {
        searched = end.at;
        break;
      }
      yield enclosed(held.subarray(start, end.at), heldAt + start, cut);
      heldAt += cut;
      cut = 0;
      start = end.at;
      searched = end.at;
    }
    held = held.subarray(start);
    heldAt += start;
    searched -= start;
    if (held.length > LONGEST_MAIL + 2 * LONGEST_SEPARATOR) {
      const surplus = held.length - LONGEST_MAIL - LONGEST_SEPARATOR;
      held = Buffer.concat([held.subarray(0, LONGEST_MAIL), held.subarray(LONGEST_MAIL + surplus)]);
      cut += surplus;
      searched = LONGEST_MAIL;
    }
  }
  let start = 0;
  while (start < held.length) {
    const end = nextSeparator(held, start, Math.max(searched, start), true);
    yield enclosed(held.subarray(start, end.at), heldAt + start, cut);
    heldAt += cut;
    cut = 0;
    start = end.at;
    searched = end.at;
  }
}

/** One mail that is the whole stream, not more of it than is kept of any mail. */
export async function readSingle(chunks: AsyncIterable<Buffer>): Promise<Enclosed> {
  const pieces: Buffer[] = [];
  let length = 0;
  let dropped = 0;
  for await (const chunk of chunks) {
    const fits = chunk.subarray(0, Math.max(0, LONGEST_MAIL - length));
    pieces.push(fits);
    length += fits.length;
    dropped += chunk.length - fits.length;
  }
  return { raw: Buffer.concat(pieces), offset: 0, issues: dropped > 0 ? [tooLarge(length + dropped, 0)] : [] };
}

function tooLarge(bytes: number, offset: number): Issue {
  const says = `a mail of ${bytes} bytes: the first ${LONGEST_MAIL} are kept, the rest was dropped`;
  return { code: 'mail.too-large', says, offset };
}

/** Where the mail that opens at `start` ends: `found`, or `at` which byte to look again when more is there. */
function nextSeparator(held: Buffer, start: number, from: number, last: boolean): { found: boolean; at: number } {
  for (let at = held.indexOf('\nFrom ', Math.max(from, start + 1)); at >= 0; at = held.indexOf('\nFrom ', at + 1)) {
    const lineAt = at + 1;
    const window = held.toString('latin1', lineAt, lineAt + LONGEST_SEPARATOR);
    const lineEnd = window.indexOf('\n');
    const incomplete = lineEnd < 0 || window.indexOf('\n', lineEnd + 1) < 0;
    if (incomplete && window.length < LONGEST_SEPARATOR && !last) return { found: false, at };
    const line = lineEnd < 0 ? window : window.slice(0, lineEnd);
    const next = lineEnd < 0 ? '' : (window.slice(lineEnd + 1).split('\n', 1)[0] ?? '');
    if (!isSeparator(line) || !AFTER_SEPARATOR.test(next)) continue;
    const length = statedEnd(held, start);
    if (length !== undefined && length > lineAt) {
      if (length + LONGEST_SEPARATOR > held.length && !last) return { found: false, at };
      if (opensMail(held, length, last)) return { found: true, at: skipBlank(held, length) };
    }
    return { found: true, at: lineAt };
  }
  return last ? { found: true, at: held.length } : { found: false, at: Math.max(start, held.length - 6) };
}

/** Where the mail at `start` ends by its Content-Length, as mboxcl writes it; undefined where it states none. */
function statedEnd(held: Buffer, start: number): number | undefined {
  const headEnd = held.indexOf('\n\n', start);
  if (headEnd < 0 || headEnd - start > 256 * 1024) return undefined;
  const stated = /^content-length:[ \t]*(\d{1,8})[ \t]*$/im.exec(held.toString('latin1', start, headEnd + 1))?.[1];
  return stated === undefined ? undefined : headEnd + 2 + Number(stated);
}

function opensMail(held: Buffer, at: number, last: boolean): boolean {
  const start = skipBlank(held, at);
  if (start >= held.length) return last && at <= held.length;
  const line = held.toString('latin1', start, start + LONGEST_SEPARATOR).split('\n', 1)[0] ?? '';
  return (start === 0 || held[start - 1] === 0x0a) && isSeparator(line);
}

function skipBlank(held: Buffer, at: number): number {
  while (held[at] === 0x0a || held[at] === 0x0d) at += 1;
  return at;
}

function enclosed(whole: Buffer, at: number, cut: number): Enclosed {
  const blank = skipBlank(whole, 0);
  const [piece, offset] = [whole.subarray(blank), at + blank];
  const lineEnd = piece.indexOf('\n');
  const separator = piece.toString('latin1', 0, lineEnd < 0 ? piece.length : lineEnd);
  const mail = lineEnd < 0 ? piece.subarray(piece.length) : withoutSeparatingLine(piece.subarray(lineEnd + 1));
  const kept = mail.subarray(0, LONGEST_MAIL);
  const issues = cut > 0 || kept.length < mail.length ? [tooLarge(piece.length + cut, offset)] : [];
  return { raw: owned(unescaped(kept, variantOf(separator, kept))), offset, issues };
}

/** A copy in memory of its own: a mail that is kept, or sent to a worker, does not take its neighbours along. */
function owned(mail: Buffer): Buffer {
  return Buffer.from(new Uint8Array(mail).buffer);
}

/** The blank line before the next `From ` line is the archive's, not the mail's. */
function withoutSeparatingLine(mail: Buffer): Buffer {
  return mail.length > 1 && mail[mail.length - 1] === 0x0a && mail[mail.length - 2] === 0x0a
    ? mail.subarray(0, mail.length - 1)
    : mail;
}

/** lore, git and b4 write mboxrd with a made-up sender; a delivery agent writes mboxo with the real one. */
function variantOf(separator: string, mail: Buffer): Variant {
  if (mail.includes('\nFrom ') && /^content-length:/im.test(mail.toString('latin1', 0, mail.indexOf('\n\n'))))
    return 'mboxcl2';
  return /^From [^\s@]+@[^\s@]+\.[^\s@]+ /.test(separator) ? 'mboxo' : 'mboxrd';
}

function unescaped(mail: Buffer, variant: Variant): Buffer {
  const escapes = ESCAPES[variant];
  if (escapes === undefined || !mail.includes('\n>')) return mail;
  const text = mail.toString('latin1');
  return /^>+From /m.test(text) ? Buffer.from(text.replace(escapes, ''), 'latin1') : mail;
}
