import { describe, expect, test } from 'vitest';
import { diffOf } from '../bench/mutation-patch.ts';
import { checkText, table } from './instruments.ts';

const TAKEN = `struct mm_struct *mm, struct vm_area_struct *dst_vma, struct vm_area_struct *src_vma,
	unsigned long dst_addr, unsigned long src_addr, pte_t *dst_pte, pte_t *src_pte`;
const PASSED = 'mm, dst_vma, src_vma, dst_addr, src_addr, dst_pte, src_pte';

/** A file in which one function moves an entry as it stands, which is right for what is mapped and not for what is swapped out. */
const file = (lines: { readonly storage?: string; readonly callers: string; readonly step?: string }) => `
${lines.storage ?? 'static '}void move_entry_for_test(${TAKEN}, pte_t orig_src_pte)
{
	pte_t moved = ptep_get_and_clear(mm, src_addr, src_pte);

	${lines.step ?? ';'}
	set_pte_at(mm, dst_addr, dst_pte, moved);
}

${lines.callers}
`;

const caller = (name: string, lines: string, more = '') => `void ${name}(${TAKEN}, pte_t orig_src_pte${more})
{
	${lines}
}
`;

const moves = `move_entry_for_test(${PASSED}, orig_src_pte);`;
const movesMapped = `if (pte_present(orig_src_pte))\n\t\t${moves}`;

/** What is told of the function where a patch changes it in a way that does nothing, or as given. */
function told(lines: Parameters<typeof file>[0], after: typeof lines = { ...lines, step: 'cond_resched();' }) {
  const [path, whole] = ['mm/a.c', file(lines)];
  const checks = checkText(diffOf(path, whole, file(after)), '2024-12-01T00:00:00Z', {
    tree: { file: (change) => (change.path === path ? whole : undefined) },
    wanted: { world: 'move-swap-soft-dirty', property: 'SOFT-DIRTY', function: 'move_entry_for_test' },
  });
  return [table(checks), checks.flatMap(({ after: { missing } }) => missing)];
}

const BROKEN = [['move-swap-soft-dirty SOFT-DIRTY: violated → violated'], []];
const RESTS = (names: string) => [
  ['move-swap-soft-dirty SOFT-DIRTY: not-modelled → not-modelled'],
  [`a run of ${names}, where move_entry_for_test is called, that breaks SOFT-DIRTY by way of it`],
];

describe('what a function breaks before a patch and after it', () => {
  test('is told where its caller comes to it', () => {
    expect(told({ callers: caller('move_for_test', moves) })).toEqual(BROKEN);
  });

  test.each(['move_for_test', 'shift_entry'])('is not where %s, which calls it, looks first', (name) => {
    expect(told({ callers: caller(name, movesMapped) })).toEqual(RESTS(name));
  });

  test('is told where one of two callers does not look', () => {
    const callers = [caller('first_for_test', movesMapped), caller('second_for_test', moves)].join('\n');
    expect(told({ callers })).toEqual(BROKEN);
  });

  test.each([
    ['pte_present(orig_src_pte)', RESTS('move_for_test')],
    ['true', BROKEN],
  ])(
    'is looked for further up, where a caller is of the file too, and decides by a parameter: %s',
    (decided, expected) => {
      const inner = `static ${caller('move_for_test', `if (is_right)\n\t\t${moves}`, ', bool is_right')}`;
      const outer = caller('ioctl_for_test', `move_for_test(${PASSED}, orig_src_pte, ${decided});`);
      expect(told({ callers: `${inner}\n${outer}` })).toEqual(expected);
    },
  );

  test('is not told where its callers are elsewhere and it is handed what it works on', () => {
    expect(told({ storage: '', callers: '' })).toEqual([
      ['move-swap-soft-dirty SOFT-DIRTY: not-modelled → not-modelled'],
      ['what the callers of move_entry_for_test do about SOFT-DIRTY'],
    ]);
  });

  test('is told of the patch that brings it, whatever the callers look at', () => {
    const callers = caller('move_for_test', movesMapped);
    const [right, wrong] = ['moved = pte_swp_mksoft_dirty(moved);', ';'].map((step) => ({ callers, step }));
    if (right === undefined || wrong === undefined) throw new Error('expected two texts');
    expect(told(right, wrong)).toEqual([['move-swap-soft-dirty SOFT-DIRTY: holds → violated'], []]);
  });
});
