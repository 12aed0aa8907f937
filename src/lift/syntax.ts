/**
 * A C syntax tree as plain objects, apart from the memory of the parser that made it.
 */

/** One node of tree-sitter-c's grammar, with offsets in UTF-16 units of the text that was parsed. */
export interface SyntaxNode {
  /** The grammar's own name: `if_statement`, `identifier`, or the token itself (`+=`). */
  readonly kind: string;
  /** Which part of its parent it is, `condition`; undefined where the grammar gives no name. */
  readonly field: string | undefined;
  readonly named: boolean;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** The parser could not read this place: an ERROR node or a token that it had to invent. */
  readonly broken: boolean;
  readonly children: readonly SyntaxNode[];
}

/**
 * The first child that the grammar calls `name`.
 *
 * Undefined where the text leaves it out (`return;` has no value) or could not be read.
 */
export function part(node: SyntaxNode, name: string): SyntaxNode | undefined {
  return node.children.find((child) => child.field === name);
}

/** All children that the grammar calls `name`, in order: the declarators of a declaration. */
export function parts(node: SyntaxNode, name: string): readonly SyntaxNode[] {
  return node.children.filter((child) => child.field === name);
}

/** The named children, without comments and broken places: the arguments of a call, the statements of a block. */
export function named(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.filter((child) => child.named && child.kind !== 'comment' && !child.broken);
}

/** The first node of a tree, itself included, in text order, that satisfies `test`; iterative, for deep trees. */
export function find(root: SyntaxNode, test: (node: SyntaxNode) => boolean): SyntaxNode | undefined {
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (test(node)) return node;
    for (let i = node.children.length - 1; i >= 0; i--) {
      const child = node.children[i];
      if (child !== undefined) open.push(child);
    }
  }
  return undefined;
}
