import type { Root as MdastRoot } from 'mdast';
import { gfmAutolinkLiteralFromMarkdown } from 'mdast-util-gfm-autolink-literal';
import { gfmAutolinkLiteral } from 'micromark-extension-gfm-autolink-literal';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type { Position } from 'unist';
import type { Prose } from './nodes.ts';

/**
 * Markdown that review mail does not mean: `*p` is a pointer and `__foo` a name, `#define` no heading, an indent no
 * code block, `&amp;` five characters. Paragraphs, lists, inline code, fences and links, bare ones too, stay.
 */
const NOT_MEANT = [
  'attention',
  'blockQuote',
  'characterEscape',
  'characterReference',
  'codeIndented',
  'definition',
  'headingAtx',
  'htmlFlow',
  'htmlText',
  'labelStartImage',
  'setextUnderline',
  'thematicBreak',
];

const words = unified()
  .use(remarkParse)
  .data('micromarkExtensions', [gfmAutolinkLiteral(), { disable: { null: NOT_MEANT } }])
  .data('fromMarkdownExtensions', [gfmAutolinkLiteralFromMarkdown()])
  .freeze();

/** Longer prose is somebody's attack or a file pasted in: Markdown's time grows faster than its text. */
const LONGEST = 50_000;

/** `- - - - - -`: each mark nests a list in a list, and a mail full of them overflows the stack. */
const NESTED = /^(?:[ \t]*(?:[-+*]|\d{1,9}[.)])(?=[ \t])){6}/m;

/**
 * Makes a prose leaf whose Markdown tree is read when it is first asked for.
 *
 * Most leaves of an archive are never looked into, and reading them costs ten times what finding them does.
 *
 * @param position Where the lines stand in the mail.
 * @param lines The words, without quote marks.
 */
export function prose(position: Position, lines: readonly string[]): Prose {
  let read: MdastRoot | undefined;
  return {
    type: 'prose',
    position,
    lines,
    get mdast(): MdastRoot {
      read ??= readWords(lines.join('\n'));
      return read;
    },
  };
}

function readWords(text: string): MdastRoot {
  return text.length > LONGEST || NESTED.test(text) ? oneParagraph(text) : words.parse(text);
}

/** The tree of text that is not looked into. */
function oneParagraph(text: string): MdastRoot {
  const line = text.split('\n').length;
  const start = { line: 1, column: 1, offset: 0 };
  const end = { line, column: text.length - text.lastIndexOf('\n'), offset: text.length };
  const position = { start, end };
  return {
    type: 'root',
    position,
    children: [{ type: 'paragraph', position, children: [{ type: 'text', value: text, position }] }],
  };
}
