import { readAddresses } from '../mail/address.ts';
import type { Address } from '../mail/message.ts';

/** `Reviewed-by: A <a@b.org> # why`, as written in a commit message or a reply. */
export interface Trailer {
  /** As it is usually spelt: `Reviewed-by`. */
  readonly key: string;
  readonly value: string;
  /** Whom it names, where it names a person. */
  readonly person: Address | undefined;
  /** `# v6.1+` after it or `[for the parts that are x]` below it. */
  readonly note: string | undefined;
  /** Zero-based line of the text. */
  readonly line: number;
}

const TRAILER = /^\s{0,12}([A-Za-z][A-Za-z-]{1,40}):\s+(\S.*)$/;
/** Trailers that name no person; all that end in `-by` do, and Cc. */
const OTHER_KEYS = new Set(['fixes', 'link', 'closes', 'buglink', 'cc', 'references', 'see-also', 'depends-on']);
/** Longest text that is searched: a commit message is far below. */
const LONGEST = 1024 * 1024;

/**
 * Finds the trailers of a commit message, or of what a reply's author wrote: quoted lines, the signature and diffs are not
 * read. Persons' names and addresses that were wrapped are joined, mail programs' `<mailto:…>` doubles dropped (as b4 does).
 */
export function readTrailers(text: string): readonly Trailer[] {
  const trailers: Trailer[] = [];
  const lines = text.slice(0, LONGEST).split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (/^-- ?$/.test(line) || /^diff -/.test(line)) break;
    const match = TRAILER.exec(line);
    const key = canonicalKey(match?.[1] ?? '');
    if (key === undefined) continue;
    const { value, taken } = unwrapped(match?.[2]?.trimEnd() ?? '', lines[at + 1] ?? '');
    trailers.push(trailerOf(key, value, lines[at + 1 + taken] ?? '', at));
    at += taken;
  }
  return trailers;
}

/** `reviewed-BY` is `Reviewed-by`; undefined for a word that is no trailer's key. */
function canonicalKey(written: string): string | undefined {
  const key = written.toLowerCase();
  if (!OTHER_KEYS.has(key) && !/^[a-z].*-by$/.test(key)) return undefined;
  return key === 'buglink' ? 'BugLink' : key.slice(0, 1).toUpperCase() + key.slice(1);
}

/**
 * A value may go on in the next line: `<address>` alone, or the rest of a Fixes title.
 *
 *     Signed-off-by: Long Name          Fixes: abcdef012345 ("mm: a long
 *     <long.name@example.org>           title")
 */
function unwrapped(value: string, next: string): { value: string; taken: number } {
  const isAddress = !value.includes('<') && /^\s*<[^<>]+@[^<>]+>\s*$/.test(next);
  const isTitle = /^[0-9a-f]{7,40} \("[^"]*$/.test(value) && /"\)\s*$/.test(next);
  return isAddress || isTitle ? { value: `${value} ${next.trim()}`, taken: 1 } : { value, taken: 0 };
}

function trailerOf(key: string, written: string, below: string, line: number): Trailer {
  const hash = written.search(/\s#/);
  const plain = hash < 0 ? written : written.slice(0, hash).trimEnd();
  const comment = hash < 0 ? undefined : written.slice(hash + 2).trimStart();
  const value = plain.replace(/<mailto:[^<>]*>/g, '').replace(/>{2,}/g, '>');
  const extra = /^\s*\[([^\]]+)\]\s*$/.exec(below)?.[1];
  const names = key.endsWith('-by') || key === 'Cc';
  return { key, value, person: names ? personOf(value) : undefined, note: comment ?? extra, line };
}

/** `"Doe, Jane" <jane@x>` and `Some, One <some@x>`: a comma in an unquoted name parts nothing here. */
function personOf(value: string): Address | undefined {
  const open = value.indexOf('<');
  const name = value.slice(0, Math.max(open, 0)).trimEnd().replace(/^"|"$/g, '');
  const email = /^<([^<>\s]+)>/.exec(value.slice(Math.max(open, 0)))?.[1];
  if (!name.includes('"') && email !== undefined && /^.+@./.test(email)) return { name, email: email.toLowerCase() };
  return readAddresses(value).find(({ email }) => email.includes('@'));
}
