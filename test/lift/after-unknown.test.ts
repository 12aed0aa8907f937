import { expect, it } from 'vitest';
import { vocabularyOf } from '../../src/mm/known.ts';
import { lift, listing } from './lifting.ts';

const V = vocabularyOf();
const HEAD =
  'int f(struct mm_struct *mm, struct vm_area_struct *vma, struct folio *folio, pmd_t *pmd, struct vm_fault *vmf, int flags)';
const lifted = (body: string) => lift(`${HEAD}\n{\n${body}\n}\n`, 'f', V);
const unknown = (body: string) => lifted(body).unknown.map(({ name }) => name);

it('what a call that nobody knows leaves behind is open after it', () => {
  expect(unknown('spinlock_t *ptl = pmd_lock(mm, pmd); mystery(mm, &ptl); if (flags) spin_unlock(ptl);')).toEqual([
    'mystery',
    'spin_unlock',
  ]);
});

it('what it leaves behind on one way is not open on another that meets it', () => {
  const body = 'spinlock_t *ptl = pmd_lock(mm, pmd); if (flags) mystery(mm, &ptl); spin_unlock(ptl);';
  expect(unknown(body)).toEqual(['mystery']);
  expect(listing(lifted(body))).toContain('spin_unlock(ptl)');
});

it('a value that is open on a way without such a call stays open where the ways meet', () => {
  const body = 'struct folio *one = folio; if (flags) one = mystery->folio; folio_get(one);';
  expect(unknown(body)).toEqual(['folio_get']);
});

it('a value that is open before such a call is no value of another way', () => {
  const body = 'struct folio *one = mystery->folio; if (flags) { mystery(mm); } else { one = folio; } folio_get(one);';
  expect(unknown(body)).toEqual(['mystery']);
});

it('a call that is left out changes no modelled field of a carrier, but others, and locals that it is handed', () => {
  expect(unknown('update_mmu_cache_range(vmf, vma, vmf->address, vmf->pte, 1); spin_unlock(vmf->ptl);')).toEqual([]);
  expect(unknown('int nr; update_mmu_cache_range(vmf, vma, 0, 0, &nr); page_ref_add(&folio->page, nr);')).toEqual([
    'page_ref_add',
  ]);
});

it('a cursor is moved on by what is left out', () => {
  const body = 'MA_STATE(mas, &vma->vm_mm->mm_mt, 1, 1); mas_pause(&mas); if (mas.index == 1) folio_get(folio);';
  expect(lifted(body).assumed.length).toBe(1);
});

it('a function of the file whose prototype is not the one that the model knows means what the file says', () => {
  const own =
    'static int try_grab_folio(struct folio *folio, int refs, unsigned int flags)\n{\n\tfolio_get(folio);\n\treturn 0;\n}\n';
  const text = `${own}\n${HEAD}\n{\n\treturn try_grab_folio(folio, 1, flags);\n}\n`;
  expect(listing(lift(text, 'f', V))).toBe('   0  folio_get(folio)\n   1  return 0');
});

it('what stands under scoped_guard is done once, and the guard is unknown', () => {
  const { program, unknown: calls } = lifted('\tscoped_guard(spinlock, &mystery) {\n\t\tfolio_get(folio);\n\t}');
  expect(calls.map(({ name }) => name)).toEqual(['scoped_guard']);
  expect(program.code.map(({ kind }) => kind)).toEqual(['unknown', 'primitive', 'return']);
});

it('a callee that jumps to a label which stands nowhere goes back to its caller where it comes to its end', () => {
  const own = 'static void g(struct folio *folio, int flags)\n{\n\tif (flags)\n\t\tgoto out;\n\tfolio_get(folio);\n}\n';
  const { program, unknown: calls } = lift(`${own}\n${HEAD}\n{\n\tg(folio, flags);\n\treturn 1;\n}\n`, 'f', V);
  expect(calls.map(({ name }) => name)).toEqual(['the label out']);
  expect(program.code.filter(({ kind }) => kind === 'return')).toHaveLength(1);
});
