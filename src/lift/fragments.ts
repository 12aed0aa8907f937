/**
 * What a diff shows of functions: whole ones as they stand, parts of others with holes where lines are missing.
 *
 * Kernel style makes the parts readable without the rest: a function's block opens and closes with a brace in the first
 * column, and nothing within it stands there but labels.
 */
import { nameIn } from '../patch/function.ts';
import type { Hunk, HunkLine } from '../patch/patch.ts';
import { blank, mask } from './mask.ts';
import { HOLE, headBefore, type NumberedText } from './text.ts';

/** A stretch of lines of one side of a file, without gaps. */
interface Segment {
  readonly lines: readonly string[];
  /** The same lines with comments and literals out of the way. */
  readonly code: readonly string[];
  readonly numbers: readonly number[];
  /** What git says of the function that the stretch begins in. */
  readonly heading: string;
}

/** Lines of one function; a new part begins where lines are missing before it. */
interface Part {
  readonly lines: string[];
  readonly code: string[];
  readonly numbers: number[];
}

interface OpenFunction {
  readonly name: string;
  readonly parts: Part[];
  /** The closing brace was shown. */
  isClosed: boolean;
}

/** The texts that one side of a file's hunks gives: each hunk as it stands, then each function that has holes. */
export function fragmentsOf(
  file: string,
  hunks: readonly Hunk[],
  numberOf: (line: HunkLine) => number | undefined,
): NumberedText[] {
  const segments = segmentsOf(hunks, numberOf);
  const whole = segments.map(({ lines, numbers }) => ({
    file,
    origin: 'diff' as const,
    text: lines.join('\n'),
    lines: numbers,
  }));
  return [...whole, ...partsOf(segments).map((open) => patchUp(file, open))];
}

function segmentsOf(hunks: readonly Hunk[], numberOf: (line: HunkLine) => number | undefined): Segment[] {
  const stretches: { lines: string[]; numbers: number[]; heading: string }[] = [];
  for (const hunk of hunks) {
    const shown = hunk.lines.flatMap((line) => {
      const number = numberOf(line);
      return number === undefined ? [] : [{ text: line.text, number }];
    });
    const last = stretches.at(-1);
    const first = shown[0]?.number;
    if (first === undefined) continue;
    const isNext = last?.numbers.at(-1) === first - 1;
    const stretch = isNext && last !== undefined ? last : { lines: [], numbers: [], heading: hunk.heading };
    if (stretch !== last) stretches.push(stretch);
    stretch.lines.push(...shown.map(({ text }) => text));
    stretch.numbers.push(...shown.map(({ number }) => number));
  }
  return stretches.map(({ lines, numbers, heading }) => {
    const text = withoutCutComment(lines.join('\n'));
    return { lines: text.split('\n'), code: mask(text).split('\n'), numbers, heading };
  });
}

/** Blanks the end of a comment that began before the text. */
function withoutCutComment(text: string): string {
  const end = text.indexOf('*/');
  const start = text.indexOf('/*');
  if (end === -1 || (start !== -1 && start < end)) return text;
  return blank(text.slice(0, end + 2)) + text.slice(end + 2);
}

/** Goes through the segments in order and collects the functions of which lines are missing. */
function partsOf(segments: readonly Segment[]): OpenFunction[] {
  const found: OpenFunction[] = [];
  let open: OpenFunction | undefined;
  const close = () => {
    if (open !== undefined && (open.parts.length > 1 || !open.isClosed)) found.push(open);
    open = undefined;
  };
  for (const segment of segments) {
    if (beginsInside(segment)) {
      const name = nameIn(segment.heading);
      if (open === undefined || (name !== undefined && name !== open.name)) {
        close();
        open = name === undefined ? undefined : headless(name, segment);
      }
      open?.parts.push({ lines: [], code: [], numbers: [] });
    } else close();
    for (const [index, code] of segment.code.entries()) {
      if (open === undefined) open = opensAt(segment, index);
      else append(open, segment, index);
      if (open !== undefined && /^\}/.test(code)) {
        open.isClosed = true;
        close();
      }
    }
  }
  close();
  return found;
}

function append(open: OpenFunction, segment: Segment, index: number): void {
  const part = open.parts.at(-1);
  part?.lines.push(segment.lines[index] ?? '');
  part?.code.push(segment.code[index] ?? '');
  part?.numbers.push(segment.numbers[index] ?? 0);
}

/** Whether a segment begins within a function: its block closes before another opens, or all that it has is indented. */
function beginsInside(segment: Segment): boolean {
  for (const code of segment.code) {
    if (/^\}/.test(code)) return true;
    // A label stands in the first column too; anything else there is outside of functions.
    if (/^[A-Za-z_{]/.test(code) && !/^\w+\s*:/.test(code)) return false;
  }
  return segment.code.some((code) => /^\s+\S/.test(code));
}

