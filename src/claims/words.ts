import type { Nodes as MdastNode, Paragraph } from 'mdast';
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

/** A sender's words as one text, for what is only looked up in them: names, questions. */
export function quotedText(answered: Answered | undefined): string {
  return answered === undefined ? '' : answered.lines.join('\n');
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

/** Paragraphs of a prose node, list items apart, marks blanked. */
function blocksOf(prose: Prose, text: string, lineStarts: readonly number[]): readonly Block[] {
  const firstLine = prose.position.start.line - 1;
  /** Offset in the mail text of column 1 of a line of the node. */
  const columnOne = prose.lines.map((line, index) => {
    const start = lineStarts[firstLine + index] ?? text.length;
    const end = lineEnd(text, start);
    return Math.max(start, end - line.length);
  });
  const blocks: Block[] = [];
  const add = (paragraph: Paragraph | (MdastNode & { type: 'heading' }), form: Block['form']): void => {
    if (paragraph.position === undefined) return;
    const { start: from, end: to } = paragraph.position;
    const start = (columnOne[from.line - 1] ?? text.length) + from.column - 1;
    const end = (columnOne[to.line - 1] ?? text.length) + to.column - 1;
    let characters = text.slice(start, end);
    for (let line = from.line; line < to.line; line += 1) {
      const lineStart = lineStarts[firstLine + line] ?? text.length;
      const content = columnOne[line] ?? text.length;
      characters =
        characters.slice(0, lineStart - start) + ' '.repeat(content - lineStart) + characters.slice(content - start);
    }
    if (end > start) blocks.push({ form, text: characters.replace(/\s/g, ' '), start });
  };
  const walk = (node: MdastNode, form: Block['form']): void => {
    if (node.type === 'paragraph' || node.type === 'heading') add(node, form);
    else if ('children' in node) {
      for (const child of node.children) walk(child, node.type === 'listItem' ? 'item' : form);
    }
  };
  walk(prose.mdast, 'paragraph');
  return blocks;
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
