import { describe, expect, it } from 'vitest';
import { forAnyValueOf } from '../../src/lift/unbound.ts';
import { vocabularyOf } from '../../src/mm/known.ts';
import { lift, listing } from './lifting.ts';

const V = vocabularyOf();
const HEAD =
  'int f(struct mm_struct *mm, struct vm_area_struct *vma, struct folio *folio, struct anon_vma_chain *avc, pte_t *pte, int flags)';
const lifted = (body: string) => lift(`${HEAD}\n{\n${body}\n}\n`, 'f', V);
const unknown = (body: string) => lifted(body).unknown.map(({ name }) => name);

describe('a step that only looks', () => {
  it('has an open result where the model does not have what it looks at', () => {
    const { program, assumed } = lifted('if (folio_test_dirty(mystery->folio)) folio_get(folio);');
    expect(unknown('if (folio_test_dirty(mystery->folio)) folio_get(folio);')).toEqual([]);
    expect(assumed.map(({ of }) => of)).toEqual(['folio_test_dirty(mystery->folio)']);
    expect(program.code.map(({ kind }) => kind)).toContain('primitive');
  });

  it('is unknown still where it is called in another form', () => {
    expect(unknown('folio_test_dirty(folio, flags);')).toEqual(['folio_test_dirty']);
  });

  it('is known from one that changes something', () => {
    expect(unknown('folio_get(mystery->folio);')).toEqual(['folio_get']);
  });
});

it('an atomic read of a field that the model has reads that field', () => {
  expect(listing(lifted('if (atomic_read(&mm->mm_users) == 0) folio_get(folio);'))).toContain(
    'load mm_struct.mm_users(mm)',
  );
});

describe('a list', () => {
  it('is left out where it is one of pages that wait', () => {
    expect(unknown('list_add(&folio->lru, &mystery); if (list_empty(&mystery)) folio_get(folio);')).toEqual([]);
    expect(unknown('LIST_HEAD(list); struct page *page; list_for_each_entry(page, &list, lru) mystery(1);')).toEqual(
      [],
    );
  });

  it('of pages is nothing to hand to a call that nobody knows', () => {
    expect(unknown('LIST_HEAD(list); list_add(&folio->lru, &list); mystery(&list);')).toEqual(['mystery']);
  });

  it('is unknown where it is one that the model has', () => {
    expect(unknown('list_del(&avc->same_vma);')).toEqual(['list_del']);
    expect(unknown('list_add(mystery, &vma->anon_vma_chain);')).toEqual(['list_add']);
  });
});

describe('a macro that declares a struct', () => {
  it('gives the fields that it names their values, and all others 0', () => {
    const body =
      'DEFINE_FOLIO_VMA_WALK(pvmw, folio, vma, vma->vm_start, 0); if (pvmw.pmd) folio_put(folio); folio_get(pvmw.folio);';
    expect(listing(lifted(body))).toBe('   0  folio_get(folio)\n   1  return');
  });

  it('makes an iterator over the VMAs of an mm', () => {
    const steps = listing(lifted('VMA_ITERATOR(vmi, mm, 0); for_each_vma(vmi, vma) vma_start_write(vma);'));
    expect(steps).toContain('find_vma(mm, 0)');
    expect(steps).toMatch(/find_vma\(mm, [^0]/);
  });

  it('hides nothing: what is done to a page cache through it is unknown', () => {
    expect(unknown('XA_STATE(xas, &folio->mapping->i_pages, 0); xas_split(&xas, folio, 1);')).toEqual(['xas_split']);
  });
});

describe('a parameter that nobody has a value for', () => {
  const open = (body: string) => forAnyValueOf(lifted(body).program, [5]).code;

  it('makes a choice of what tests it, once for one value', () => {
    const code = open('if (flags == 1) folio_get(folio); if (flags == 1) folio_put(folio);');
    expect(code.filter(({ kind }) => kind === 'choice')).toHaveLength(1);
  });

  it('makes a step unknown that is handed it', () => {
    const code = open('pte_offset_kernel((pmd_t *)pte, flags); set_pte_at(mm, flags, pte, *pte);');
    expect(code).toContainEqual(expect.objectContaining({ kind: 'unknown', name: 'set_pte_at' }));
  });

  it('changes nothing where it is not used', () => {
    const { program } = lifted('folio_get(folio);');
    expect(forAnyValueOf(program, [5]).code).toEqual(program.code);
    expect(forAnyValueOf(program, [])).toBe(program);
  });
});

describe('current', () => {
  it('has the mm of the world', () => {
    const { program } = lifted('mmap_read_lock(current->mm); mmap_read_unlock(current->mm);');
    expect(program.parameters.at(-1)).toEqual({ name: 'current.mm', type: 'struct mm_struct *' });
    expect(listing(lifted('mmap_read_lock(current->mm);'))).toContain('mmap_read_lock(current.mm)');
  });

  it('keeps it over calls that it goes to', () => {
    expect(unknown('if (fatal_signal_pending(current)) mmap_read_lock(current->mm);')).toEqual([]);
  });
});
