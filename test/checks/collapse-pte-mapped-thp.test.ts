import { expect, test } from 'vitest';
import { describeShared, sharedMessages } from '../shared.ts';
import { insert } from './edit-diff.ts';
import { checkText, table } from './instruments.ts';

const THREAD = 'mail/seed-threads/seed-4.mbox.gz';
const PATCH = '563340a4-7ac9-7cc8-33d8-f7cc6ef19ea6@google.com';
const WANTED = { wanted: { world: 'munmap-walk', property: undefined } };

describeShared(THREAD, async () => {
  const mail = (await sharedMessages(THREAD)).find((message) => message.messageId === PATCH);
  const text = mail?.text ?? '';
  const date = mail?.date ?? '';

  test('with mmap_lock for reading the page tables are walked before the VMA is looked at, while munmap frees them', () => {
    const [check] = checkText(text, date, WANTED);
    expect(check === undefined ? [] : table([check])).toEqual(['munmap-walk TABLE-LOCKED: holds → violated']);
    expect([check?.before.origin, check?.after.origin]).toEqual(['reference', 'reference']);
    expect(check?.after.trace.map((step) => `${step.actor}: ${step.does}`)).toMatchInlineSnapshot(`
      [
        "munmap: mmap_write_lock",
        "munmap: vma_lookup",
        "munmap: unlink_vma",
        "munmap: mmap_write_downgrade",
        "walker: mmap_read_lock",
        "walker: vma_lookup",
        "walker: mmap_assert_locked",
        "walker: pmd_offset_of",
        "munmap: inc_tlb_flush_pending",
        "munmap: pmd_offset_of",
        "munmap: pmdp_get_lockless",
        "munmap: rcu_read_lock",
        "munmap: pmdp_get_lockless",
        "munmap: spin_lock",
        "munmap: pmdp_get_lockless",
        "munmap: pte_in_table",
        "munmap: flush_tlb_batched_pending",
        "munmap: load pte_t",
        "munmap: ptep_get_and_clear",
        "munmap: page_remove_rmap",
        "munmap: load pte_t",
        "munmap: ptep_get_and_clear",
        "munmap: page_remove_rmap",
        "munmap: spin_unlock",
        "munmap: rcu_read_unlock",
        "munmap: pud_offset_of",
        "munmap: pmd_offset_of",
        "munmap: i_mmap_lock_write",
        "munmap: i_mmap_unlock_write",
        "munmap: load pmd_t",
        "munmap: pmd_clear",
        "munmap: pud_clear",
        "munmap: mm_tlb_flush_nested",
        "munmap: flush_tlb_mm_range",
        "munmap: tlb_remove_table_free",
        "RCU: the grace period ends: table 1 is freed",
        "walker: pmdp_get_lockless",
      ]
    `);
  });

  test('with the VMA looked at first it holds', () => {
    const mended = insert(text, 'after', 'mmap_assert_locked(mm);', [
      'if (!vma || !vma->vm_file)',
      '\treturn SCAN_VMA_CHECK;',
    ]);
    expect(table(checkText(mended, date, WANTED))).toEqual(['munmap-walk TABLE-LOCKED: holds → holds']);
  });
});
