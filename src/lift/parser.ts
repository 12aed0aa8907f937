// biome-ignore lint/correctness/noUnresolvedImports: its types are in a `declare module` block, which the rule cannot see
import { Language, Parser, type TreeCursor } from 'web-tree-sitter';
import type { SyntaxNode } from './syntax.ts';

/** The two WebAssembly files that reading C takes, as bytes. */
export interface ParserBytes {
  /** `web-tree-sitter.wasm`, the parser's engine. */
  readonly engine: Uint8Array;
  /** `tree-sitter-c.wasm`, the grammar of C. */
  readonly grammar: Uint8Array;
}

export interface CParser {
  /** The tree of a translation unit; a place that is no C is a broken node within it. */
  parse(text: string): SyntaxNode;
}

/**
 * Makes a reader of C out of the parser's WebAssembly files.
 *
 * The text should have been through `normalise`: kernel C as it stands is not C to a parser without a preprocessor.
 */
export async function createCParser(bytes: ParserBytes): Promise<CParser> {
  await Parser.init({ wasmBinary: exactBuffer(bytes.engine) });
  const parser = new Parser();
  parser.setLanguage(await Language.load(bytes.grammar));
  return {
    parse(text) {
      const tree = parser.parse(text);
      if (tree === null) throw new Error('the C parser has a language, so it yields a tree');
      const cursor = tree.walk();
      const root = copyTree(cursor);
      cursor.delete();
      tree.delete();
      return root;
    },
  };
}

/** The bytes in a buffer of their own, as the engine's loader takes it: `readFile` yields a slice of a shared pool. */
function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  const buffer = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

interface OpenNode {
  readonly children: SyntaxNode[];
  readonly node: SyntaxNode;
}

/** Copies the tree below a cursor; iterative, since hostile text nests deeper than the call stack. */
function copyTree(cursor: TreeCursor): SyntaxNode {
  const root = openNode(cursor);
  const path = [root];
  for (;;) {
    if (cursor.gotoFirstChild()) {
      path.push(attach(path, openNode(cursor)));
      continue;
    }
    for (;;) {
      path.pop();
      if (path.length === 0) return root.node;
      if (cursor.gotoNextSibling()) break;
      cursor.gotoParent();
    }
    path.push(attach(path, openNode(cursor)));
  }
}

function attach(path: readonly OpenNode[], child: OpenNode): OpenNode {
  path.at(-1)?.children.push(child.node);
  return child;
}

function openNode(cursor: TreeCursor): OpenNode {
  const children: SyntaxNode[] = [];
  const kind = cursor.nodeType;
  return {
    children,
    node: {
      kind,
      field: cursor.currentFieldName ?? undefined,
      named: cursor.nodeIsNamed,
      start: cursor.startIndex,
      end: cursor.endIndex,
      broken: kind === 'ERROR' || cursor.nodeIsMissing,
      children,
    },
  };
}