/** The function whose block opens on this line, with its head; undefined where none does or the head is not shown. */
function opensAt(segment: Segment, index: number): OpenFunction | undefined {
  if (!/^\{/.test(segment.code[index] ?? '')) return undefined;
  const before = segment.code.slice(0, index).join('\n');
  const head = headBefore(`${before}\n`, before.length + 1);
  if (head === undefined) return undefined;
  const first = before.slice(0, head.start).split('\n').length - 1;
  const part = {
    lines: segment.lines.slice(first, index + 1),
    code: segment.code.slice(first, index + 1),
    numbers: segment.numbers.slice(first, index + 1),
  };
  return { name: head.name, parts: [part], isClosed: false };
}

/**
 * A function of which the beginning is missing, with as much of its head as the hunk's heading shows.
 *
 *     @@ -1617,9 +1617,8 @@ int collapse_pte_mapped_thp(struct mm_struct *mm, unsigned long addr,
 *                                                      whole parameters stay ^
 */
function headless(name: string, segment: Segment): OpenFunction {
  const { heading, numbers } = segment;
  const open = heading.indexOf('(');
  const end = heading.includes(')', open) ? heading.lastIndexOf(')') : Math.max(heading.lastIndexOf(','), open + 1);
  const parameters = heading.slice(open + 1, end);
  // The result type may stand on a line above, which the heading does not have.
  const type = /^\w+\s*$/.test(heading.slice(0, open)) ? 'void ' : '';
  const line = `${type}${heading.slice(0, open)}(${parameters.trim() === '' ? 'void' : parameters})`;
  const number = numbers[0] ?? 0;
  return { name, parts: [{ lines: [line, '{'], code: [line, '{'], numbers: [number, number] }], isClosed: false };
}

/** Makes a definition of a function's parts, with calls of `HOLE` where lines are missing and braces balanced. */
function patchUp(file: string, open: OpenFunction): NumberedText {
  const lines: string[] = [];
  const numbers: number[] = [];
  let depth = 0;
  for (const [index, part] of open.parts.entries()) {
    const isLast = index === open.parts.length - 1;
    const shown = trim(part, index > 0, !isLast || !open.isClosed);
    const { lowest, end } = balance(shown.code, isLast && open.isClosed);
    if (index > 0) {
      const wanted = isLast && open.isClosed ? Math.max(1 - end, 1 - lowest) : Math.max(depth, 1 - lowest);
      lines.push(`${hole(depth, wanted)}${shown.isGoverned ? `if (${HOLE}())` : ''}`);
      numbers.push((numbers.at(-1) ?? 0) + 1);
      depth = wanted;
    }
    lines.push(...shown.lines);
    numbers.push(...part.numbers);
    depth += end;
  }
  if (!open.isClosed) {
    lines.push(hole(depth, 1), '}');
    const last = numbers.at(-1) ?? 0;
    numbers.push(last + 1, last + 1);
  }
  return { file, origin: 'fragment', text: lines.join('\n'), lines: numbers };
}

/** The missing lines between two depths of blocks: what they close, what they do, what they open. */
function hole(from: number, to: number): string {
  const closes = '}'.repeat(Math.max(0, from - to));
  const opens = `if (${HOLE}()) {`.repeat(Math.max(0, to - from));
  return `${closes} ${HOLE}(); ${opens}`;
}

/** How deep blocks go within a part, from where it begins: the least and the last depth, without the closing brace. */
function balance(code: readonly string[], isClosed: boolean): { lowest: number; end: number } {
  const body = isClosed ? code.slice(0, -1) : code;
  let end = 0;
  let lowest = 0;
  for (const brace of body.join('\n').matchAll(/[{}]/g)) {
    end += brace[0] === '{' ? 1 : -1;
    lowest = Math.min(lowest, end);
  }
  return { lowest, end };
}

interface Trimmed {
  readonly lines: string[];
  readonly code: string[];
  /** What was cut off is a condition, which the first statement stands under. */
  readonly isGoverned: boolean;
}

/** Blanks what is left of a statement that is cut off at the part's beginning or end. */
function trim(part: Part, cutBefore: boolean, cutAfter: boolean): Trimmed {
  const code = part.code.join('\n');
  const start = cutBefore ? startOfStatements(code) : 0;
  const end = cutAfter ? endOfStatements(code) : code.length;
  const keep = (text: string) =>
    (blank(text.slice(0, start)) + text.slice(start, end) + blank(text.slice(Math.max(start, end)))).split('\n');
  const isGoverned = start > 0 && !/^\s*[;,)]/.test(code.slice(start));
  return { lines: keep(part.lines.join('\n')), code: keep(code), isGoverned };
}

/** Behind the last bracket that closes what was opened before the text, within its first lines. */
function startOfStatements(code: string): number {
  let depth = 0;
  let start = 0;
  for (const bracket of code.split('\n').slice(0, 6).join('\n').matchAll(/[()]/g)) {
    depth += bracket[0] === '(' ? 1 : -1;
    if (depth < 0) {
      start = bracket.index + 1;
      depth = 0;
    }
  }
  return start;
}

/** Behind the last statement that is whole. */
function endOfStatements(code: string): number {
  let depth = 0;
  let end = 0;
  for (const mark of code.matchAll(/[(){};:]/g)) {
    if (mark[0] === '(') depth++;
    else if (mark[0] === ')') depth--;
    else if (depth <= 0) end = mark.index + 1;
  }
  return end;
}
