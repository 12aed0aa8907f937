import { expect, it } from 'vitest';
import { HOLE } from '../../src/lift/text.ts';
import { lift, listing } from './lifting.ts';

const text = (before: string) => `int f(struct vm_area_struct *vma, pmd_t *pmd)
{
	struct mm_struct *mm = vma->vm_mm;
${before}
	pmd_lock(mm, pmd);
	pmd_lock(vma->vm_mm, pmd);
}
`;

it('a variable of the function is known as long as all lines are shown', () => {
  expect(listing(lift(text(''), 'f'))).toMatchInlineSnapshot(`
    "   0  pmd_lock(vma->vm_mm, pmd)
       1  pmd_lock(vma->vm_mm, pmd)
       2  return"
  `);
});

it('lines that are missing may have changed a variable of the function: steps on it are unknown', () => {
  const lifted = lift(text(`\t${HOLE}();`), 'f');
  expect(lifted.unknown.map(({ name, at }) => `${name}: ${at.text}`)).toEqual([
    'lines that the diff does not show: [lines that the diff does not show]',
    'pmd_lock: pmd_lock(mm, pmd);',
  ]);
  expect(listing(lifted)).toMatchInlineSnapshot(`
    "   0  unknown: lines that the diff does not show
       1  unknown: pmd_lock
       2  pmd_lock(vma->vm_mm, pmd)
       3  return"
  `);
});
