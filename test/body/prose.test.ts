import { describe, expect, it } from 'vitest';
import type { Prose } from '../../src/body/nodes.ts';
import { parseBody } from '../../src/body/parse.ts';

const proseOf = (text: string) => parseBody(text).children.find((node) => node.type === 'prose') as Prose;

describe('prose', () => {
  it('has paragraphs, lists and inline code, with positions in its lines', () => {
    const { lines, mdast } = proseOf('> quoted\n\nUse `pte_unmap()` here:\n\n- one\n- two\n');
    expect(mdast.children.map(({ type }) => type)).toEqual(['paragraph', 'list']);
    const [paragraph] = mdast.children;
    const code = paragraph?.type === 'paragraph' ? paragraph.children[1] : undefined;
    expect(code).toMatchObject({ type: 'inlineCode', value: 'pte_unmap()' });
    const { start, end } = code?.position ?? {};
    expect(lines.join('\n').slice(start?.offset, end?.offset)).toBe('`pte_unmap()`');
  });

  it('knows bare links and links in angle brackets', () => {
    const [bare] = proseOf('See https://example.org/a_b_c for it.\n').mdast.children;
    expect(bare).toMatchObject({ children: [{}, { type: 'link', url: 'https://example.org/a_b_c' }, {}] });
    const [paragraph] = proseOf('See <https://example.org/>.\n').mdast.children;
    expect(paragraph).toMatchObject({ children: [{}, { type: 'link', url: 'https://example.org/' }, {}] });
  });

  it.each([
    'a *pointer and *another',
    '__do_fault and __put_page',
    '&amp; stays',
    '# not a heading',
    'Title\n=====x',
    'a \\* b',
  ])('is not Markdown where mail does not mean it: %j', (text) => {
    const [paragraph, ...others] = proseOf(`${text}\n`).mdast.children;
    expect(others).toEqual([]);
    expect(paragraph).toMatchObject({ type: 'paragraph', children: [{ type: 'text', value: text }] });
  });

  it.each(['- ', '1) ', '[', '<', '![', '`a', '\t- a\n', '[a]('])(
    'made of %j alone is read without an error',
    (piece) => {
      const before = process.cpuUsage();
      expect(proseOf(`Words.\n${piece.repeat(8_000)}\n`).mdast.type).toBe('root');
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1e6).toBeLessThan(8);
    },
  );
});
