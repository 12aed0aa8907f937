import type { FieldSignature, Form, Irrelevant, Iterator, Signature, Vocabulary } from '../../src/mm/vocabulary.ts';

/** A small vocabulary for tests, from C prototypes: the reader must not depend on what the model happens to know. */
export interface Words {
  readonly primitives?: readonly string[];
  readonly pure?: readonly string[];
  readonly forms?: Readonly<Record<string, readonly Form[]>>;
  /** `shared struct anon_vma * vm_area_struct.anon_vma` */
  readonly fields?: readonly string[];
  readonly constants?: Readonly<Record<string, number>>;
  readonly iterators?: readonly Iterator[];
  readonly irrelevant?: readonly Irrelevant[];
  /** C texts of one function each. */
  readonly references?: readonly string[];
  readonly modelled?: readonly string[];
}

export function vocabularyOf(words: Words): Vocabulary {
  const byName = <T>(entries: readonly T[], name: (entry: T) => string) =>
    new Map(entries.map((entry) => [name(entry), entry] as const));
  const pure = byName((words.pure ?? []).map(parse), ({ name }) => name);
  const fields = new Map((words.fields ?? []).map(field));
  const steps = [...fields.values()].filter(({ access }) => access === 'shared').flatMap(fieldSteps);
  const primitives = byName([...steps, ...(words.primitives ?? []).map(parse)], ({ name }) => name);
  const iterators = byName(words.iterators ?? [], ({ name }) => name);
  const irrelevant = byName(words.irrelevant ?? [], ({ name }) => name);
  const references = byName(words.references ?? [], (text) => /(\w+)\s*\(/.exec(text)?.[1] ?? '');
  const modelled = new Set(words.modelled ?? []);
  return {
    primitive: (name) => primitives.get(name),
    pure: (name) => pure.get(name),
    forms: (name) => words.forms?.[name] ?? [],
    field: (struct, name) => fields.get(`${struct}.${name}`),
    unkept: () => undefined,
    method: () => undefined,
    carrier: () => false,
    constant: (name) => words.constants?.[name],
    iterator: (name) => iterators.get(name),
    irrelevant: (name) => irrelevant.get(name),
    reference: (name) => {
      const text = references.get(name);
      return text === undefined ? undefined : { name, text, source: 'the test' };
    },
    modelled: (type) => modelled.has(type),
  };
}

/** What reads and what writes a field that others may change. */
function fieldSteps({ struct, field, type }: FieldSignature): Signature[] {
  const object = `struct ${struct} *`;
  return [
    { name: `load ${struct}.${field}`, parameters: [object], result: type },
    { name: `store ${struct}.${field}`, parameters: [object, type], result: 'void' },
  ];
}

/** The words before the name are the result; a name may be two words: `load pmd_t`. */
function parse(prototype: string): Signature {
  const open = prototype.indexOf('(');
  const head = prototype.slice(0, open);
  const name = /(?:(?:load|store) )?[\w.]+$/.exec(head)?.[0] ?? '';
  const result = head.slice(0, head.length - name.length).trim();
  const inner = prototype.slice(open + 1, -1);
  const parameters = inner === '' || inner === 'void' ? [] : inner.split(',').map((type) => type.trim());
  return { name, parameters, result };
}

function field(text: string): readonly [string, FieldSignature] {
  const [, access, type, struct, name] = /^(\w+) (.+) (\w+)\.(\w+)$/.exec(text) ?? [];
  if (access !== 'shared' && access !== 'stable' && access !== 'embedded') throw new Error(`no field: ${text}`);
  return [`${struct}.${name}`, { access, type: type ?? '', struct: struct ?? '', field: name ?? '' }];
}
