import { describe, expect, it } from 'vitest';
import { touchedBy } from '../../src/checks/touched.ts';
import { loadCParser } from '../../src/ingest/c-parser.ts';
import { elsewhereIn, macrosIn } from '../../src/lift/elsewhere.ts';
import { liftFunction } from '../../src/lift/lift.ts';
import { functionsIn, wholeFile } from '../../src/lift/text.ts';
import { vocabularyOf } from '../../src/mm/known.ts';

const parser = await loadCParser();
const vocabulary = vocabularyOf();

const INTERNAL = `#ifdef CONFIG_MMU
static inline void drop_twice(struct folio *folio)
{
	folio_put(folio);
	folio_put(folio);
}
#else
static inline void drop_twice(struct folio *folio) { }
#endif
void only_declared(struct folio *folio);
#define get_twice(folio) do { folio_get(folio); \\
	folio_get(folio); } while (0)
#define first_page(folio) (folio_page(folio, 0))
#define pasted(name) folio_##name
`;

const TREE: Readonly<Record<string, string>> = {
  'mm/internal.h': INTERNAL,
  'mm/rmap.c': `static int own_of_the_file(struct folio *folio)
{
	folio_get(folio);
	return 0;
}
`,
};

const asked: string[] = [];
const elsewhere = elsewhereIn((path) => {
  asked.push(path);
  return TREE[path];
});

function lifted(body: string, own = '') {
  const text = `${own}void f(struct folio *folio, int flags)\n{\n\t${body}\n}\n`;
  const lift = liftFunction(
    { name: 'f', texts: functionsIn(wholeFile('mm/memory.c', text, 'tree')), kernel: '6.12', elsewhere },
    vocabulary,
    parser,
  );
  if (!lift.ok) throw new Error(lift.missing.join(', '));
  const { program, unknown, inlined } = lift.lifted;
  return {
    program,
    steps: program.code.flatMap((one) => (one.kind === 'primitive' ? [one.name] : [])),
    unknown: unknown.map(({ name }) => name),
    inlined,
  };
}

describe('what other files of a tree define', () => {
  it('is put in place of a call, and named with where it stands', () => {
    const { steps, unknown, inlined, program } = lifted('drop_twice(folio);');
    expect({ steps, unknown }).toEqual({ steps: ['folio_put', 'folio_put'], unknown: [] });
    expect(inlined).toEqual([{ name: 'drop_twice', origin: 'tree' }]);
    const [first] = program.code.flatMap((one) => (one.kind === 'primitive' ? [one.at] : []));
    expect(first).toMatchObject({ file: 'mm/internal.h', line: 4, function: 'drop_twice' });
  });

  it('says nothing of the role of a function that calls it', () => {
    expect([...touchedBy(lifted('drop_twice(folio);').program).primitives]).toEqual([]);
    expect([...touchedBy(lifted('drop_twice(folio); folio_get(folio);').program).primitives]).toEqual(['get_page']);
  });

  it('gives way to what the file itself says', () => {
    const own = 'static void drop_twice(struct folio *folio)\n{\n\tfolio_get(folio);\n}\n\n';
    expect(lifted('drop_twice(folio);', own).steps).toEqual(['folio_get']);
  });

  it('is looked for behind the headers', () => {
    expect(lifted('own_of_the_file(folio);').steps).toEqual(['folio_get']);
  });

  it('is unknown where it is declared only', () => {
    expect(lifted('only_declared(folio);').unknown).toEqual(['only_declared']);
  });

  it('is read once', () => {
    lifted('drop_twice(folio);');
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('is not asked for where a call can be left out', () => {
    expect(lifted('int n = own_of_the_file_too(flags);').unknown).toEqual([]);
  });
});

describe('macros of other files', () => {
  it('are statements with their arguments in place', () => {
    expect(lifted('get_twice(folio);').steps).toEqual(['folio_get', 'folio_get']);
  });

  it('are values', () => {
    const { steps, unknown } = lifted('struct page *page = first_page(folio); get_page(page);');
    expect({ steps, unknown }).toEqual({ steps: ['get_page'], unknown: [] });
  });

  it('are unknown where they make names of their arguments', () => {
    expect(macrosIn(INTERNAL).has('pasted')).toBe(false);
    expect(lifted('pasted(folio);').unknown).toEqual(['pasted']);
  });

  it('are those of the branch that is read', () => {
    const text = '#ifdef CONFIG_A\n#define f(x) g(x)\n#else\n#define f(x) h(x)\n#endif\n';
    expect([...macrosIn(text).values()]).toEqual([{ name: 'f', parameters: ['x'], body: 'g(x)' }]);
  });

  it('take time in proportion to their length', () => {
    const text = `#define f(x) ${'\\\n a '.repeat(50_000)}\n`;
    const began = performance.now();
    macrosIn(text);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
