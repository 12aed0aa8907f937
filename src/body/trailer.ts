import type { MailLine } from './line.ts';

/** A trailer that starts at a line. */
export interface TrailerFound {
  readonly length: number;
  readonly key: string;
  readonly value: string;
}

/**
 * Keys that git, the kernel's process and b4 give a meaning, and any `Something-by`.
 *
 * Source: Documentation/process/submitting-patches.rst and 5.Posting.rst; b4's footers.
 */
const TRAILER =
  /^\s?([A-Z][A-Za-z]*(?:-[A-Za-z]+)*-(?:by|By|BY)|(?:Not|not)-(?:[Ss]igned|[Aa]cked)-off-by|Fixes|Link|Closes|Cc|CC|Bug|BugLink|References|Depends-on|Message-I[Dd]|Reported-and-tested-by|Co-developed-by|Nacked-by|Change-Id|base-commit|change-id|base-branch|prerequisite-(?:change-id|patch-id|message-id)|Obsoleted-by|Based-on|Supersedes|Upstream|Assisted-by|Cc stable)\s?: ?(\S.*)$/;

/**
 * Reads a trailer with its folded lines.
 *
 * ```
 * Fixes: 0123456789ab ("mm: a subject that
 * ^ key  ^ value                            goes on
 *  was folded")
 * ^ where an indented line follows
 * ```
 *
 * @param lines Lines of one depth that stand together.
 * @param at Index of the line to start at.
 */
export function trailerAt(lines: readonly MailLine[], at: number): TrailerFound | undefined {
  const match = TRAILER.exec(lines[at]?.text ?? '');
  const key = match?.[1];
  if (key === undefined) return undefined;
  let value = (match?.[2] ?? '').trim();
  if (!isValue(key, value)) return undefined;
  let length = 1;
  for (let next = lines[at + 1]; next !== undefined && goesOn(value, next.text); next = lines[at + length]) {
    value = `${value} ${next.text.trim()}`;
    length += 1;
  }
  return { length, key, value };
}

/** `Fixes: 0123…`, `Cc: x@y`, `Reviewed-by: Jane <x@y>`; "Bug: it crashes" is a sentence. */
function isValue(key: string, value: string): boolean {
  if (key === 'Fixes') return /^[\da-f]{6,}|^commit |^https?:|^#\d|^["(]/.test(value);
  if (/^(?:Bug|Upstream|References|Link|Closes|BugLink|Supersedes)$/.test(key))
    return /https?:|^[\da-f]{7,}|@|#\d|^<|^\d+$/.test(value);
  return value.length < 400;
}

/** A mail program folds at blanks, with or without an indent: only an open bracket or an indent says so. */
function goesOn(value: string, next: string): boolean {
  if (next.trim() === '' || TRAILER.test(next) || next.length > 200) return false;
  if (/^\s+\S/.test(next)) return /[(<"][^)>"]*$/.test(value) || /^\s+(?:[<("]|#)/.test(next) || value.endsWith(',');
  return /^<[^<>\s]+@[^<>\s]+>(?:\s+#.*)?$/.test(next) && !value.includes('@');
}
