import type { Nodes, Paragraph, Root } from 'nlcst';
import { ParseEnglish } from 'parse-english';

/** A range in a passage, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const parser = new ParseEnglish();

/** Longest text that one call of the sentence parser gets: its time grows faster than the text. */
const LONGEST = 8000;

/** What can end a sentence, for the parser. */
const ENDS = /[.!?\u2026\u203d\n]/;

/**
 * Cuts a passage into the units that can carry a claim: sentences, and the clauses of a sentence that states two things.
 *
 * Sentences come from parse-english. Marks of the kernel's prose that would mislead it are masked first, one character
 * for one, so that offsets stay: the `!` of `!UFFD_WP`, the dots of `...` inside a sentence.
 */
export function unitsOf(text: string): readonly Span[] {
  return sentencesOf(text).flatMap((sentence) => clausesOf(text, sentence));
}

/** Where a sentence surely ends, in masked text: the parser finds an end there, too, at many times the cost. */
const SURE_END = /(?<=[a-z]{4}[.?]|\)[.?]|[a-z]\?)\s+(?=[A-Z])/g;

/** Sentences of a passage, blanks at their ends left out. */
export function sentencesOf(text: string): readonly Span[] {
  if (text.length <= LONGEST && isOneSentence(text)) return [trim(text, { start: 0, end: text.length })];
  const masked = mask(text);
  const spans: Span[] = [];
  let from = 0;
  for (const { index, 0: blanks } of masked.matchAll(SURE_END)) {
    spans.push(...parsed(masked, from, index));
    from = index + blanks.length;
  }
  return joinTails(text, [...spans, ...parsed(masked, from, text.length)]);
}

/** Sentences of a range of masked text, as the parser finds them. */
function parsed(masked: string, start: number, end: number): readonly Span[] {
  const spans: Span[] = [];
  for (let from = start; from < end; from += LONGEST) {
    const piece = masked.slice(from, Math.min(from + LONGEST, end));
    for (const sentence of isOneSentence(piece) ? [{ start: 0, end: piece.length }] : parse(piece)) {
      const span = trim(masked, { start: from + sentence.start, end: from + sentence.end });
      if (span.end > span.start) spans.push(span);
    }
  }
  return spans;
}

function parse(piece: string): readonly Span[] {
  const root: Root = parser.parse(piece);
  return root.children
    .filter((paragraph): paragraph is Paragraph => paragraph.type === 'ParagraphNode')
    .flatMap((paragraph) => paragraph.children.filter((sentence) => sentence.type === 'SentenceNode').map(offsetsOf));
}

/** Nothing could end a sentence but the last character: the parser would find one, at many times the cost. */
function isOneSentence(text: string): boolean {
  const words = text.trim();
  const end = words.search(ENDS);
  return words !== '' && (end === -1 || end === words.length - 1);
}

/**
 * `!UFFD_WP` ends no sentence, and neither does `...` before a small letter; `stat. This` does, for all that `stat.`
 * is an abbreviation elsewhere, and so does `no longer. new_folio could`: names of code, and some senders, begin
 * sentences with small letters.
 */
function mask(text: string): string {
  return text
    .replace(/!(?=[\w(])/g, 'x')
    .replace(/(?<!\.)\.{2,}(?=\s+[a-z])/g, (dots) => ','.padEnd(dots.length, ' '))
    .replace(/((?:(?<=[a-z]{4}|\))\.|\?)\s+)[a-z_]/g, '$1X')
    .replace(/(?<![a-z])[a-z]{4,}(?=\.\s+[A-Z])/g, (word) => 'x'.repeat(word.length));
}

/** `…does that hold? (or not)` and a lone `:-)` belong to the sentence before. */
function joinTails(text: string, spans: readonly Span[]): readonly Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const before = joined.at(-1);
    if (before !== undefined && !/[A-Za-z]{2}/.test(text.slice(span.start, span.end))) {
      joined[joined.length - 1] = { start: before.start, end: span.end };
    } else joined.push(span);
  }
  return joined;
}

/**
 * Where a second statement begins. `; while that seems…`, `, but code is going to be ugly`, `, the problem is we need…`,
 * ` - maybe it is okay`.
 */
const CLAUSE =
  /;\s+|,\s+(?=but\s)|,\s+(?=(?:the|my)\s+(?:\w+\s+)?(?:concern|issue|problem|question|trouble|worry)\s+is\b)|\s--?\s+|,\s+(?=(?:so|and)\s+(?:I|will|we)\b)|,?\s+(?=however\s)/g;

/** Fewest words that a clause needs to stand alone. */
const CLAUSE_WORDS = 4;

function clausesOf(text: string, sentence: Span): readonly Span[] {
  const cuts: number[] = [];
  const words = text.slice(sentence.start, sentence.end);
  for (const match of words.matchAll(CLAUSE)) {
    const cut = match.index + match[0].length;
    if (outside(words.slice(0, match.index))) cuts.push(cut);
  }
  let from = 0;
  const clauses: Span[] = [];
  for (const cut of [...cuts, words.length]) {
    const left = words.slice(from, cut);
    const right = words.slice(cut);
    const last = cut === words.length;
    if (last || (countWords(left) >= CLAUSE_WORDS && countWords(right) >= CLAUSE_WORDS)) {
      clauses.push(trim(text, { start: sentence.start + from, end: sentence.start + cut }));
      from = cut;
    }
  }
  return clauses;
}

/** No bracket and no quotation mark is open at the end of a text. */
function outside(text: string): boolean {
  const count = (mark: RegExp): number => text.match(mark)?.length ?? 0;
  return count(/\(/g) <= count(/\)/g) && count(/"/g) % 2 === 0;
}

function countWords(text: string): number {
  return text.match(/[A-Za-z_]\w*/g)?.length ?? 0;
}

function offsetsOf(node: Nodes): Span {
  const start = node.position?.start.offset;
  const end = node.position?.end.offset;
  if (start === undefined || end === undefined) throw new TypeError('expected offsets in a sentence tree');
  return { start, end };
}

function trim(text: string, { start, end }: Span): Span {
  while (start < end && text[start] === ' ') start += 1;
  while (end > start && text[end - 1] === ' ') end -= 1;
  return { start, end };
}
