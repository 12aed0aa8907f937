import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { worldPrograms } from '../../src/checks/callees.ts';
import { harnessOf } from '../../src/checks/harness.ts';
import { makeInstruments } from '../../src/checks/programs.ts';
import { runSide } from '../../src/checks/run.ts';
import { loadCParser } from '../../src/ingest/c-parser.ts';
import { declared } from '../../src/lift/ctype.ts';
import { liftFunction } from '../../src/lift/lift.ts';
import { find, part, parts, type SyntaxNode } from '../../src/lift/syntax.ts';
import { type FunctionText, functionsIn, wholeFile } from '../../src/lift/text.ts';
import { BUGS } from '../../src/mm/bugs.ts';
import { primitiveNamed, vocabularyOf } from '../../src/mm/known.ts';
import { canonical } from '../lift/canonical.ts';

/** Debian's kernel sources: `apt-get install linux-source-6.1`, or 6.12. */
const RELEASES = ['6.1', '6.12'].filter((version) => existsSync(`/usr/src/linux-source-${version}.tar.xz`));

/** Ten functions of each release. */
const FUNCTIONS: Readonly<Record<string, readonly (readonly [file: string, name: string])[]>> = {
  '6.1': [
    ['khugepaged', 'retract_page_tables'],
    ['khugepaged', 'collapse_and_free_pmd'],
    ['memory', 'zap_pte_range'],
    ['memory', 'do_anonymous_page'],
    ['memory', 'wp_page_reuse'],
    ['mprotect', 'change_pte_range'],
    ['mremap', 'move_ptes'],
    ['huge_memory', 'zap_huge_pmd'],
    ['madvise', 'madvise_free_pte_range'],
    ['rmap', 'page_vma_mkclean_one'],
  ],
  '6.12': [
    ['khugepaged', 'retract_page_tables'],
    ['memory', 'zap_pte_range'],
    ['memory', 'copy_nonpresent_pte'],
    ['memory', 'do_anonymous_page'],
    ['memory', 'wp_page_reuse'],
    ['mprotect', 'change_pte_range'],
    ['mremap', 'move_ptes'],
    ['huge_memory', 'zap_huge_pmd'],
    ['madvise', 'madvise_cold_or_pageout_pte_range'],
    ['rmap', 'page_vma_mkclean_one'],
  ],
};

/** Functions of each release that have a verdict in a bug's world. */
const JUDGED: Readonly<
  Record<string, readonly (readonly [file: string, bug: string, result: 'holds' | 'violated'])[]>
> = {
  '6.1': [
    ['khugepaged', 'A1', 'holds'],
    ['khugepaged', 'B11', 'holds'],
    ['khugepaged', 'J1', 'holds'],
    ['madvise', 'B3', 'violated'],
    ['madvise', 'K9', 'violated'],
    ['memory', 'F3', 'holds'],
  ],
  '6.12': [
    ['khugepaged', 'J5', 'holds'],
    ['madvise', 'B3', 'holds'],
    ['madvise', 'K9', 'holds'],
    ['memory', 'F3', 'holds'],
    ['huge_memory', 'K7', 'holds'],
    ['migrate', 'I7', 'holds'],
  ],
};

const parser = await loadCParser();
const vocabulary = vocabularyOf();
const tools = makeInstruments(vocabulary, parser, () => performance.now());

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

/** A listing with each step under its first name. */
const firstNames = (listing: string) =>
  listing.replace(/\b[A-Za-z_]\w+\b(?! :=)/g, (name) => primitiveNamed(name)?.name ?? name);

describe.skipIf(RELEASES.length === 0)(
  'ten functions of a release mean the same (skipped without linux-source-*)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'mmlore-linux-'));
    for (const version of RELEASES) {
      const name = `linux-source-${version}`;
      execFileSync('tar', ['-xJf', `/usr/src/${name}.tar.xz`, '-C', folder, `${name}/mm`]);
    }
    afterAll(() => rmSync(folder, { recursive: true }));

    /** A function with its text edited, and the others of its file. */
    const lifted = (version: string, file: string, name: string, edit: (text: FunctionText) => string) => {
      const whole = readFileSync(join(folder, `linux-source-${version}`, 'mm', `${file}.c`), 'utf8');
      const text = functionsIn(wholeFile(file, whole, 'tree')).get(name);
      if (text === undefined) throw new Error(`${file}.c defines ${name}`);
      const texts = functionsIn(
        wholeFile(
          file,
          whole.replace(text.text, () => edit(text)),
          'tree',
        ),
      );
      return liftFunction({ name, texts, kernel: version }, vocabulary, parser);
    };

    const form = (version: string, file: string, name: string, edit: (text: FunctionText) => string) => {
      const result = lifted(version, file, name, edit);
      if (!result.ok) throw new Error(result.missing.join(', '));
      const unknown = new Set(result.lifted.unknown.map((one) => one.name));
      const { parameters } = result.lifted.program;
      // A choice is shown with the text that it was read from, and fields of structures are parameters in the order in
      // which they are named: both change with the text.
      const plain = (text: string) =>
        text
          .replace(/\bp(\d+)\b/g, (whole, index) => parameters[Number(index)]?.name ?? whole)
          .replace(/\bother_|\w+_helper:/g, '')
          .replace(/ {2,}/g, ' ');
      const listed = firstNames(plain(canonical(result.lifted.program)));
      return { program: listed, unknown: new Set([...unknown].map((one) => firstNames(plain(one)))) };
    };

    const edits = [
      ['with other names of locals', renamed],
      ['with an if inverted by a goto', inverted],
      ['with its body in a helper', extracted],
      ['with its declarations in another order', reordered],
      ['with folio_* for page_*', otherNames],
    ] as const;

    it.each(
      RELEASES.flatMap((version) =>
        (FUNCTIONS[version] ?? []).flatMap(([file, name]) =>
          edits.map(([how, edit]) => [version, name, how, file, edit] as const),
        ),
      ),
    )('%s %s %s', (version, name, _, file, edit) => {
      expect(form(version, file, name, edit)).toEqual(form(version, file, name, ({ text }) => text));
    });

    it.each(
      RELEASES.flatMap((version) =>
        (JUDGED[version] ?? []).flatMap(([file, id, result]) =>
          edits.map(([how, edit]) => [version, id, result, how, file, edit] as const),
        ),
      ),
    )('%s %s %s %s', async (version, id, expected, _, file, edit) => {
      const bug = BUGS.find((one) => one.id === id);
      if (bug === undefined) throw new Error(`expected a bug ${id}`);
      const { function: name, world, property } = bug;
      const { run } = runSide({
        side: 'after',
        lift: lifted(version, file, name, edit),
        world,
        property,
        version,
        callees: worldPrograms(world, version, tools),
        harness: (program) => harnessOf(program, world, version, tools),
        maxStates: 300_000,
        timeout: 60,
        now: tools.now,
      });
      expect({ result: run.result, missing: run.missing }).toEqual({ result: expected, missing: [] });
      await setImmediate();
    });
  },
);
