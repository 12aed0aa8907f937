import { loadCParser } from '../../src/ingest/c-parser.ts';
import { declared } from '../../src/lift/ctype.ts';
import { find, part, parts, type SyntaxNode } from '../../src/lift/syntax.ts';
import type { FunctionText } from '../../src/lift/text.ts';
import { primitiveNamed } from '../../src/mm/known.ts';

const parser = await loadCParser();

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function apply(text: string, edits: readonly Edit[]): string {
  const sorted = edits.toSorted((a, b) => b.start - a.start);
  return sorted.reduce((done, { start, end, text: by }) => done.slice(0, start) + by + done.slice(end), text);
}

function nodesOf(root: SyntaxNode): SyntaxNode[] {
  return [root, ...root.children.flatMap(nodesOf)];
}

/** Each name that the function declares gets another; fields, functions and labels keep theirs. */
function renamed({ text, code }: FunctionText): string {
  const nodes = nodesOf(parser.parse(code));
  const names = new Set(
    nodes
      .filter(({ kind }) => kind === 'declaration' || kind === 'parameter_declaration')
      .flatMap((node) => parts(node, 'declarator'))
      .flatMap((declarator) => {
        const { name } = declared(declarator);
        return name === undefined ? [] : [code.slice(name.start, name.end)];
      }),
  );
  const uses = nodes.filter(({ kind, start, end }) => kind === 'identifier' && names.has(code.slice(start, end)));
  return apply(
    text,
    uses.map(({ start, end }) => ({ start, end, text: `other_${code.slice(start, end)}` })),
  );
}

/** `if (c) s;` becomes `if (!(c)) goto past; s; past: ;` wherever there is no else. */
function inverted({ text, code }: FunctionText): string {
  const conditions = nodesOf(parser.parse(code)).filter(
    (node) => node.kind === 'if_statement' && part(node, 'alternative') === undefined,
  );
  const [node] = conditions;
  const [condition, body] = node === undefined ? [] : [part(node, 'condition'), part(node, 'consequence')];
  if (node === undefined || condition === undefined || body === undefined) return text;
  const source = (part: SyntaxNode) => text.slice(part.start, part.end);
  const by = `{ if (!${source(condition)}) goto past; ${source(body)} past: ; }`;
  return apply(text, [{ start: node.start, end: node.end, text: by }]);
}

/** The whole body moves to a helper that the function calls. */
function extracted({ text, code, name }: FunctionText): string {
  const head = text.slice(0, code.indexOf('{'));
  const list = find(parser.parse(code), (node) => node.kind === 'parameter_list');
  if (list === undefined) return text;
  const names = parts(list, '').concat(list.children.filter(({ kind }) => kind === 'parameter_declaration'));
  const args = names.map((node) => {
    const parameter = declared(part(node, 'declarator')).name;
    return parameter === undefined ? '' : code.slice(parameter.start, parameter.end);
  });
  const isVoid = /\bvoid\s+\w+\s*\($/.test(head.slice(0, head.indexOf('(') + 1));
  const helper = text.replace(new RegExp(`\\b${name}\\b`), `${name}_helper`);
  return `${helper}\n\n${head}{\n\t${isVoid ? '' : 'return '}${name}_helper(${args.join(', ')});\n}`;
}

/** Declarations without values that stand beside each other change places. */
function reordered({ text, code }: FunctionText): string {
  const body = find(parser.parse(code), (node) => node.kind === 'compound_statement');
  const plain = (body?.children ?? []).filter(
    (node) => node.kind === 'declaration' && parts(node, 'declarator').every(({ kind }) => kind !== 'init_declarator'),
  );
  const turned = plain.toReversed();
  return apply(
    text,
    plain.map(({ start, end }, index) => {
      const by = turned[index];
      return { start, end, text: by === undefined ? '' : text.slice(by.start, by.end) };
    }),
  );
}

/** Steps under other names that they have or had: `folio_get` for `get_page`. */
function otherNames({ text, code }: FunctionText): string {
  const callees = nodesOf(parser.parse(code)).flatMap((node) => {
    const callee = node.kind === 'call_expression' ? part(node, 'function') : undefined;
    return callee?.kind === 'identifier' ? [callee] : [];
  });
  return apply(
    text,
    callees.flatMap(({ start, end }) => {
      const name = code.slice(start, end);
      const step = primitiveNamed(name);
      const by = step === undefined ? undefined : [step.name, ...step.aliases].find((other) => isRenaming(name, other));
      return by === undefined ? [] : [{ start, end, text: by }];
    }),
  );
}

/** One name is about pages and the other about folios. */
const isRenaming = (name: string, other: string) => /folio/.test(name) !== /folio/.test(other) && !other.includes(' ');

/** Rewritings of a function that leave its meaning as it is. */
export const REWRITINGS: readonly (readonly [how: string, rewrite: (text: FunctionText) => string])[] = [
  ['with other names of locals', renamed],
  ['with an if inverted by a goto', inverted],
  ['with its body in a helper', extracted],
  ['with its declarations in another order', reordered],
  ['with folio_* for page_*', otherNames],
];
