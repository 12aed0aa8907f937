import type { ThreadNode } from '../thread/thread.ts';

/** The nodes of a tree, parents first; without recursion, since a thread may be deep. */
export function nodesOf(root: ThreadNode): ThreadNode[] {
  const nodes = [root];
  for (const node of nodes) for (const child of node.children) nodes.push(child);
  return nodes;
}
