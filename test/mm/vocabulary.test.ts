import { describe, expect, test } from 'vitest';
import { IRRELEVANT } from '../../src/mm/irrelevant.ts';
import { PRIMITIVES, vocabularyOf } from '../../src/mm/known.ts';
import { prototype } from '../../src/mm/primitive.ts';
import { PROPERTIES } from '../../src/mm/properties.ts';
import { WORLDS } from '../../src/mm/worlds.ts';

describe('vocabulary', () => {
  test('a prototype gives name, parameter types and result', () => {
    expect(prototype('spinlock_t *pmd_lock(struct mm_struct *, pmd_t *)')).toEqual({
      name: 'pmd_lock',
      parameters: ['struct mm_struct *', 'pmd_t *'],
      result: 'spinlock_t *',
    });
    expect(prototype('void rcu_read_lock(void)')).toEqual({ name: 'rcu_read_lock', parameters: [], result: 'void' });
  });

  test('what is called irrelevant has no other meaning in the model', () => {
    const { primitive, pure, reference } = vocabularyOf();
    const meant = IRRELEVANT.filter(({ name }) => primitive(name) ?? pure(name) ?? reference(name, '6.12'));
    expect(meant.map(({ name }) => name)).toEqual([]);
  });

  test('a primitive is found by each of its names', () => {
    const vocabulary = vocabularyOf();
    for (const primitive of PRIMITIVES) {
      for (const name of [primitive.name, ...primitive.aliases]) {
        expect(vocabulary.primitive(name)).toBe(primitive);
      }
    }
  });

  test('no name has two meanings', () => {
    const vocabulary = vocabularyOf();
    for (const { name, aliases } of PRIMITIVES) {
      for (const one of [name, ...aliases]) {
        expect([one, vocabulary.pure(one), vocabulary.irrelevant(one), vocabulary.iterator(one)]).toEqual([
          one,
          undefined,
          undefined,
          undefined,
        ]);
      }
    }
  });

  test('every fact has a source and every property a sentence', () => {
    for (const primitive of PRIMITIVES) expect(primitive.source, primitive.name).not.toBe('');
    for (const property of PROPERTIES) expect(property.says, property.name).toMatch(/^[A-Z].*\.$/);
  });

  test('worlds judge properties that exist', () => {
    const names = new Set(PROPERTIES.map((property) => property.name));
    for (const world of WORLDS) {
      for (const property of [...world.properties, ...world.incidental]) expect(names).toContain(property);
    }
  });

  test('a reference function is chosen by kernel version', () => {
    const vocabulary = vocabularyOf();
    expect(vocabulary.reference('pte_offset_map_lock', '6.4')?.until).toBe('6.4');
    expect(vocabulary.reference('pte_offset_map_lock', '6.12')?.since).toBe('6.5');
    expect(vocabulary.reference('collapse_and_free_pmd', '6.6')?.until, 'nearest range').toBe('6.5');
    expect(vocabulary.reference('no_such_function', '6.6')).toBeUndefined();
  });
});
