import type { Root as MdastRoot } from 'mdast';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type { Position } from 'unist';
import type { Prose } from './nodes.ts';

/**
 * Markdown that review mail does not mean: `*p` is a pointer and `__foo` a name, `#define` no heading, an indent no
 * code block, `&amp;` five characters. Paragraphs, lists, inline code, fences and links in angle brackets stay.
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
  .data('micromarkExtensions', [{ disable: { null: NOT_MEANT } }])
  .freeze();

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
      read ??= words.parse(lines.join('\n'));
      return read;
    },
  };
}
