import type { Issue } from '../issue.ts';

/** A text part as its headers describe it. */
export interface TextPart {
  readonly charset: string;
  readonly encoding: string;
  readonly body: Buffer;
}

/** Charsets that a TextDecoder reads as mailparser's iconv-lite does: the ones that lists use. */
const DECODERS: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'windows-1252': 'windows-1252',
  'iso-8859-2': 'iso-8859-2',
  'iso-8859-15': 'iso-8859-15',
  'windows-1251': 'windows-1251',
  'koi8-r': 'koi8-r',
  gb2312: 'gbk',
  gbk: 'gbk',
  gb18030: 'gb18030',
  big5: 'big5',
  'iso-2022-jp': 'iso-2022-jp',
};
const UTF8 = new Set([
  '',
  'utf-8',
  'utf8',
  'us-ascii',
  'ascii',
  'ansi_x3.4-1968',
  '7bit',
  '8bit',
  'unknown-8bit',
  'x-unknown',
]);

/**
 * Decodes a text part whose encoding and charset are of the common kind: line ends become LF.
 *
 * @returns undefined where the part is of another kind or damaged, for the general MIME reader to take.
 */
export function decodePlainText(part: TextPart, issues: Issue[]): string | undefined {
  const bytes = TRANSFER[part.encoding]?.(part.body);
  const text = bytes === undefined ? undefined : decodeCharset(bytes, part.charset, issues);
  return text?.includes('\r') === true ? text.replace(/\r+\n/g, '\n') : text;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeCharset(bytes: Buffer, charset: string, issues: Issue[]): string | undefined {
  if (UTF8.has(charset)) {
    const text = bytes.toString('utf8');
    if (!text.includes('\ufffd')) return text;
    try {
      return utf8.decode(bytes);
    } catch {
      const says = `bytes that are no ${charset === '' ? 'UTF-8' : charset} were read as windows-1252`;
      issues.push({ code: 'mail.charset', says });
      return new TextDecoder('windows-1252').decode(bytes);
    }
  }
  const decoder = DECODERS[charset];
  if (decoder === undefined) return undefined;
  const text = new TextDecoder(decoder).decode(bytes);
  if (text.includes('\ufffd')) {
    issues.push({ code: 'mail.charset', says: `bytes that ${charset} does not have were replaced by U+FFFD` });
  }
  return text;
}

const identity = (body: Buffer): Buffer => body;

const TRANSFER: Readonly<Record<string, (body: Buffer) => Buffer | undefined>> = {
  '': identity,
  '7bit': identity,
  '8bit': identity,
  binary: identity,
  'quoted-printable': decodeQuotedPrintable,
  base64: decodeBase64,
};

/** Base64 with nothing else in it; a list's plain footer below it is for the general reader. */
function decodeBase64(body: Buffer): Buffer | undefined {
  const text = body.toString('latin1');
  return /^[A-Za-z0-9+/\r\n]*={0,2}\s*$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}

/** RFC 2045 §6.7: `=3D` is a byte, `=` at a line end joins lines, blanks before a line end are not the text's. */
function decodeQuotedPrintable(body: Buffer): Buffer {
  const out = Buffer.allocUnsafe(body.length);
  let length = 0;
  let at = 0;
  while (at < body.length) {
    const byte = body[at] ?? 0;
    const next = isBlank(byte) || byte === 0x3d ? afterBlanks(body, at + 1) : at + 1;
    const lineEnds = next >= body.length || body[next] === 0x0a;
    if (byte === 0x3d) {
      const value = hexByte(body[at + 1], body[at + 2]);
      if (!lineEnds) out[length++] = value ?? byte;
      at = lineEnds ? next + 1 : at + (value === undefined ? 1 : 3);
    } else {
      if (!(isBlank(byte) && lineEnds)) length += body.copy(out, length, at, next);
      at = next;
    }
  }
  return out.subarray(0, length);
}

function afterBlanks(body: Buffer, at: number): number {
  while (isBlank(body[at])) at += 1;
  return at;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}

function hexByte(high: number | undefined, low: number | undefined): number | undefined {
  const value = hexDigit(high) * 16 + hexDigit(low);
  return Number.isNaN(value) ? undefined : value;
}

function hexDigit(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  if (byte >= 0x41 && byte <= 0x46) return byte - 0x37;
  return byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : Number.NaN;
}
