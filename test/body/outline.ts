import type { Body, BodyNode, Leaf } from '../../src/body/nodes.ts';
import { parseBody } from '../../src/body/parse.ts';

/** A tree as one line a leaf, two blanks a quote: what a golden test shows whole. */
export function outline(text: string): string {
  const rows: string[] = [];
  const write = (nodes: readonly BodyNode[], indent: string): void => {
    for (const node of nodes) {
      if (node.type === 'quote') {
        rows.push(`${indent}quote ${node.depth}${node.author === undefined ? '' : ` by ${node.author}`}`);
        write(node.children, `${indent}  `);
      } else if (node.type !== 'break' || node.lines.some((line) => line.trim() !== '')) {
        rows.push(`${indent}${labelOf(node)}: ${node.lines.join(' / ')}`);
      }
    }
  };
  write(parseBody(text).children, '');
  return rows.join('\n');
}

function labelOf(leaf: Leaf): string {
  if (leaf.type === 'diff') return leaf.form === 'unified' ? 'diff' : leaf.form;
  if (leaf.type === 'code') return leaf.flavour;
  if (leaf.type === 'attribution') return `attribution by ${leaf.author ?? '?'} on ${leaf.date ?? '?'}`;
  if (leaf.type === 'trailer') return `trailer ${leaf.key}`;
  return leaf.type;
}

/** The leaves' texts joined; equals the text the tree was read from. */
export function joined(text: string, body: Body): string {
  let all = '';
  const visit = (nodes: readonly BodyNode[]): void => {
    for (const node of nodes) {
      if (node.type === 'quote') visit(node.children);
      else all += text.slice(node.position.start.offset, node.position.end.offset);
    }
  };
  visit(body.children);
  return all;
}
