import type { Hunk, HunkLine } from '../patch/patch.ts';

/** As many context lines at either end of a hunk may differ from the file, as `patch` has it. */
const FUZZ = 2;
/** A hunk is looked for so many lines around where it says it stands. */
const MAX_OFFSET = 1000;

/**
 * Applies hunks to a file's text, each where it fits best: at its line, else near it, else with outer context lines
 * left out of account.
 *
 * Undefined where a hunk fits nowhere: then the file is of another version.
 */
export function applyHunks(text: string, hunks: readonly Hunk[]): string | undefined {
  const lines = text.split('\n');
  const result: string[] = [];
  let done = 0;
  let shift = 0;
  for (const hunk of hunks) {
    const found = locate(lines, hunk, Math.max(done, hunk.oldStart - 1 + shift), done);
    if (found === undefined) return undefined;
    const { at, body } = found;
    shift = at - skippedOld(hunk, body) - (hunk.oldStart - 1);
    result.push(...lines.slice(done, at));
    let position = at;
    for (const line of body) {
      if (line.mark === '+') result.push(line.text);
      else {
        // Context is kept as the file has it, since its blanks may differ from the mail's.
        if (line.mark === ' ') result.push(lines[position] ?? line.text);
        position++;
      }
    }
    done = position;
  }
  return [...result, ...lines.slice(done)].join('\n');
}

/** How many old lines of a hunk stand before its first used line. */
function skippedOld(hunk: Hunk, body: readonly HunkLine[]): number {
  const first = body[0];
  const index = first === undefined ? 0 : hunk.lines.indexOf(first);
  return hunk.lines.slice(0, index).filter(({ mark }) => mark !== '+').length;
}

/** Where a hunk fits, and the part of it that was compared; exact before fuzzy, near before far. */
function locate(
  lines: readonly string[],
  hunk: Hunk,
  expected: number,
  from: number,
): { at: number; body: readonly HunkLine[] } | undefined {
  for (let fuzz = 0; fuzz <= FUZZ; fuzz++) {
    const body = withoutOuterContext(hunk.lines, fuzz);
    const old = body.filter(({ mark }) => mark !== '+').map(({ text }) => squeeze(text));
    const start = expected + skippedOld(hunk, body);
    for (let offset = 0; offset <= MAX_OFFSET; offset++) {
      for (const at of offset === 0 ? [start] : [start - offset, start + offset]) {
        if (at >= from && at + old.length <= lines.length && old.every((line, i) => squeeze(lines[at + i]) === line))
          return { at, body };
      }
    }
  }
  return undefined;
}

/** A hunk without up to `count` context lines at each end. */
function withoutOuterContext(lines: readonly HunkLine[], count: number): readonly HunkLine[] {
  let start = 0;
  let end = lines.length;
  while (start < count && lines[start]?.mark === ' ') start++;
  while (lines.length - end < count && end > start && lines[end - 1]?.mark === ' ') end--;
  return lines.slice(start, end);
}

/** A line without its blanks' number: mail programs change tabs to blanks. */
function squeeze(line: string | undefined): string {
  return (line ?? '').replace(/\s+/g, ' ').trim();
}
