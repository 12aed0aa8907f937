import { describe, expect, it } from 'vitest';
import { describeLifted } from '../../src/lift/describe.ts';
import { lift } from './lifting.ts';

describe('the description of a lift', () => {
  it('shows the program beside its source and what is not in it', () => {
    const text = `static void drop(struct mm_struct *mm, spinlock_t *ptl)
{
	spin_unlock(ptl);
	mm_dec_nr_ptes(mm);
}

int f(struct mm_struct *mm, pmd_t *pmd, int n)
{
	spinlock_t *ptl = pmd_lock(mm, pmd);

	if (n < 0 || READ_ONCE(busy))
		lose(mm);
	drop(mm, ptl);
	return n + 1;
}
`;
    expect(describeLifted(lift(text, 'f'))).toMatchInlineSnapshot(`
      "f(struct mm_struct *mm, pmd_t *pmd, int n)
         0  ptl := pmd_lock(mm, pmd)      9  spinlock_t *ptl = pmd_lock(mm, pmd);
         1  if (int)n < 0 goto 3         11  if (n < 0 || READ_ONCE(busy))
         2  either: busy else goto 4     11  if (n < 0 || READ_ONCE(busy))
         3  unknown: lose                12  lose(mm);
         4  spin_unlock(ptl)              3  drop: spin_unlock(ptl);
         5  return n + 1                 14  return n + 1;

      Text from the kernel tree.

      Put in place of calls:
        drop, from the kernel tree

      Left out:
        accounting: mm/test.c:4  mm_dec_nr_ptes(mm);

      Either way:
        busy: mm/test.c:11  if (n < 0 || READ_ONCE(busy))

      Not known:
        lose: mm/test.c:12  lose(mm);"
    `);
  });
});

it('the options that are taken to be set are told', () => {
  const body =
    '#ifdef CONFIG_NUMA\n\tn = 1;\n#else\n\tn = 2;\n#endif\n\tif (IS_ENABLED(CONFIG_SWAP))\n\t\tn = 3;\n#ifndef CONFIG_X\n\tn = 4;\n#endif\n\treturn n;';
  expect(lift(`int f(int n)\n{\n${body}\n}\n`, 'f').options).toEqual(['CONFIG_NUMA', 'CONFIG_SWAP']);
});
