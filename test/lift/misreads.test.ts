import { describe, expect, it } from 'vitest';
import { PRIMITIVES, vocabularyOf } from '../../src/mm/known.ts';
import { PURE } from '../../src/mm/pure.ts';
import type { Signature } from '../../src/mm/vocabulary.ts';
import { lift } from './lifting.ts';

const V = vocabularyOf();

/** `load pmd_t` is what `*pmd` means, not a call. */
const STEPS: readonly Signature[] = PRIMITIVES.filter(({ name }) => !name.includes(' ')).flatMap((one) =>
  [one.name, ...one.aliases].filter((name) => !name.includes(' ')).map((name) => ({ ...one, name })),
);

/** A function that hands its own parameters to a call; what it finds unknown, and where it takes either way. */
function lifted(name: string, types: readonly string[]) {
  const parameters = types.map((type, index) => `${type}${type.endsWith('*') ? '' : ' '}a${index}`);
  const call = `${name}(${types.map((_, index) => `a${index}`).join(', ')})`;
  const text = `int f(${parameters.join(', ') || 'void'})\n{\n\tif (${call})\n\t\treturn 1;\n\treturn 0;\n}\n`;
  const { unknown, assumed } = lift(text, 'f', V);
  return { unknown: unknown.map((one) => one.name), isChoice: assumed.length > 0 };
}

const formsOf = (name: string, count: number) => V.forms(name).some(({ parameters }) => parameters.length === count);
const isModelled = (type: string) => V.modelled(type) || (!type.includes('struct') && !type.endsWith('*'));
/** A type that no step takes in the place of the other. */
function other(type: string): string {
  if (type === 'void *') return 'pte_t';
  return type === 'struct mm_struct *' ? 'pmd_t *' : 'struct mm_struct *';
}

describe('a call of a step', () => {
  it('is known with the arguments that the step takes', () => {
    const wrong = STEPS.filter(({ parameters }) => parameters.every(isModelled)).filter(
      ({ name, parameters }) => lifted(name, parameters).unknown.length > 0,
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it.each<[string, (types: readonly string[]) => readonly string[]]>([
    ['an argument less', (types) => types.slice(1)],
    ['an argument more at its end', (types) => [...types, 'unsigned long']],
    ['an argument more at its beginning', (types) => ['gfp_t', ...types]],
  ])('is unknown with %s, where the function never had that form', (_, change) => {
    const read = STEPS.filter(({ name, parameters }) => {
      const types = change(parameters);
      return types.length !== parameters.length && !formsOf(name, types.length) && !lifted(name, types).unknown[0];
    });
    expect(read.map(({ name }) => name)).toEqual([]);
  });

  it('is unknown with an argument of another type in any place', () => {
    const read = STEPS.flatMap(({ name, parameters }) =>
      parameters.flatMap((type, place) => {
        const types = parameters.with(place, other(type));
        return formsOf(name, types.length) || lifted(name, types).unknown.includes(name) ? [] : [`${name} ${place}`];
      }),
    );
    expect(read).toEqual([]);
  });
});

describe('a call of a function without a step', () => {
  it('has no value with an argument more or of another type', () => {
    const read = PURE.filter(({ parameters }) => parameters.length > 0).flatMap(({ name, parameters }) => {
      const changes = [[...parameters, 'unsigned long'], parameters.with(0, other(parameters[0] ?? ''))];
      return changes.filter((types) => !formsOf(name, types.length) && !lifted(name, types).isChoice).map(() => name);
    });
    expect([...new Set(read)]).toEqual([]);
  });
});

describe('functions that have changed their parameters', () => {
  it.each([
    ['alloc_page_vma', ['gfp_t', 'struct vm_area_struct *', 'unsigned long']],
    ['page_remove_rmap', ['struct page *', 'bool']],
    ['page_remove_rmap', ['struct page *', 'struct vm_area_struct *', 'bool']],
    ['page_add_file_rmap', ['struct page *', 'bool']],
    ['pte_mkwrite', ['pte_t', 'struct vm_area_struct *']],
    ['huge_ptep_get', ['struct mm_struct *', 'unsigned long', 'pte_t *']],
    ['pmdp_huge_get_and_clear_full', ['struct vm_area_struct *', 'unsigned long', 'pmd_t *', 'int']],
  ])('are known in each form: %s(%s)', (name, types) => {
    expect(lifted(name, types).unknown).toEqual([]);
  });

  it('are unknown where the same number of arguments means something else', () => {
    // try_grab_folio() yields 0 on success since 6.11; expand_stack() takes the mm since 6.5.
    expect(lifted('try_grab_folio', ['struct folio *', 'int', 'unsigned int']).unknown).toEqual(['try_grab_folio']);
    expect(lifted('expand_stack', ['struct mm_struct *', 'unsigned long']).unknown).toEqual(['expand_stack']);
    // A batch of several entries is not one entry.
    const batch = ['struct mm_struct *', 'unsigned long', 'pte_t *', 'pte_t', 'unsigned int'];
    expect(lifted('set_ptes', batch).unknown).toEqual(['set_ptes']);
  });
});
