import { looksLikeCode } from './code.ts';
import type { MailLine } from './line.ts';
import type { Code } from './nodes.ts';

/** A block of code that is no diff. */
export interface CodeFound {
  readonly length: number;
  readonly flavour: Code['flavour'];
}

/** A kernel log's line, a stack entry, a register dump, a compiler's finding, a shell prompt. */
const TRACE =
  /^\s{0,12}(?:>> )?(?:\[ ?\s{0,8}\d+\.\d+\]|<\d>\[|<TASK>|<\/?(?:IRQ|NMI)>|Call [Tt]race:|\? ?\w[\w.]*\+0x|\w[\w.]*\+0x[\da-f]+\/0x[\da-f]+|(?:RIP|RSP|EIP|ESP|PC|LR|pc|lr) ?: ?[\w[]|(?:RAX|RDX|RBP|R10|R13|FS|CS|CR2|DR0|DR3|Code|Modules linked in|Hardware name|CPU|Workqueue): ?.*(?:[\da-f]{4}|PID:|Comm:)|BUG: |WARNING: (?:CPU|possible|suspicious)|Kernel panic|Oops: |general protection fault|Unable to handle|------------\[ cut here|---\[ end|={40,}$|\S+\.[chSC]:\d+:(?:\d+:)? |\S+:\d+:\d+: (?:error|warning|note):|In file included from |\s+from \S+:\d+[:,]|\[<[\da-f]{8,}>\]|\$ \S|\(gdb\) )/;

/** A cell that names a column of a race diagram. */
const ACTOR =
  /^(?:on )?(?:CPU|VCPU|Thread|Task|Process|Proc|Core|Context|Reader|Writer|Parent|Child|Waiter|Waker|Node|P|T)[ #_-]?(?:\d+|[A-Za-z])?(?:\s?[:(].{0,30})?$/i;

/** Two columns or more stand apart by this much. */
const GAP = /\s{3,}|\t+|\s+\|\s+/;

/**
 * Reads a block of code, a trace or a race diagram that starts at a line.
 *
 * @param lines Lines of one depth that stand together.
 * @param at Index of the line to start at.
 * @returns Undefined where words start at this line.
 */
export function codeAt(lines: readonly MailLine[], at: number): CodeFound | undefined {
  const text = lines[at]?.text ?? '';
  const race = raceLength(lines, at);
  if (race > 0) return { length: race, flavour: 'race' };
  if (TRACE.test(text)) return { length: traceLength(lines, at), flavour: 'trace' };
  const excerpt = excerptLength(lines, at);
  return excerpt > 0 ? { length: excerpt, flavour: 'excerpt' } : undefined;
}

/**
 * Length of a race diagram, blank lines inside it counted.
 *
 * ```
 * CPU0                      CPU1          the header: two actors, or two words
 * ====                      ====          with rules below them
 * zap_pte_range()
 *                           do_wp_page()  columns
 *
 * So the page is gone.                    flush left without a gap: words again
 * ^ end
 * ```
 */
function raceLength(lines: readonly MailLine[], at: number): number {
  if (!isRaceHeader(lines[at]?.text ?? '', lines[at + 1]?.text)) return 0;
  const margin = indent(lines[at]?.text ?? '');
  let end = at + 1;
  let solid = at + 1;
  let columns = 0;
  for (; end < lines.length; end += 1) {
    const text = lines[end]?.text ?? '';
    if (text.trim() === '') continue;
    const wide = indent(text) >= margin + 8 || GAP.test(text.trim());
    const blankBefore = (lines[end - 1]?.text ?? '').trim() === '';
    if (!wide && isWords(text) && (blankBefore || indent(text) <= margin)) break;
    if (!wide && blankBefore && indent(text) < margin) break;
    if (wide) columns += 1;
    solid = end + 1;
    if (columns === 0 && end > at + 3) return 0;
  }
  return columns > 0 && solid - at > 2 ? solid - at : 0;
}

function isRaceHeader(text: string, below: string | undefined): boolean {
  if (text.length < 8 || text.length > 200 || !GAP.test(text.trim())) return false;
  const cells = text
    .trim()
    .split(GAP)
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '');
  if (cells.length < 2 || cells.length > 6) return false;
  if (cells.filter((cell) => ACTOR.test(cell)).length >= 2) return true;
  return (
    below !== undefined &&
    /^\s*[-=~]{3,}(?:\s{2,}[-=~]{3,})+\s*$/.test(below) &&
    cells.every((cell) => cell.length < 50)
  );
}

/** Length of a run of trace lines; indented lines and single blank lines between belong to it. */
function traceLength(lines: readonly MailLine[], at: number): number {
  let end = at + 1;
  let solid = end;
  for (; end < lines.length; end += 1) {
    const text = lines[end]?.text ?? '';
    const blankBefore = (lines[end - 1]?.text ?? '').trim() === '';
    if (text.trim() === '') {
      if (blankBefore) break;
      continue;
    }
    if (!TRACE.test(text) && (blankBefore || !/^\s{1,}\S/.test(text))) break;
    solid = end + 1;
  }
  return solid - at;
}

/** Length of an excerpt of C: lines of code, at least one of them surely code, blank lines only between code. */
function excerptLength(lines: readonly MailLine[], at: number): number {
  if (!isCodeLine(lines[at]?.text ?? '') || isMidSentence(lines, at)) return 0;
  let end = at;
  let solid = at;
  let sure = 0;
  for (; end < lines.length; end += 1) {
    const text = lines[end]?.text ?? '';
    if (text.trim() === '') {
      if (!isCodeLine(lines[end + 1]?.text ?? '')) break;
      continue;
    }
    const code = looksLikeCode(text);
    if (/^[-+](?:\s|$)/.test(text) || (!code && (isWords(text) || indent(text) === 0))) break;
    if (code) sure += 1;
    if (sure * 2 < end + 1 - at) break;
    solid = end + 1;
  }
  return solid - at;
}

/** Whether the line before runs on into this one: words that mention an expression are no excerpt. */
function isMidSentence(lines: readonly MailLine[], at: number): boolean {
  const before = (lines[at - 1]?.text ?? '').trimEnd();
  return indent(lines[at]?.text ?? '') === indent(before) && /[a-z] [a-z]+,?$/.test(before) && !looksLikeCode(before);
}

/** A line that may start an excerpt: code that is indented, or that ends as only code does. */
function isCodeLine(text: string): boolean {
  if (!looksLikeCode(text)) return false;
  if (/^\s*\*\s/.test(text)) return false;
  return indent(text) >= 2 || /[;{}]$|\)$|\*\/$|^\/\*|^#/.test(text.trimEnd());
}

/** Columns of white space in front, a tab counted as eight. */
function indent(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (character === '\t') columns += 8;
    else if (character === ' ') columns += 1;
    else break;
  }
  return columns;
}

/** Four words or more in a row, as a sentence has them. */
function isWords(text: string): boolean {
  return /(?:^|\s)[A-Za-z'"]+,?(?: [A-Za-z'"()_]+[,.;:?!]?){3,}/.test(text) && !/[;{}]$/.test(text.trimEnd());
}
