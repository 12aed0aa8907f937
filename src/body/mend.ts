import type { MailLine } from './line.ts';

/** The tail that a mail program wraps off a line that got too long by its quote marks. */
const LONGEST_TAIL = 30;

/** Lines shorter than this were not too long. */
const SHORTEST_WRAPPED = 60;

/**
 * Mends depths that wrapping broke, where the words themselves say so.
 *
 * ```
 * > > The other thing is that the warning says nothing of the
 * > reason
 * > > for which it was printed.           a tail between two parts of a sentence: as deep as they
 *
 * > > That is what I meant.
 * > > Right, that is a valid concern      the head of a paragraph that goes on one level up,
 * > which I had too, but it is not        after a sentence that ended: no deeper than the rest
 * > trivial.
 * ```
 */
export function mendDepths(lines: readonly MailLine[]): MailLine[] {
  const mended: MailLine[] = [];
  for (const [at, line] of lines.entries()) {
    const before = mended.at(-1);
    const after = lines[at + 1];
    const tail = before !== undefined && after !== undefined && isTail(before, line, after);
    const head = before !== undefined && after !== undefined && isHead(before, line, after, lines[at + 2]);
    mended.push(tail ? { ...line, depth: before.depth } : head ? { ...line, depth: after.depth } : line);
  }
  return mended;
}

function isTail(before: MailLine, line: MailLine, after: MailLine): boolean {
  return (
    line.depth > 0 &&
    line.depth < before.depth &&
    after.depth === before.depth &&
    line.text.length < LONGEST_TAIL &&
    before.text.length + 2 * before.depth >= SHORTEST_WRAPPED &&
    /^[a-z]/.test(line.text) &&
    /[a-z,]$/.test(before.text) &&
    /^[a-z]/.test(after.text)
  );
}

function isHead(before: MailLine, line: MailLine, after: MailLine, next: MailLine | undefined): boolean {
  return (
    after.depth > 0 &&
    line.depth === after.depth + 1 &&
    before.depth === line.depth &&
    next?.depth === after.depth &&
    /[.?!)]$/.test(before.text) &&
    /^[A-Z][a-z]/.test(line.text) &&
    /[a-z,]$/.test(line.text) &&
    /[a-z].{20}/.test(line.text) &&
    /^[a-z]/.test(after.text)
  );
}
