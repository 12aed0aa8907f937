import { expect, test } from 'vitest';
import { REFERENCE_FUNCTIONS } from '../../src/mm/reference.ts';
import { describeShared, sharedMessages } from '../shared.ts';
import { insert } from './edit-diff.ts';
import { checkText, instruments, table } from './instruments.ts';

const THREAD = 'mail/seed-threads/seed-4.mbox.gz';
const PATCH = '2e9996fa-d238-e7c-1194-834a2bd1f60@google.com';

describeShared(THREAD, async () => {
  const mail = (await sharedMessages(THREAD)).find((message) => message.messageId === PATCH);
  const text = mail?.text ?? '';
  const date = mail?.date ?? '';

  test('the verdicts of the patch as posted', { timeout: 120_000 }, () => {
    const checks = checkText(text, date);
    expect(table(checks)).toEqual([
      'retract-sva SMMU-TABLE: holds → violated',
      'retract-kvm SMMU-REVOKE: holds → holds',
      'retract-kvm SMMU-FREE: holds → holds',
      'retract-uffd-copy TABLE-EMPTY: holds → violated',
      'retract-gup-fast TABLE-LOCKLESS: holds → holds',
      'free-table-walker TLB-TABLE: holds → holds',
      'exit-retract TABLE-LOCKED: holds → holds',
      'exit-retract ASSERT: holds → holds',
      'retract-uffd-copy-kvm SMMU-REVOKE: holds → violated',
      'retract-uffd-wp UFFD-WP: holds → violated',
      'retract-uffd-wp TABLE-EMPTY: holds → violated',
      'retract-fault TABLE-LOCKED: holds → holds',
    ]);
    expect([...new Set(checks.map((check) => check.kernel))]).toEqual(['6.5']);
    const sva = checks[0];
    expect(sva?.before.origin).toBe('diff');
    expect(sva?.before.references, 'called by the old code, not shown by the diff').toContain('collapse_and_free_pmd');
    expect(sva?.after.assumptions).toEqual([]);
    expect(sva?.after.trace.map((step) => `${step.actor}: ${step.does}`)).toMatchInlineSnapshot(`
      [
        "khugepaged: i_mmap_lock_read",
        "khugepaged: vma_interval_tree_iter_first",
        "khugepaged: load vm_area_struct.anon_vma",
        "khugepaged: pmd_offset_of",
        "khugepaged: pmdp_get_lockless",
        "khugepaged: load mm_struct.mm_users",
        "khugepaged: userfaultfd_wp",
        "khugepaged: pmd_lock",
        "khugepaged: pte_lockptr",
        "khugepaged: spin_lock_nested",
        "IOMMU: walks at address 2 and keeps the pointer to the table",
        "khugepaged: pmdp_huge_get_and_clear",
        "khugepaged: flush_tlb_range",
        "khugepaged: spin_unlock",
        "khugepaged: spin_unlock",
        "khugepaged: pte_free_defer",
        "RCU: the grace period ends: table 2 is freed",
        "IOMMU: translates address 2 through the table that it kept, which was freed",
      ]
    `);
  });

  test('notifiers around the flush of the new code make it hold', () => {
    const range = ['struct mmu_notifier_range range;'];
    const start = [
      'mmu_notifier_range_init(&range, MMU_NOTIFY_CLEAR, 0, mm, addr, addr + HPAGE_PMD_SIZE);',
      'mmu_notifier_invalidate_range_start(&range);',
    ];
    const mended = insert(
      insert(insert(text, 'after', 'spinlock_t *ptl;', range), 'before', 'pml = pmd_lock(mm, pmd);', start),
      'after',
      'spin_unlock(pml);',
      ['mmu_notifier_invalidate_range_end(&range);'],
    );
    expect(table(checkText(mended, date))).toContain('retract-sva SMMU-TABLE: holds → holds');
  });

  test('without the notifiers in the helper that the old code calls, the old code is violated too', () => {
    const silent = REFERENCE_FUNCTIONS.map((one) =>
      one.name === 'collapse_and_free_pmd'
        ? { ...one, text: one.text.replace(/^.*mmu_notifier_invalidate_range_(?:start|end).*\n/gm, '') }
        : one,
    );
    const rows = table(checkText(text, date, {}, instruments(silent)));
    expect(rows).toContain('retract-sva SMMU-TABLE: violated → violated');
  });

  test('a re-check under the page-table lock makes the second concern hold', () => {
    const mended = insert(text, 'before', 'pgt_pmd = pmdp_collapse_flush(vma, addr, pmd);', [
      'if (unlikely(vma->anon_vma || userfaultfd_wp(vma))) {',
      '\tif (ptl != pml)',
      '\t\tspin_unlock(ptl);',
      '\tspin_unlock(pml);',
      '\tcontinue;',
      '}',
    ]);
    const rows = table(checkText(mended, date));
    expect(rows).toContain('retract-uffd-copy TABLE-EMPTY: holds → holds');
    expect(rows).toContain('retract-uffd-copy-kvm SMMU-REVOKE: holds → holds');
    expect(rows).toContain('retract-uffd-wp UFFD-WP: holds → holds');
    expect(rows).toContain('retract-sva SMMU-TABLE: holds → violated');
  });

  test('the same re-check before the lock is taken does not', () => {
    const late = insert(text, 'after', 'pte_free_defer(mm, pmd_pgtable(pgt_pmd));', ['tidy_up_tables(mm, pmd);']);
    const results = new Map(checkText(late, date).map((check) => [`${check.world} ${check.property}`, check.after]));
    expect(results.get('retract-sva SMMU-TABLE')?.result).toBe('violated');
    expect(results.get('retract-kvm SMMU-REVOKE')).toMatchObject({
      result: 'not-modelled',
      missing: ['what tidy_up_tables does'],
    });
    for (const { result, trace } of results.values()) {
      expect(result).not.toBe('holds');
      expect(trace.map(({ does }) => does)).not.toContain('tidy_up_tables');
    }
  });
});
