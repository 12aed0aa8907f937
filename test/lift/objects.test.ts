import { describe, expect, it } from 'vitest';
import { vocabularyOf } from '../../src/mm/known.ts';
import { lift, listing } from './lifting.ts';

const HEAD = 'int f(struct page *page, pte_t *pte, pte_t entry, spinlock_t *ptl)';
const lifted = (body: string) => lift(`${HEAD}\n{\n${body}\n}\n`, 'f', vocabularyOf());

describe('an object by its address', () => {
  it.each([
    ['page[1].index', 'if (page[1].index) spin_lock(ptl);'],
    ['(*page).index', 'if ((*(page + 1)).index) spin_lock(ptl);'],
    ['(page + 1)->index', 'if ((page + 1)->index) spin_lock(ptl);'],
  ])('has its fields: %s', (_, body) => {
    expect(listing(lifted(body))).toMatch(/load page\.index\(page \+ 1\)[\s\S]*spin_lock/);
  });

  it('is handed on', () => {
    expect(listing(lifted('get_page(&page[1]); put_page(&*page);'))).toMatch(
      /get_page\(page \+ 1\)[\s\S]*put_page\(page\)/,
    );
  });

  it('is not stored whole', () => {
    expect(lifted('page[1] = page[0];').unknown.map(({ name }) => name)).toEqual(['store struct page']);
  });
});

describe('a NULL pointer', () => {
  it.each([
    ['stored through', 'int *p = NULL; *p = 1;'],
    ['stored through by its type', '*(int *)NULL = 1;'],
    ['followed to a field', 'struct foo *p = NULL; p->x = 1;'],
    ['read through', 'struct foo *p = NULL; if (p->x) spin_lock(ptl);'],
  ])('breaks the assertion that it is none where it is %s', (_, body) => {
    expect(lifted(body).program.code).toContainEqual(expect.objectContaining({ kind: 'assert' }));
  });

  it('is left to the model where the object is its own', () => {
    expect(listing(lifted('pte_t *p = NULL; *p = entry;'))).toContain('store pte_t(0, entry)');
  });

  it('is nothing that is said of a pointer whose value is not known', () => {
    expect(lifted('int *p = mystery(1); *p = 1;').program.code.map(({ kind }) => kind)).toEqual(['return']);
  });
});
