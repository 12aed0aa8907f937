import { looksLikeCode } from './code.ts';
import type { MailLine } from './line.ts';
import type { DiffForm } from './nodes.ts';

/** What is known of the diff at one quote depth, kept while comments stand between its parts. */
export interface DiffState {
  /** `none`: no diff so far; `header`: between a file header and its hunk; `hunk`: inside; `ended`: words came after. */
  at: 'none' | 'header' | 'hunk' | 'ended';
  /** Lines that the hunk header still promises. */
  old: number;
  new: number;
  form: DiffForm;
}

/** A run of diff lines. */
export interface DiffFound {
  readonly length: number;
  readonly form: DiffForm;
}

export function noDiff(): DiffState {
  return { at: 'none', old: 0, new: 0, form: 'unified' };
}

const HUNK = /^@@ ?-\d+(?:,(\d+))? \+\d+(?:,(\d+))? ?@@/;
const COMBINED_HUNK = /^@@@+ (?:-\d+(?:,\d+)? )+\+\d+(?:,\d+)? @@@+/;

/** Lines of git's extended header, one pattern a first letter. */
const HEADERS: Readonly<Record<string, RegExp>> = {
  d: /^(?:diff --(?:git|cc|combined) |diff -\S+ |deleted file mode \d)/,
  i: /^index [\da-f]{6,}(?:,[\da-f]{6,})*\.\.[\da-f]{6,}/,
  '-': /^--- (?:"?[abciow]\/|\/dev\/null|\S+\/\S+(?:\s|$)|\S+\.\w+(?:\.orig)?(?:\s|$))/,
  '+': /^\+\+\+ (?:"?[abciow]\/|\/dev\/null|\S+\/\S+(?:\s|$)|\S+\.\w+(?:\s|$))/,
  '@': /^(?:@@ ?-\d|@@@+ -\d)/,
  n: /^new (?:file )?mode \d/,
  o: /^old mode \d/,
  s: /^similarity index \d/,
  r: /^rename (?:from|to) \S/,
  c: /^copy (?:from|to) \S/,
  I: /^Index: \S+$/,
  B: /^Binary files .{1,400} differ$/,
  G: /^GIT binary patch$/,
  '=': /^={60,}$/,
};

/** ` mm/rmap.c | 12 ++++--` and the lines that git puts under it. */
const STAT =
  /^ {0,2}(?:\S.{0,200}? +\| +(?:\d+(?: [+-]*)?|Bin\b.*|Unk\b.*)|\d+ files? changed.*|(?:create|delete) mode \d{6} \S.*|rename .{1,300}\(\d+%\)|copy .{1,300}\(\d+%\)|mode change \d{6} => \d{6} \S.*)$/;

/** `1:  abcdef0 ! 1:  1234567 mm: subject`, a pair of a range-diff. */
const RANGE_PAIR = /^ *(?:\d+|-): {1,3}(?:[\da-f]{7,}|-{7,}) [=!<>] +(?:\d+|-): {1,3}(?:[\da-f]{7,}|-{7,})/;

/** What the program interdiff writes over the parts of its output. */
const INTERDIFF_PART = /^(?:reverted|unchanged|only in patch\d):$/;

/** Whether a line says that the diff below it compares two versions of a patch. */
export function introducesInterdiff(line: string): boolean {
  return line.length < 80 && /^\W*(?:the )?interdiff\b.*[:.]?$/i.test(line);
}

/**
 * Reads the run of diff lines that starts at a line.
 *
 * ```
 * diff --git a/mm/rmap.c b/mm/rmap.c      a header starts one,
 * @@ -10,7 +10,8 @@ static void f(void)   a hunk header says how many lines follow,
 *  context
 * +	page = alloc();                      and after a comment of the reviewer's the rest goes on
 * ^                                       without any header
 * ```
 *
 * @param lines Lines of one depth that stand together.
 * @param at Index of the line to start at.
 * @param state What went before at this depth; updated.
 * @returns Undefined where no diff starts, or goes on, at this line.
 */
export function diffAt(lines: readonly MailLine[], at: number, state: DiffState): DiffFound | undefined {
  const first = lines[at]?.text ?? '';
  if (RANGE_PAIR.test(first)) return rangeDiff(lines, at);
  if (INTERDIFF_PART.test(first) && /^(?:@@ |diff -|--- )/.test(lines[at + 1]?.text ?? '')) {
    state.form = 'interdiff';
    return { length: 1, form: 'interdiff' };
  }
  const compares = first.startsWith('diff -') && introducesInterdiff(solidBefore(lines, at));
  if ((first[0] === ' ' || first.includes('|')) && STAT.test(first)) return runOf(lines, at, STAT, 'stat');
  let end = at;
  let lastSolid = at - 1;
  for (; end < lines.length; end += 1) {
    const text = lines[end]?.text ?? '';
    if (!step(text, lines[end + 1]?.text, state, end === at, (lines[end - 1]?.text ?? '').trim() === '')) break;
    if (text.trim() !== '') lastSolid = end;
  }
  const ran = lastSolid + 1 - at;
  if (ran > 0 && compares) state.form = 'interdiff';
  return ran > 0 ? { length: ran, form: state.form } : undefined;
}

/** The last line before another one that is not blank; two blank lines part them. */
function solidBefore(lines: readonly MailLine[], at: number): string {
  const before = lines[at - 1]?.text ?? '';
  return before.trim() === '' ? (lines[at - 2]?.text ?? '') : before;
}

/** Whether a line belongs to the diff; moves the state along. */
function step(text: string, next: string | undefined, state: DiffState, starts: boolean, afterBlank: boolean): boolean {
  const first = text[0];
  if (promised(state) && (first === ' ' || first === '+' || first === '-' || first === undefined)) {
    if (text.trimEnd() === '--' && !/^[-+ @]/.test(next ?? '')) return false;
    count(first, state);
    return true;
  }
  if (first !== undefined && header(text, next, state)) return true;
  if (state.at === 'hunk') return goesOn(text, next, state, afterBlank);
  if (state.at === 'header') {
    state.at = 'ended';
  }
  if (first !== undefined && startsLoose(text, next, state, starts)) {
    if (state.at === 'none' || state.at === 'ended') Object.assign(state, { at: 'hunk', old: 0, new: 0 });
    return true;
  }
  return false;
}

/** Whether the open hunk's header promises more lines. */
function promised(state: DiffState): boolean {
  return state.at === 'hunk' && (state.old > 0 || state.new > 0);
}

function count(first: string | undefined, state: DiffState): void {
  if (first !== '+') state.old -= 1;
  if (first !== '-') state.new -= 1;
}

/** Reads a line of a file header or a hunk header. */
function header(text: string, next: string | undefined, state: DiffState): boolean {
  const pattern = HEADERS[text[0] ?? ''];
  if (pattern === undefined || !pattern.test(text)) return false;
  if (text.startsWith('--- ') && !(state.at === 'header' || next?.startsWith('+++ ') === true)) return false;
  if (text[0] === '=' && state.at !== 'header') return false;
  const hunk = HUNK.exec(text);
  if (hunk !== null) {
    Object.assign(state, { at: 'hunk', old: Number(hunk[1] ?? 1), new: Number(hunk[2] ?? 1) });
    if (state.form === 'combined') state.form = 'unified';
    return true;
  }
  if (COMBINED_HUNK.test(text) || /^diff --c/.test(text)) {
    Object.assign(state, { at: text[0] === '@' ? 'hunk' : 'header', old: 0, new: 0, form: 'combined' });
    return true;
  }
  if (text.startsWith('diff --git')) state.form = 'unified';
  // An `@@` with what a mailer left of its numbers opens a hunk of unknown length.
  Object.assign(state, { at: text[0] === '@' || text[0] === 'G' ? 'hunk' : 'header', old: 0, new: 0 });
  return true;
}

/** Whether a line goes on with a hunk whose header promises no more, or was never seen, or whose mark is lost. */
function goesOn(text: string, next: string | undefined, state: DiffState, afterBlank: boolean): boolean {
  const first = text[0];
  if (first === undefined) return next !== undefined && next !== '' && isDiffLine(next);
  if (first === '\\') return text.startsWith('\\ No newline');
  if (isDiffLine(text)) return true;
  // Inside a hunk a mark is a mark; behind a blank line it may be a list's.
  if (first === '+' || (first === '-' && text.trimEnd() !== '--'))
    if (!(afterBlank && /^[-+*] ?[A-Za-z]/.test(text))) return true;
  // A mailer that drops the blank before context, or wraps, leaves code without a mark.
  if (first === '\t' || looksLikeCode(text)) return true;
  if (promised(state) && next !== undefined && isDiffLine(next) && text.length < 30 && !/[.?!]$/.test(text))
    return true;
  if (state.form === 'unified' && /^(?:literal|delta) \d+$/.test(text)) return true;
  state.at = 'ended';
  return false;
}

/** Whether a line has a diff's mark and could not be a list item, a signature or a vote such as `+1`. */
function isDiffLine(text: string): boolean {
  const first = text[0];
  if (first === '@') return HUNK.test(text);
  if (first === ' ') return text[1] === '\t' || looksLikeCode(text) || /^ {5,}\S/.test(text) || text.trim() === '';
  if (first !== '+' && first !== '-') return false;
  const rest = text.slice(1);
  return rest.trim() === '' ? first === '+' || rest === '' : /^[\t]|^ {2,}\S/.test(rest) || looksLikeCode(rest);
}

/**
 * Whether a diff without header starts here.
 *
 * ```
 * +	if (!page)       a tab behind the mark, or code: yes
 * - fix the typo       a list: no
 * ```
 */
function startsLoose(text: string, next: string | undefined, state: DiffState, starts: boolean): boolean {
  const first = text[0];
  if (first === '+' || first === '-') {
    if (!isDiffLine(text) || text.trim().length < 2) return false;
    return (
      text[1] === '\t' || state.at === 'ended' || (next !== undefined && isDiffLine(next)) || /[;{}]$|\*\/$/.test(text)
    );
  }
  // Context before the first changed line: only right in front of one.
  if (!starts || first !== ' ' || text[1] !== '\t') return false;
  return next !== undefined && (/^[-+]\t/.test(next) || /^ \t/.test(next));
}

/** A range-diff goes on as long as its lines are pairs or indented by four. */
function rangeDiff(lines: readonly MailLine[], at: number): DiffFound {
  let end = at + 1;
  while (end < lines.length) {
    const text = lines[end]?.text ?? '';
    if (!RANGE_PAIR.test(text) && !text.startsWith('    ') && text.trim() !== '') break;
    if (text.trim() === '' && !/^(?: {4}| *(?:\d+|-):)/.test(lines[end + 1]?.text ?? '')) break;
    end += 1;
  }
  return { length: end - at, form: 'range-diff' };
}

function runOf(lines: readonly MailLine[], at: number, pattern: RegExp, form: DiffForm): DiffFound {
  let end = at + 1;
  while (end < lines.length && pattern.test(lines[end]?.text ?? '')) end += 1;
  return { length: end - at, form };
}
