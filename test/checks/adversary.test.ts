import { describe, expect, test } from 'vitest';
import type { Check } from '../../src/checks/check.ts';
import { checkText, table } from './instruments.ts';

/** A function that unmaps one file page, with a line of its own at each of three places. */
const unmap = (lines: { readonly start?: string; readonly cleared?: string; readonly end?: string }) => `
static bool unmap_page_for_test(struct folio *folio, struct vm_area_struct *vma, unsigned long address)
{
	struct mm_struct *mm = vma->vm_mm;
	struct mmu_notifier_range range;
	spinlock_t *ptl;
	pmd_t *pmd;
	pte_t *pte;

	pmd = mm_find_pmd(mm, address);
	if (!pmd)
		return false;
	mmu_notifier_range_init(&range, MMU_NOTIFY_CLEAR, 0, mm, address, address + PAGE_SIZE);
	${lines.start ?? 'mmu_notifier_invalidate_range_start(&range);'}
	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (pte) {
		ptep_clear_flush(vma, address, pte);
		folio_remove_rmap_pte(folio, &folio->page, vma);
		folio_put(folio);
		${lines.cleared ?? ''}
		pte_unmap_unlock(pte, ptl);
	}
	${lines.end ?? 'mmu_notifier_invalidate_range_end(&range);'}
	return true;
}
`;

/** A diff that puts one text in place of another, whole. */
function patch(before: string, after: string): string {
  const lines = (text: string, mark: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => `${mark}${line}`);
  const [old, now] = [lines(before, '-'), lines(after, '+')];
  return [
    'diff --git a/mm/rmap.c b/mm/rmap.c',
    '--- a/mm/rmap.c',
    '+++ b/mm/rmap.c',
    `@@ -100,${old.length} +100,${now.length} @@`,
    ...old,
    ...now,
    '',
  ].join('\n');
}

const resultsOf = (checks: readonly Check[], property: string) => [
  ...new Set(checks.filter((check) => check.property === property).map((check) => check.after.result)),
];

function judged(after: string, property: string, more = ''): readonly string[] {
  return resultsOf(
    checkText(patch(unmap({ start: '', end: '' }), `${more}${after}`), '2024-01-10T00:00:00Z'),
    property,
  );
}

describe('code that would be told to hold by a careless reader', () => {
  test('the function as it should be holds', () => {
    expect(judged(unmap({}), 'SMMU-FREE')).toEqual(['holds']);
  });

  test('a range that is started and never ended mends nothing', () => {
    expect(judged(unmap({ end: '' }), 'SMMU-FREE')).toEqual(['not-modelled']);
  });

  test('a lock that is taken twice mends nothing', () => {
    expect(judged(unmap({ start: '', end: '', cleared: 'spin_lock(ptl);' }), 'SMMU-REVOKE')).not.toContain('holds');
    expect(judged(unmap({ cleared: 'spin_lock(ptl);' }), 'SMMU-FREE')).toEqual(['not-modelled']);
  });

  test.each(['spin_unlock(ptl);', 'BUG_ON(pte);'])('nor does what breaks the code itself: %s', (cleared) => {
    expect(judged(unmap({ cleared }), 'SMMU-FREE')).toEqual(['not-modelled']);
  });

  test('a name in capitals that nobody knows may be 0', () => {
    const start = 'if (NOTIFIERS_WANTED)\n\t\tmmu_notifier_invalidate_range_start(&range);';
    expect(judged(unmap({ start }), 'SMMU-REVOKE')).not.toContain('holds');
  });

  test('a signal may be pending', () => {
    const start = 'if (!fatal_signal_pending(current))\n\t\tmmu_notifier_invalidate_range_start(&range);';
    expect(judged(unmap({ start }), 'SMMU-REVOKE')).not.toContain('holds');
  });

  test('a step that the patch rewrites is not the one that the model knows', () => {
    const rewritten = 'static void folio_put(struct folio *folio)\n{\n}\n\n';
    expect(judged(unmap({}), 'SMMU-FREE', rewritten)).toEqual(['not-modelled']);
  });

  test.each(['static int pte_present(pte_t pte)\n{\n\treturn 0;\n}\n\n', 'static void cond_resched(void)\n{\n}\n\n'])(
    'nor is a value or a call without effect: %j',
    (rewritten) => {
      const cleared = 'if (pte_present(pte))\n\t\t\tcond_resched();';
      expect(judged(unmap({ cleared }), 'SMMU-FREE')).not.toEqual(['not-modelled']);
      expect(judged(unmap({ cleared }), 'SMMU-FREE', rewritten)).toEqual(['not-modelled']);
    },
  );

  test.each([
    ['a call', '#define folio_put(folio) do { } while (0)\n\n'],
    ['a call over two lines', '#define folio_put(folio) \\\n\tdo { } while (0)\n\n'],
    ['a macro of the language', '#define READ_ONCE(x) (x = 0)\n\n'],
  ])('nor is what a #define in the patch gives another meaning: %s', (_, rewritten) => {
    const cleared = 'if (READ_ONCE(pte))\n\t\t\tcond_resched();';
    expect(judged(unmap({ cleared }), 'SMMU-FREE')).not.toEqual(['not-modelled']);
    expect(judged(unmap({ cleared }), 'SMMU-FREE', rewritten)).toEqual(['not-modelled']);
  });

  test('a name in capitals that is kept in a local may be 0 too', () => {
    const start = 'int wanted = NOTIFIERS_WANTED;\n\tif (wanted)\n\t\tmmu_notifier_invalidate_range_start(&range);';
    expect(judged(unmap({ start }), 'SMMU-REVOKE')).not.toContain('holds');
  });

  test('a call through a pointer may work on what everybody shares', () => {
    expect(judged(unmap({ start: 'ops->flush_all();', end: '' }), 'SMMU-FREE')).toEqual(['not-modelled']);
  });

  test('a loop that never ends is no end', () => {
    expect(judged(unmap({ cleared: 'while (pte)\n\t\t\tcond_resched();' }), 'SMMU-FREE')).not.toContain('holds');
  });
});

