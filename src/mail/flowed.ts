/** Lines that a diff has and prose has not. */
const DIFF_START = /^(?:diff --git |Index: \S|--- \S|\+\+\+ \S|@@ -\d)/;
/** What may follow within a diff: context, added and removed lines, and git's notes. */
const DIFF_LINE =
  /^(?:[ +\-@\\]|$|diff |Index: |===|index |new file|deleted file|old mode|new mode|similarity |rename |copy |Binary |GIT )/;

/** A line of RFC 3676 text: how many `>` it opens with, and what follows them. */
interface Flowed {
  readonly depth: number;
  readonly text: string;
}

/**
 * Joins the soft line breaks of format=flowed text (RFC 3676) and takes off stuffed spaces, but keeps diffs whole.
 *
 *     a line that ends in a space␠
 *     goes on here
 *
 * A context line of a diff may well end in a space, so within a diff, quoted or not, a break goes only where the next
 * line cannot be a diff line.
 */
export function unflow(text: string, delSp: boolean): string {
  const lines = text.split('\n').map(unquote);
  const out: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const end = endOfDiff(lines, at);
    if (end > at) {
      for (const line of diffLines(lines.slice(at, end))) out.push(line);
      at = end;
    } else {
      const paragraph = endOfParagraph(lines, at);
      out.push(joined(lines.slice(at, paragraph), delSp));
      at = paragraph;
    }
  }
  return out.join('\n');
}

/** The line after the diff that opens at `start`; `start` itself where none does. */
function endOfDiff(lines: readonly Flowed[], start: number): number {
  const first = lines[start];
  if (first === undefined || !DIFF_START.test(unstuffed(first.text))) return start;
  let end = start + 1;
  for (let next = lines[end]; next !== undefined && next.depth === first.depth; next = lines[end]) {
    const fits = DIFF_LINE.test(first.depth === 0 ? next.text : unstuffed(next.text));
    if (!fits && !isSoft(lines[end - 1])) break;
    end += 1;
  }
  return end;
}

function diffLines(lines: readonly Flowed[]): readonly string[] {
  const stuffed = isStuffed(lines);
  const out: string[] = [];
  for (const { depth, text } of lines) {
    const fits = DIFF_LINE.test(depth === 0 ? text : unstuffed(text));
    if (fits || out.length === 0) out.push('>'.repeat(depth) + (stuffed ? unstuffed(text) : text));
    else out.push((out.pop() ?? '') + unstuffed(text));
  }
  return out;
}

/**
 * A program that stuffs gives each context line of an unquoted diff a second space; one that only says format=flowed
 * leaves some with one, as kernel code is indented by tabs.
 */
function isStuffed(lines: readonly Flowed[]): boolean {
  const unquoted = lines.filter(({ depth }) => depth === 0);
  return unquoted.some(({ text }) => text.startsWith('  ')) && !unquoted.some(({ text }) => /^ \S|^ \t/.test(text));
}

function endOfParagraph(lines: readonly Flowed[], start: number): number {
  let at = start;
  while (isSoft(lines[at])) {
    const next = lines[at + 1];
    const goesOn = next !== undefined && next.depth === lines[start]?.depth && unstuffed(next.text) !== '-- ';
    if (!goesOn || DIFF_START.test(unstuffed(next.text))) break;
    at += 1;
  }
  return at + 1;
}

/** Joins a paragraph; its quote marks come back once, followed by one space. */
function joined(lines: readonly Flowed[], delSp: boolean): string {
  const depth = lines[0]?.depth ?? 0;
  const text = lines
    .map((line, at) => {
      const bare = unstuffed(line.text);
      return delSp && at < lines.length - 1 ? bare.slice(0, -1) : bare;
    })
    .join('');
  if (depth === 0) return text;
  return text === '' ? '>'.repeat(depth) : `${'>'.repeat(depth)} ${text}`;
}

function isSoft(line: Flowed | undefined): boolean {
  return line?.text.endsWith(' ') === true && unstuffed(line.text) !== '-- ' && line.text !== '-- ';
}

function unquote(line: string): Flowed {
  let depth = 0;
  while (line[depth] === '>') depth += 1;
  return { depth, text: line.slice(depth) };
}

function unstuffed(text: string): string {
  return text.startsWith(' ') ? text.slice(1) : text;
}
