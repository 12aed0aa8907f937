import { readAddresses } from '../mail/address.ts';
import { readDate } from '../mail/date.ts';
import type { Address, Message } from '../mail/message.ts';

/** A patch as it stands in a mail: what `git am` would commit, what it would leave out, and the diff. */
export interface PatchMail {
  /** The in-body From, else the sender. */
  readonly author: Address;
  readonly isInBodyAuthor: boolean;
  readonly date: string | undefined;
  /** The in-body Subject, else the mail's, its brackets still there. */
  readonly subject: string;
  /** Text down to `---` or the diff, in-body headers and what stood above scissors taken off. */
  readonly commitMessage: string;
  /** Text between `---` and the diff: changes since the last version, the diffstat. */
  readonly notes: string;
  /** From the first line of the diff to the end of the mail; empty where there is none. */
  readonly diff: string;
}

type InBody = 'from' | 'subject' | 'date';

/** `From: A U Thor <a@b.org>` at the top of a text, case-blind as git has it. */
const IN_BODY = /^(from|subject|date):\s+(.*)$/i;
const DIFF_OPENS = /^(?:diff -|Index: |--- [^\s]|@@ -\d)/;

/**
 * Takes a mail apart as `git mailinfo --scissors` does: in-body headers, scissors, commit message, `---`, diff.
 *
 * Facts from git's mailinfo.c: a scissors line restarts the message and its in-body headers; the message ends at `diff -`,
 * `Index: `, `--- file` or a line of `---` alone; each in-body header counts once.
 */
export function readPatchMail(message: Message): PatchMail {
  const lines = message.text.split('\n');
  const start = /[>8][8<]|[>%][%<]/.test(message.text) ? afterScissors(lines) : 0;
  const { headers, bodyAt } = readInBody(lines, start);
  const found = lines.findIndex((line, at) => at >= bodyAt && endsMessage(line));
  const end = found < 0 ? lines.length : found;
  const isRule = /^---\s*$/.test(lines[end] ?? '');
  const notesAt = isRule ? end + 1 : end;
  const diffFound = lines.findIndex((line, at) => at >= notesAt && DIFF_OPENS.test(line));
  const diffAt = diffFound < 0 ? lines.length : diffFound;
  // git takes in-body headers only where a patch follows: without one they are somebody's quoted head
  const inBody = end < lines.length ? headers : new Map<InBody, string>();
  const author = readAddresses(inBody.get('from') ?? '').find(({ email }) => email !== '');
  return {
    author: author ?? message.from,
    isInBodyAuthor: author !== undefined,
    date: readDate(inBody.get('date') ?? '') ?? message.date,
    subject: inBody.get('subject') ?? message.subject,
    commitMessage: lines.slice(bodyAt, end).join('\n').trim(),
    notes: lines.slice(notesAt, diffAt).join('\n').trim(),
    diff: lines.slice(diffAt).join('\n'),
  };
}

/** Tells whether a text carries a diff of any kind: git's, quilt's, CVS's, or plain `diff -u`. */
export function hasDiff(text: string): boolean {
  return /^(?:diff --git |diff -\S* |Index: \S|GIT binary patch)/m.test(text) || /^--- \S.*\n\+\+\+ \S/m.test(text);
}

function afterScissors(lines: readonly string[]): number {
  const end = lines.findIndex(endsMessage);
  return lines.findLastIndex((line, at) => (end < 0 || at < end) && isScissors(line)) + 1;
}

function endsMessage(line: string): boolean {
  return /^(?:diff -|Index: |--- \S|---\s*$)/.test(line);
}

/**
 * Tells whether a line is a cut mark: `-- >8 --`, `8< - - cut here - - 8<`.
 *
 * At least 8 columns, a third of them perforation, at least half of that dashes and scissors (git's is_scissors_line).
 */
function isScissors(line: string): boolean {
  const marked = line.trim();
  if (!/>8|8<|>%|%</.test(marked) || marked.length < 8 || marked.length > 200) return false;
  let perforation = 0;
  let gap = 0;
  for (const [mark] of marked.matchAll(/(?:>8|8<|>%|%<|-)(?:\s+|(?=>8|8<|>%|%<|-)|(?=.)|$)/g)) {
    perforation += mark.length;
    gap += mark.length - mark.trimEnd().length;
  }
  return marked.length < perforation * 3 && gap * 2 < perforation;
}

/** In-body headers stand at the top, perhaps after blank lines and git's `>From` separator; a blank line ends them. */
function readInBody(lines: readonly string[], start: number): { headers: Map<InBody, string>; bodyAt: number } {
  const headers = new Map<InBody, string>();
  let open: InBody | undefined;
  let at = start;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const match = IN_BODY.exec(line);
    const name = match?.[1]?.toLowerCase() as InBody | undefined;
    if (line.trim() === '') {
      if (headers.size > 0) break;
    } else if (open !== undefined && /^[ \t]/.test(line)) {
      headers.set(open, `${headers.get(open) ?? ''} ${line.trim()}`);
    } else if (name !== undefined && !headers.has(name)) {
      headers.set(name, (match?.[2] ?? '').trim());
      open = name;
    } else if (!/^>?From [0-9a-f]{40} /.test(line) && !takeBareSubject(headers, line)) break;
  }
  return { headers, bodyAt: at };
}

/** git reads `[PATCH] title` at the top of a text as its subject. */
function takeBareSubject(headers: Map<InBody, string>, line: string): boolean {
  if (!/^\[PATCH\]\s/.test(line) || headers.has('subject')) return false;
  headers.set('subject', line.trim());
  return true;
}
