import { endsAttribution } from './attribution.ts';
import type { MailLine } from './line.ts';
import { learnMarks, readMarks } from './marks.ts';
import { mendDepths } from './mend.ts';
import { forwardedHeader } from './outlook.ts';

const HUNK = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;

/**
 * Cuts a text into lines and reads each one's quote marks.
 *
 * A hunk of the sender's own keeps its lines even where they look quoted (` > 0 &&`), for as many lines as its header
 * says. Text behind an unmarked `-----Original Message-----` header counts as quoted once more than its marks say.
 */
export function readLines(text: string): MailLine[] {
  const raw = text.split('\n');
  const style = learnMarks(raw, endsAttribution);
  const promises = ownHunk();
  const lines: MailLine[] = [];
  let start = 0;
  for (const [number, whole] of raw.entries()) {
    const ended = number < raw.length - 1;
    if (!ended && whole === '') break;
    const end = start + whole.length + (ended ? 1 : 0);
    const line = whole.endsWith('\r') ? whole.slice(0, -1) : whole;
    const marks = promises(line) ? { depth: 0, start: 0 } : readMarks(line, style);
    lines.push({ number, start, end, ended, depth: marks.depth, text: line.slice(marks.start) });
    start = end;
  }
  return deepenForwarded(lines.some(({ depth }) => depth > 0) ? mendDepths(lines) : lines);
}

/** Makes a test of whether the next line of a mail is one that an unquoted hunk header promised. */
function ownHunk(): (line: string) => boolean {
  const left = { old: 0, new: 0 };
  return (line) => {
    const mark = line[0] ?? ' ';
    if ((left.old > 0 || left.new > 0) && ' +-\\'.includes(mark)) {
      if (mark === ' ' || mark === '-') left.old -= 1;
      if (mark === ' ' || mark === '+') left.new -= 1;
      return true;
    }
    const header = mark === '@' ? HUNK.exec(line) : null;
    left.old = header === null ? 0 : Number(header[1] ?? 1);
    left.new = header === null ? 0 : Number(header[2] ?? 1);
    return false;
  };
}

/**
 * Counts unmarked text behind a forwarding header as quoted.
 *
 * ```
 * I disagree.                        depth 0
 * -----Original Message-----         depth 0, an attribution
 * From: Jane Doe
 *
 * The lock is held here.             depth 1, though unmarked
 * ```
 */
function deepenForwarded(lines: MailLine[]): MailLine[] {
  const header = forwardedHeader(lines);
  if (header === undefined) return lines;
  const body = lines.findIndex((line) => line.number >= header.end && line.text.trim() !== '');
  if (body < 0 || (lines[body]?.depth ?? 0) > 0) return lines;
  return lines.map((line) => (line.number < header.end ? line : { ...line, depth: line.depth + 1, unmarked: true }));
}
