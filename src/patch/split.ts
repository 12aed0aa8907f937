import { introducesInterdiff } from '../body/diff.ts';
import type { Mark } from './patch.ts';

/** One line that a diff is read from; undefined text is a line that no diff may go over. */
export interface DiffLine {
  readonly text: string | undefined;
  readonly mailLine: number;
}

/** A hunk as it stands in a mail, its header made true. */
export interface HunkText {
  /** `@@ -1,2 +1,3 @@` with the counts that the lines have. */
  readonly header: string;
  readonly heading: string;
  readonly lines: readonly HunkTextLine[];
}

export interface HunkTextLine {
  readonly mark: Mark | '\\';
  readonly text: string;
  readonly mailLine: number;
}

/** One file's part of a diff. */
export interface FileText {
  /** From `diff --git` or `---` to before the first hunk. */
  readonly header: string[];
  readonly hunks: HunkText[];
}

/** Takes an issue: code, sentence, line of the mail. */
export type Complain = (code: string, says: string, mailLine: number) => void;

const HUNK = /^@@ ?-(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? ?@@ ?(.*)$/;

const EXTENDED =
  /^(?:index [\da-f]{6,}|(?:new|deleted) file mode |(?:old|new) mode |(?:dis)?similarity index |rename (?:from|to) |copy (?:from|to) |Binary files .* differ|GIT binary patch|={60,}$|--- |\+\+\+ )/;

/**
 * Cuts lines into the files and hunks of a diff.
 *
 * Hunks end where their lines do, whatever their header says; the header that is handed on says what is there.
 */
export function splitDiff(lines: readonly DiffLine[], complain: Complain): FileText[] {
  const files: FileText[] = [];
  let file: FileText | undefined;
  /** The last line that said something and was no diff. */
  let said = '';
  for (let at = 0; at < lines.length; ) {
    const text = lines[at]?.text;
    if (text === undefined) {
      at += 1;
      continue;
    }
    if (/^diff --c/.test(text)) {
      complain('patch.combined', 'a merge’s combined diff has two old sides; it is not read', lines[at]?.mailLine ?? 0);
      file = undefined;
    } else if (startsFile(lines, at, file)) {
      file = { header: [text], hunks: [] };
      if (introducesInterdiff(said)) {
        complain('patch.interdiff', 'this compares two versions of a patch; it is not read', lines[at]?.mailLine ?? 0);
      } else files.push(file);
    } else if (HUNK.test(text)) {
      if (file === undefined) {
        complain('patch.no-file', 'a hunk stands without the name of its file', lines[at]?.mailLine ?? 0);
        file = { header: [], hunks: [] };
        files.push(file);
      }
      const end = hunkEnd(lines, at, complain);
      file.hunks.push(end.hunk);
      at = end.next;
      continue;
    } else if (file !== undefined && file.hunks.length === 0 && EXTENDED.test(text)) {
      file.header.push(text);
    } else if (text === '-- ' || text.startsWith('From: ')) {
      file = undefined;
      said = text;
    } else if (text.trim() !== '') said = text;
    at += 1;
  }
  return files.filter(
    (one) => one.hunks.length > 0 || one.header.some((line) => /^(?:diff --git |Binary )/.test(line)),
  );
}

/** Whether a file's header starts: `diff`, `Index:`, or `---` over `+++` that no `diff` announced. */
function startsFile(lines: readonly DiffLine[], at: number, file: FileText | undefined): boolean {
  const text = lines[at]?.text ?? '';
  const announced = file !== undefined && file.hunks.length === 0;
  if (/^diff (?:--git |-\S)/.test(text)) return !(announced && file.header.every((line) => line.startsWith('Index: ')));
  if (/^Index: \S/.test(text)) return true;
  if (!text.startsWith('--- ') || lines[at + 1]?.text?.startsWith('+++ ') !== true) return false;
  return !announced || file.header.some((line) => line.startsWith('+++ '));
}

/** How the lines of a hunk that have no mark are understood. */
type Unmarked = 'context' | 'wrapped';

interface Walk {
  readonly lines: HunkTextLine[];
  readonly next: number;
  /** Lines promised and not there, of both sides. */
  readonly missing: number;
  /** Those, and the marked lines right behind that nothing promised. */
  readonly misfit: number;
  readonly unmarked: number;
  /** What a mailer wrapped off the heading, with a blank in front. */
  readonly heading: string;
}

/** Reads one hunk: as its header says, else as its lines are. */
function hunkEnd(lines: readonly DiffLine[], at: number, complain: Complain): { hunk: HunkText; next: number } {
  const [, oldStart = '0', oldCount = '1', newStart = '0', newCount = '1', heading = ''] =
    HUNK.exec(lines[at]?.text ?? '') ?? [];
  const promised = { old: Number(oldCount), new: Number(newCount) };
  const asContext = walk(lines, at + 1, promised, 'context');
  const asWrapped = asContext.unmarked > 0 ? walk(lines, at + 1, promised, 'wrapped') : asContext;
  const best = asContext.misfit < asWrapped.misfit ? asContext : asWrapped;
  const mailLine = lines[at]?.mailLine ?? 0;
  if (best.unmarked > 0) {
    const how =
      best === asContext && best !== asWrapped ? 'taken for context whose blank was lost' : 'joined to the line before';
    complain('patch.unmarked', `${best.unmarked} lines of this hunk had no mark and were ${how}`, mailLine);
  }
  const rest = best.missing === 0 ? beyond(lines, best.next) : { lines: [], next: best.next };
  const all = [...best.lines, ...rest.lines];
  const old = all.filter((line) => line.mark === ' ' || line.mark === '-').length;
  const fresh = all.filter((line) => line.mark === ' ' || line.mark === '+').length;
  if (old !== promised.old || fresh !== promised.new) {
    const says = `the hunk says -${promised.old} +${promised.new} and has -${old} +${fresh}`;
    complain('patch.hunk-count', says, mailLine);
  }
  const header = `@@ -${oldStart},${old} +${newStart},${fresh} @@`;
  return { hunk: { header, heading: (heading + best.heading).trim(), lines: all }, next: rest.next };
}

/** Takes lines until the header's promise is kept or something else stands there. */
function walk(
  lines: readonly DiffLine[],
  from: number,
  promised: { old: number; new: number },
  unmarked: Unmarked,
): Walk {
  const taken: HunkTextLine[] = [];
  const left = { ...promised };
  let without = 0;
  let heading = '';
  let at = from;
  for (; at < lines.length && (left.old > 0 || left.new > 0); at += 1) {
    const { text, mailLine } = lines[at] ?? { text: undefined, mailLine: 0 };
    if (text === undefined || startsElse(text, lines[at + 1]?.text)) break;
    const mark = markOf(text);
    if (mark === undefined) {
      // Behind a blank line stands no tail of a wrapped one: these are words.
      if (lines[at - 1]?.text === '' && text[0] !== '\t') break;
      without += 1;
      const before = taken.at(-1);
      if (unmarked === 'wrapped') {
        if (before === undefined) heading += ` ${text.trim()}`;
        else taken[taken.length - 1] = { ...before, text: `${before.text.trimEnd()} ${text.trim()}` };
        continue;
      }
    }
    const kind = mark ?? ' ';
    taken.push({ mark: kind, text: mark === undefined ? text : text.slice(1), mailLine });
    keepPromise(left, kind);
  }
  at += takeNoNewline(lines[at], taken);
  trimBlank(taken, left);
  const missing = Math.max(left.old, 0) + Math.max(left.new, 0);
  return { lines: taken, next: at, missing, misfit: missing + markedFrom(lines, at), unmarked: without, heading };
}

function keepPromise(left: { old: number; new: number }, mark: HunkTextLine['mark']): void {
  if (mark === ' ' || mark === '-') left.old -= 1;
  if (mark === ' ' || mark === '+') left.new -= 1;
}

/** Takes git's remark that a file does not end in a line end; returns the number of lines taken. */
function takeNoNewline(line: DiffLine | undefined, taken: HunkTextLine[]): number {
  if (line?.text?.startsWith('\\ No newline') !== true) return 0;
  taken.push({ mark: '\\', text: line.text.slice(1), mailLine: line.mailLine });
  return 1;
}

/** Number of lines with a diff's mark from a line on, up to a blank one; twenty are as telling as more. */
function markedFrom(lines: readonly DiffLine[], from: number): number {
  let at = from;
  while (at < from + 20) {
    const text = lines[at]?.text;
    if (text === undefined || text === '' || markOf(text) === undefined || startsElse(text, lines[at + 1]?.text)) break;
    at += 1;
  }
  return at - from;
}

/** Blank lines at the end of a hunk that came short are the mail's, not the hunk's. */
function trimBlank(taken: HunkTextLine[], left: { old: number; new: number }): void {
  if (left.old <= 0 && left.new <= 0) return;
  while (taken.at(-1)?.mark === ' ' && taken.at(-1)?.text === '') {
    taken.pop();
    left.old += 1;
    left.new += 1;
  }
}

/** Lines of a hunk that go on behind what its header said: changed lines, and context in front of them. */
function beyond(lines: readonly DiffLine[], from: number): { lines: HunkTextLine[]; next: number } {
  const taken: HunkTextLine[] = [];
  let solid = 0;
  for (let at = from; at < lines.length; at += 1) {
    const { text, mailLine } = lines[at] ?? { text: undefined, mailLine: 0 };
    if (text === undefined || text === '' || startsElse(text, lines[at + 1]?.text)) break;
    const mark = markOf(text);
    if (mark === undefined || mark === '\\') break;
    taken.push({ mark, text: text.slice(1), mailLine });
    if (mark !== ' ') solid = taken.length;
  }
  return { lines: taken.slice(0, solid), next: from + solid };
}

/** A line that cannot be part of the open hunk: a header, or git's version behind `-- `. */
function startsElse(text: string, next: string | undefined): boolean {
  if (text.startsWith('@@ ') || text.startsWith('diff --git ')) return true;
  if (text === '-- ' || text === '--') return next === undefined || next === '' || !/^[-+ @]/.test(next);
  return text.startsWith('--- ') && next?.startsWith('+++ ') === true;
}

function markOf(text: string): Mark | '\\' | undefined {
  const first = text[0];
  if (first === undefined) return ' ';
  return first === ' ' || first === '+' || first === '-' || first === '\\' ? first : undefined;
}