describe('right code that a careless reader would call wrong', () => {
  test('a call without arguments may do what the model does not see', () => {
    expect(judged(unmap({ start: 'flush_everything();', end: '' }), 'SMMU-FREE')).toEqual(['not-modelled']);
  });
});

test('a change that no run of a world comes to is not told to hold there', () => {
  const rare = (line: string) => unmap({ cleared: `if (folio_test_swapcache(folio)) {\n\t\t\t${line}\n\t\t}` });
  const checks = checkText(patch(rare('folio_put(folio);'), rare('folio_get(folio);')), '2024-01-10T00:00:00Z');
  expect(
    checks.filter(({ after }) => after.result === 'holds').map(({ world, property }) => `${world} ${property}`),
  ).toEqual([]);
});

describe('a patch that takes out or moves a step is not told to hold where nothing notices that', () => {
  const holding = (before: string, after: string) =>
    checkText(patch(before, after), '2024-01-10T00:00:00Z')
      .filter((check) => check.after.result === 'holds')
      .map(({ world, property }) => `${world} ${property}`);

  test('a step that protects nothing there', () => {
    expect(holding(unmap({ cleared: 'folio_clear_referenced(folio);' }), unmap({}))).toEqual([]);
  });

  test('a step that protects nothing there, with another put in somewhere else', () => {
    const start = 'mmu_notifier_invalidate_range_start(&range);\n\tfolio_get(folio);\n\tput_page(&folio->page);';
    const walked = unmap({ cleared: 'rcu_read_lock();\n\t\trcu_read_unlock();' });
    expect(holding(walked, unmap({ start }))).toEqual([]);
    expect(holding(unmap({}), unmap({ start })), 'what only puts in').toContain('unmap-kvm SMMU-FREE');
  });

  test('one of two lines of the same text', () => {
    const twice = 'folio_clear_referenced(folio);\n\t\tfolio_clear_referenced(folio);';
    const once = 'folio_clear_referenced(folio);';
    expect(holding(unmap({ cleared: twice }), unmap({ cleared: once }))).toEqual([]);
  });

  test('a step that protects, past one that has nothing to do with it', () => {
    const start = ['mmu_notifier_invalidate_range_start(&range);', 'folio_clear_referenced(folio);'];
    const text = (lines: readonly string[]) => unmap({ start: lines.join('\n\t') });
    expect(holding(text(start), text(start.toReversed()))).toEqual([]);
  });

  test('what the model has nothing of', () => {
    expect(holding(unmap({ cleared: 'cond_resched();' }), unmap({}))).toEqual([]);
  });
});

/** A function that ends in one of two ways, which do the same as the model has it. */
const waiting = (migrating: string) => `
static void wait_for_test(struct mm_struct *mm, pmd_t *pmd, unsigned long address)
{
	spinlock_t *ptl;
	pte_t *pte = pte_offset_map_lock(mm, pmd, address, &ptl);

	if (!pte)
		return;
	if (is_swap_pte(ptep_get(pte)) && is_migration_entry(pte_to_swp_entry(ptep_get(pte)))) {
		${migrating}
		return;
	}
	pte_unmap_unlock(pte, ptl);
}
`;

test('a change on a way that does as another one does is not told to hold by what comes to the other', () => {
  const [before, after] = ['pte_unmap_unlock(pte, ptl);', ''].map(waiting);
  const checks = checkText(patch(before ?? '', after ?? ''), '2024-12-01T00:00:00Z');
  expect(table(checks).filter((line) => line.endsWith('holds'))).toEqual([]);
});

test('where nobody else acts, nothing is said of steps that a patch moves', () => {
  const lines = ['pte_unmap(pte);', 'ptep_get(pte);'];
  const text = (cleared: readonly string[]) => `
static void look_for_test(struct mm_struct *mm, pmd_t *pmd, unsigned long address)
{
	spinlock_t *ptl;
	pte_t *pte = pte_offset_map_lock(mm, pmd, address, &ptl);

	if (!pte)
		return;
	${cleared.join('\n\t')}
	spin_unlock(ptl);
}
`;
  const checks = checkText(patch(text(lines.toReversed()), text(lines)), '2024-12-01T00:00:00Z');
  expect(table(checks)).toEqual([]);
});
