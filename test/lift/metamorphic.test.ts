import { describe, expect, it } from 'vitest';
import { sidesOf } from '../../src/lift/sides.ts';
import { canonical } from './canonical.ts';
import { lift } from './lifting.ts';
import { HAS_MAILS, patchOf } from './mails.ts';

/** Rewrites of a function that mean the same; each must change the text. */
function edit(text: string, ...edits: readonly (readonly [string | RegExp, string])[]): string {
  return edits.reduce((before, [from, to]) => {
    const after = before.replace(from, to);
    if (after === before) throw new Error(`nothing to replace: ${from}`);
    return after;
  }, text);
}

const NAME = 'retract_page_tables';

describe.skipIf(!HAS_MAILS)('programs of a real function (skipped without ../shared)', () => {
  const sides = HAS_MAILS ? sidesOf(patchOf('seed-4', '[PATCH 09/12] mm/khugepaged: retract_page_tables')) : undefined;
  const whole = sides?.after.get(NAME)?.text ?? '';
  const old = sides?.before.get(NAME)?.text ?? '';
  const form = (source: string) => canonical(lift(source, NAME).program);

  it.each<[string, (text: string) => string]>([
    [
      'locals have other names',
      (text) => edit(text, [/\bpml\b/g, 'upper_lock'], [/\bptl\b/g, 'x'], [/\bvma\b/g, 'area']),
    ],
    [
      'declarations stand in another order',
      (text) =>
        edit(
          text,
          ['\t\tspinlock_t *pml;\n', ''],
          ['\t\tunsigned long addr;\n', '\t\tspinlock_t *pml;\n\t\tunsigned long addr;\n'],
        ),
    ],
    [
      'a continue is a goto',
      (text) => edit(text, [/continue;/g, 'goto next;'], ['\t}\n\ti_mmap', 'next:\n\t\t;\n\t}\n\ti_mmap']),
    ],
    [
      'an if is inverted',
      (text) =>
        edit(text, [
          'if (ptl != pml)\n\t\t\tspin_lock_nested',
          'if (ptl == pml) {\n\t\t} else\n\t\t\tspin_lock_nested',
        ]),
    ],
    [
      'an if is inverted with a goto',
      (text) =>
        edit(text, [
          'if (ptl != pml)\n\t\t\tspin_unlock(ptl);',
          'if (ptl == pml)\n\t\t\tgoto same;\n\t\tspin_unlock(ptl);\nsame:',
        ]),
    ],
    [
      'one condition is two',
      (text) =>
        edit(text, [
          'HPAGE_PMD_MASK ||\n\t\t    vma->vm_end < addr',
          'HPAGE_PMD_MASK)\n\t\t\tcontinue;\n\t\tif (vma->vm_end < addr',
        ]),
    ],
    [
      'a value is kept in a local',
      (text) => edit(text, ['if (userfaultfd_wp(vma))', 'bool armed = userfaultfd_wp(vma);\n\t\tif (armed)']),
    ],
    [
      'a helper is taken out',
      (text) =>
        edit(
          text,
          [/pml = pmd_lock\(mm, pmd\);[\s\S]*?spin_unlock\(pml\);/, 'pgt_pmd = clear(vma, pmd, addr);'],
          [
            /^/,
            `static pmd_t clear(struct vm_area_struct *v, pmd_t *p, unsigned long at)
{
	spinlock_t *upper = pmd_lock(v->vm_mm, p);
	spinlock_t *lower = pte_lockptr(v->vm_mm, p);
	pmd_t old;

	if (lower != upper)
		spin_lock_nested(lower, SINGLE_DEPTH_NESTING);
	old = pmdp_collapse_flush(v, at, p);
	if (lower != upper)
		spin_unlock(lower);
	spin_unlock(upper);
	return old;
}

`,
          ],
        ),
    ],
    [
      'the loop is written out',
      (text) =>
        edit(text, [
          'vma_interval_tree_foreach(vma, &mapping->i_mmap, pgoff, pgoff) {',
          'for (vma = vma_interval_tree_iter_first(&mapping->i_mmap, pgoff, pgoff); vma; vma = vma_interval_tree_iter_next(vma, pgoff, pgoff)) {',
        ]),
    ],
  ])('are the same where %s', (_, edited) => {
    expect(form(edited(whole))).toBe(form(whole));
  });

  it.each<[string, (text: string) => string]>([
    ['a lock is not taken', (text) => edit(text, ['pml = pmd_lock(mm, pmd);', 'pml = pte_lockptr(mm, pmd);'])],
    ['a check is left out', (text) => edit(text, ['if (userfaultfd_wp(vma))\n\t\t\tcontinue;', ''])],
    [
      'two steps change places',
      (text) =>
        edit(text, ['\t\tspin_unlock(pml);\n', ''], ['pgt_pmd = pmdp', 'spin_unlock(pml);\n\t\tpgt_pmd = pmdp']),
    ],
    [
      'a condition is inverted',
      (text) => edit(text, ['if (READ_ONCE(vma->anon_vma))', 'if (!READ_ONCE(vma->anon_vma))']),
    ],
  ])('differ where %s', (_, edited) => {
    expect(form(edited(whole))).not.toBe(form(whole));
  });

  it('are the same where the longer one has its nested conditions written as returns of a helper', () => {
    const helper = `static bool may_retract(struct vm_area_struct *v, struct mm_struct *mm)
{
	if (!vma_try_start_write(v) || v->anon_vma)
		return false;
	if (hpage_collapse_test_exit(mm))
		return false;
	return !userfaultfd_wp(v);
}

`;
    const plain = edit(old, [
      /\/\* trylock for the same[\s\S]*?SCAN_PTE_UFFD_WP;\s*goto unlock_next;\s*\}/,
      `if (!vma_try_start_write(vma))
				goto unlock_next;
			if (vma->anon_vma)
				goto unlock_next;
			if (hpage_collapse_test_exit(mm))
				goto unlock_next;
			if (userfaultfd_wp(vma))
				goto unlock_next;`,
    ]);
    const taken = edit(
      old,
      [
        /\/\* trylock for the same[\s\S]*?SCAN_PTE_UFFD_WP;\s*goto unlock_next;\s*\}/,
        `if (!may_retract(vma, mm))
				goto unlock_next;`,
      ],
      [/^/, helper],
    );
    expect(form(taken)).toBe(form(plain));
    expect(form(plain)).toBe(form(old));
  });
});
