import libmime from 'libmime';
import type { Issue } from '../issue.ts';

/** A head beyond this is hostile: real ones with all their traces have some 20 kB. */
const LONGEST_HEAD = 1024 * 1024;
const MOST_FIELDS = 2000;
/** Longest value in which encoded words are decoded. */
const LONGEST_ENCODED = 64 * 1024;

/** One header field. */
export interface Field {
  /** Lower case. */
  readonly name: string;
  /** Unfolded, encoded words not yet decoded. */
  readonly value: string;
}

/** The head of a mail or of one of its parts. */
export interface Head {
  readonly fields: readonly Field[];
  /** Byte offset of the body: the byte after the first blank line. */
  readonly bodyAt: number;
  readonly issues: readonly Issue[];
}

const FIELD = /^([!-9;-~]+)[ \t]*:[ \t]*/;

/**
 * Reads the header fields of a mail.
 *
 * Raw 8-bit values are taken as UTF-8, else as windows-1252. A line that is no field is passed over where fields follow,
 * and opens the body where none do. Both are issues.
 */
export function readHead(raw: Buffer): Head {
  const issues: Issue[] = [];
  const start = startOfHead(raw);
  let { end, bodyAt } = endOfHead(raw, start);
  if (end - start > LONGEST_HEAD) {
    issues.push({
      code: 'mail.head-too-long',
      says: `a head of ${end - start} bytes: its first ${LONGEST_HEAD} are read`,
    });
    end = start + LONGEST_HEAD;
  }
  const lines = headText(raw.subarray(start, end), issues).split(/\r?\n/);
  const lastField = lines.findLastIndex((line) => FIELD.test(line));
  const fields: { name: string; value: string }[] = [];
  let offset = start;
  for (const [at, line] of lines.entries()) {
    const open = fields.at(-1);
    const match = FIELD.exec(line);
    if (open !== undefined && (line.startsWith(' ') || line.startsWith('\t'))) {
      open.value = `${open.value} ${line.trim()}`;
    } else if (match?.[1] !== undefined) {
      if (fields.length === MOST_FIELDS) {
        issues.push({
          code: 'mail.too-many-headers',
          says: `more than ${MOST_FIELDS} header fields: the rest is not read`,
        });
        break;
      }
      fields.push({ name: match[1].toLowerCase(), value: line.slice(match[0].length).trimEnd() });
    } else if (line.trim() !== '' && !/^>?From /.test(line)) {
      if (at > lastField) {
        issues.push({
          code: 'mail.head-unfinished',
          says: 'no blank line after the header fields: the body starts at the first other line',
        });
        bodyAt = offset;
        break;
      }
      issues.push({
        code: 'mail.head-line',
        says: `a line of the head is no header field and was passed over: ${line.slice(0, 60)}`,
      });
    }
    offset += line.length + 1;
  }
  return { fields, bodyAt, issues };
}

/** Values of one field, in header order. */
export function valuesOf(fields: readonly Field[], name: string): readonly string[] {
  return fields.filter((field) => field.name === name).map((field) => field.value);
}

/** Decodes RFC 2047 encoded words; a value that cannot be decoded comes back as it is. */
export function decodeWords(value: string): string {
  if (!value.includes('=?') || value.length > LONGEST_ENCODED) return value;
  try {
    return libmime.decodeWords(value);
  } catch {
    return value;
  }
}

function startOfHead(raw: Buffer): number {
  let at = 0;
  while (raw[at] === 0x0a || raw[at] === 0x0d) at += 1;
  return at;
}

function endOfHead(raw: Buffer, start: number): { end: number; bodyAt: number } {
  const unix = raw.indexOf('\n\n', start);
  const dos = raw.subarray(0, unix < 0 ? raw.length : unix).indexOf('\n\r\n', start);
  if (dos >= 0) return { end: dos, bodyAt: dos + 3 };
  return unix < 0 ? { end: raw.length, bodyAt: raw.length } : { end: unix, bodyAt: unix + 2 };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const windows1252 = new TextDecoder('windows-1252');

function headText(bytes: Buffer, issues: Issue[]): string {
  const text = bytes.toString('latin1');
  if (!/[\x80-\xff]/.test(text)) return text;
  try {
    return utf8.decode(bytes);
  } catch {
    issues.push({
      code: 'mail.header-charset',
      says: 'raw 8-bit header bytes that are no UTF-8 were read as windows-1252',
    });
    return windows1252.decode(bytes);
  }
}
