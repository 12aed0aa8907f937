import type { Body, BodyNode } from '../body/nodes.ts';
import type { Words } from '../store/search.ts';

/** Sorts the words of a mail by whose they are: own, quoted, or a diff's. Attributions, signatures and footers are nobody's. */
export function wordsOf(messageId: string, subject: string, body: Body): Words {
  const own: string[] = [];
  const quoted: string[] = [];
  const diff: string[] = [];
  // A stack in place of recursion: quotes nest as deep as a hostile mail wants.
  const rest: { node: BodyNode; inQuote: boolean }[] = body.children
    .toReversed()
    .map((node) => ({ node, inQuote: false }));
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { node, inQuote } = next;
    switch (node.type) {
      case 'quote':
        for (const child of node.children.toReversed()) rest.push({ node: child, inQuote: true });
        break;
      case 'diff':
        (inQuote ? quoted : diff).push(node.lines.join('\n'));
        break;
      case 'prose':
      case 'code':
      case 'trailer':
        (inQuote ? quoted : own).push(node.lines.join('\n'));
        break;
      case 'attribution':
      case 'signature':
      case 'footer':
      case 'snip':
      case 'break':
        break;
    }
  }
  return { messageId, subject, own: own.join('\n'), quoted: quoted.join('\n'), diff: diff.join('\n') };
}
