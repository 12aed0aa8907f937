import { describe, expect, it } from 'vitest';
import { loadCParser } from '../../src/ingest/c-parser.ts';
import { liftFunction } from '../../src/lift/lift.ts';
import { functionsIn, wholeFile } from '../../src/lift/text.ts';
import { vocabularyOf } from '../../src/mm/known.ts';

const parser = await loadCParser();
const vocabulary = vocabularyOf();

function lifted(head: string, body: string) {
  const texts = functionsIn(wholeFile('mm/gup.c', `${head}\n{\n\t${body}\n}\n`, 'tree'));
  const lift = liftFunction({ name: 'f', texts, kernel: '6.12' }, vocabulary, parser);
  if (!lift.ok) throw new Error(lift.missing.join(', '));
  return {
    kinds: lift.lifted.program.code.map((one) => ('name' in one ? `${one.kind} ${one.name}` : one.kind)),
    sliced: lift.lifted.sliced.map(({ reason }) => reason),
  };
}

describe('an array that is handed over', () => {
  const HEAD = 'void f(struct page **pages, unsigned long nr)';

  it('has the element that the world gives it, and others of which nothing is known', () => {
    const { kinds } = lifted(HEAD, 'put_page(pages[0]); put_page(pages[nr]);');
    expect(kinds).toEqual(['primitive put_page', 'unknown put_page', 'return']);
  });

  it('is at another element once the pointer moves on', () => {
    const { kinds } = lifted(HEAD, 'put_page(*pages); pages++; put_page(*pages);');
    expect(kinds).toEqual(['primitive put_page', 'unknown put_page', 'return']);
  });
});

describe('a call through a table of functions', () => {
  it('is taken for the one of shmem, which is told', () => {
    const { kinds, sliced } = lifted('vm_fault_t f(struct vm_fault *vmf)', 'return vmf->vma->vm_ops->fault(vmf);');
    expect(kinds).toContain('primitive shmem_falloc_wait');
    expect(sliced.some((reason) => reason.includes('shmem_vm_ops'))).toBe(true);
  });

  it('is unknown where the model has no such table', () => {
    expect(lifted('int f(struct folio *folio, struct mystery *ops)', 'return ops->get(folio);').kinds).toContain(
      'unknown ops->get',
    );
  });
});

describe('the cursor of a page cache', () => {
  const HEAD = 'void f(struct address_space *mapping)';
  const steps = (body: string) => lifted(HEAD, body).kinds.filter((kind) => kind.startsWith('primitive'));

  it('goes over the folios of a range', () => {
    const body =
      'struct folio *folio; XA_STATE(xas, &mapping->i_pages, 0); xas_for_each(&xas, folio, 1) folio_get(folio);';
    expect(new Set(steps(body))).toEqual(new Set(['primitive xa_first_from', 'primitive folio_get']));
  });

  it('puts a folio in the place of another', () => {
    const body = 'XA_STATE(xas, &mapping->i_pages, 0); xas_store(&xas, NULL);';
    expect(steps(body)).toEqual(['primitive xa_replace']);
  });

  it('takes the lock of the array for nothing that the model has', () => {
    const { kinds, sliced } = lifted(HEAD, 'spin_lock_irq(&mapping->i_pages.xa_lock); filemap_get_entry(mapping, 0);');
    expect(kinds.filter((kind) => kind.startsWith('unknown'))).toEqual([]);
    expect(sliced).toContain('a step on something that the model does not have');
  });
});
