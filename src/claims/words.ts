import type { BodyNode, Prose } from '../body/nodes.ts';

/** Quoted lines that own words stand under: what they comment on. */
export interface Answered {
  /** Without quote marks; the last one stands right above the own words. */
  readonly lines: readonly string[];
  /** What the last quoted block is. */
  readonly form: 'prose' | 'code' | 'other';
  /** 1 where the mail answered wrote them, 2 where it quoted them in turn. */
  readonly depth: number;
  readonly author: string | undefined;
}

/** A run of one sender's own words: a paragraph, a list item, a trailer. */
export interface Passage {
  readonly form: 'paragraph' | 'item' | 'trailer';
  /** `log`: a patch's commit message or a cover letter; `notes`: what stands below its `---`; `reply`: all else. */
  readonly part: 'log' | 'notes' | 'reply';
  /** As long as its range in the mail text: line ends and quote marks are blanks, so that offsets carry over. */
  readonly text: string;
  /** Offset in the mail text. */
  readonly start: number;
  readonly answered: Answered | undefined;
  /** How many passages stand between the quoted lines and this one. */
  readonly ordinal: number;
}

/** Where the passages of a mail are looked for. */
export interface Words {
  /** The decoded text of the mail, in which all positions are. */
  readonly text: string;
  /** The children of a body, or of one quote of it: then the words of the author who is quoted. */
  readonly nodes: readonly BodyNode[];
  /** The mail brings a patch or a cover letter: its words before `---` are a commit message. */
  readonly opens: boolean;
}

/** How many quoted lines above a comment are kept. */
const ANSWERED_LINES = 24;

/**
 * Finds a sender's own words in a mail: the prose outside quotes, diffs, code, signatures and footers, and the trailers.
 *
 * In a mail that opens with a patch the words before `---` are the commit message and those after it notes; nothing
 * below the diff is read there, and quoted lines answer nobody.
 */
export function passagesOf({ text, nodes, opens }: Words): readonly Passage[] {
  const lineStarts = startsOfLines(text);
  const passages: Passage[] = [];
  let answered: Answered | undefined;
  let ordinal = 0;
  let part: Passage['part'] = opens ? 'log' : 'reply';
  for (const node of nodes) {
    if (node.type === 'quote') {
      answered = answeredBy(node);
      ordinal = 0;
    } else if (node.type === 'prose') {
      for (const block of blocksOf(node, text, lineStarts)) {
        passages.push({ ...block, part, answered, ordinal });
        ordinal += 1;
      }
    } else if (node.type === 'trailer') {
      const { start, end } = rangeOf(node);
      passages.push({
        form: 'trailer',
        part,
        text: text.slice(start, end).replace(/\s/g, ' '),
        start,
        answered,
        ordinal,
      });
    } else if (opens && node.type === 'break' && node.lines.some((line) => line.startsWith('---'))) part = 'notes';
    else if (opens && node.type === 'diff' && node.lines.some((line) => line.startsWith('@@'))) break;
  }
  return passages;
}

/** Last quoted block, and the lines that lead to it. */
function answeredBy(quote: BodyNode & { type: 'quote' }): Answered {
  const blocks: { lines: readonly string[]; form: Answered['form']; depth: number; author: string | undefined }[] = [];
  const walk = (nodes: readonly BodyNode[], depth: number, author: string | undefined): void => {
    for (const node of nodes) {
      if (node.type === 'quote') walk(node.children, node.depth, node.author);
      else if (node.type === 'prose') blocks.push({ lines: node.lines, form: 'prose', depth, author });
      else if (node.type === 'diff' || node.type === 'code') {
        blocks.push({ lines: node.lines, form: 'code', depth, author });
      } else if (node.type === 'trailer') blocks.push({ lines: node.lines, form: 'other', depth, author });
    }
  };
  walk(quote.children, quote.depth, quote.author);
  const last = blocks.at(-1);
  const lines = blocks.flatMap((block) => [...block.lines]).filter((line) => line.trim() !== '');
  return {
    lines: lines.slice(-ANSWERED_LINES),
    form: last?.form ?? 'other',
    depth: last?.depth ?? quote.depth,
    author: last?.author,
  };
}

interface Block {
  readonly form: 'paragraph' | 'item';
  readonly text: string;
  readonly start: number;
}

/** `- item`, `1. item`, `(2) item`, `a) item`. */
const ITEM = /^\s*(?:[-*+•o]|\(?(?:\d{1,2}|[a-z])[.)])\s+(?=\S)/;

/**
 * Paragraphs and list items of a prose node, marks blanked.
 *
 * Cut by blank lines and item marks alone: the node's Markdown tree would tell no more that matters here, and reading it
 * takes longer than all else that is done with a mail's words.
 */
function blocksOf(prose: Prose, text: string, lineStarts: readonly number[]): readonly Block[] {
  const blocks: Block[] = [];
  const firstLine = prose.position.start.line - 1;
  let run: Run | undefined;
  const close = (): void => {
    if (run !== undefined) blocks.push({ form: run.form, start: run.start, text: run.parts.join('') });
    run = undefined;
  };
  for (const [index, line] of prose.lines.entries()) {
    const mark = ITEM.exec(line)?.[0] ?? '';
    if (line.trim() === '' || mark !== '') close();
    if (line.trim() === '') continue;
    const lineStart = lineStarts[firstLine + index] ?? text.length;
    const content = Math.max(lineStart, lineEnd(text, lineStart) - line.length) + mark.length;
    if (run === undefined) run = { form: mark === '' ? 'paragraph' : 'item', start: content, parts: [], end: content };
    run.parts.push(' '.repeat(content - run.end), line.slice(mark.length).replace(/[^\S ]/g, ' '));
    run.end = content + line.length - mark.length;
  }
  close();
  return blocks;
}

/** A block while it grows. */
interface Run {
  readonly form: Block['form'];
  readonly start: number;
  readonly parts: string[];
  /** Offset after its last line. */
  end: number;
}

function rangeOf({ position: { start, end } }: BodyNode): { start: number; end: number } {
  if (start.offset === undefined || end.offset === undefined) throw new TypeError('expected offsets in a body tree');
  return { start: start.offset, end: end.offset };
}

function startsOfLines(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}
