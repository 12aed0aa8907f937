import { describe, expect, test } from 'vitest';
import { findRepair } from '../../src/checks/repair.ts';
import type { Bug } from '../../src/mm/bug.ts';
import { B5 } from '../../src/mm/bugs/b5.ts';
import { BUGS } from '../../src/mm/bugs.ts';
import { runText, settingOf } from '../mm/bug-run.ts';
import { describeShared, sharedMessages } from '../shared.ts';
import { insert } from './edit-diff.ts';
import { checkText, table, unhurried } from './instruments.ts';

const never = () => false;

/** What is found for the unfixed text of each bug. */
const FOUND: Readonly<Record<string, string | undefined>> = Object.fromEntries(
  BUGS.map((bug) => [bug.id, findRepair(settingOf(bug, 'before'), never)]),
);

test('for the bugs that one step of the vocabulary mends, it is found', () => {
  expect(
    Object.entries(FOUND).flatMap(([id, says]) => (says === undefined ? [] : [`${id} ${says}`])),
  ).toMatchInlineSnapshot(`
    [
      "A1 with mmu_notifier_invalidate_range_start after collapse_and_free_pmd.c:5 and mmu_notifier_invalidate_range_end before collapse_and_free_pmd.c:7",
      "A5 with mmu_notifier_invalidate_range before flush_tlb_mm_range.c:12",
      "A7 with mmu_notifier_invalidate_range_start after try_to_unmap.c:33 and mmu_notifier_invalidate_range_end before try_to_unmap.c:36",
      "B1 with flush_tlb_range before move_ptes.c:21",
      "B3 with flush_tlb_range before madvise_cold_or_pageout_pte_range.c:15",
      "B5 with flush_tlb_range before migrate_vma_collect_pmd.c:28",
      "B9 with flush_tlb_range before clear_refs_write.c:39",
      "B11 with flush_tlb_range before collapse_pte_mapped_thp.c:47",
      "C17 with try_get_page instead of get_page at generic_pipe_buf_get.c:3",
      "E1 with store vm_area_struct.anon_vma of anon_vma_clone.c:18 moved to the place before anon_vma_clone.c:17",
      "F13 with folio_mark_dirty before pagemap_scan_hugetlb_entry.c:17",
      "G1 with folio_lock of remove_inode_single_folio.c:9 moved to the place before remove_inode_single_folio.c:6",
      "G7 with folio_put of secretmem_fault.c:26 moved to the place before secretmem_fault.c:19",
      "H1 with swap_free of do_swap_page.c:33 moved to the place before do_swap_page.c:41",
      "H3 with spin_lock of swapoff_device.c:9 moved to the place before swapoff_device.c:4",
      "I1 with folio_mark_dirty before migrate_vma_collect_pmd.c:5",
      "I7 without store folio.mapping at __migrate_folio_record.c:3",
      "I9 with get_page before smaps_pte_range.c:46 and put_page after smaps_pte_range.c:46",
      "J1 with tlb_remove_table_sync_one before collapse_and_free_pmd.c:9",
      "J3 with i_mmap_lock_write after collapse_pte_mapped_thp.c:45 and i_mmap_unlock_write before collapse_pte_mapped_thp.c:47",
      "J5 with mmap_read_lock after retract_page_tables.c:15 and mmap_read_unlock before retract_page_tables.c:32",
      "J7 with vma_start_write of __split_vma.c:7 moved to the place before __split_vma.c:4",
      "J9 with mmap_read_lock after vmap_try_huge_pmd.c:9 and mmap_read_unlock before vmap_try_huge_pmd.c:15",
      "K3 with mmap_write_downgrade of do_munmap.c:17 moved to the place before do_munmap.c:22",
      "K7 with set_pmd_at of madvise_free_huge_pmd.c:18 moved to the place after madvise_free_huge_pmd.c:21",
      "L1 with store huge_zero.huge_zero_pfn of shrink_huge_zero_page_scan.c:7 moved to the place before shrink_huge_zero_page_scan.c:6",
    ]
  `);
});

/** Puts a line of C where a repair says, in the function's own text. */
function edited({ function: name, before }: Bug, says: string, line: string): string {
  const [, where, number] = new RegExp(`with \\w+ (before|after) ${name}\\.c:(\\d+)$`).exec(says) ?? [];
  if (number === undefined) throw new Error(`expected one place in "${says}"`);
  const lines = before.split('\n');
  lines.splice(Number(number) - (where === 'before' ? 1 : 0), 0, line);
  return lines.join('\n');
}

describe('the text, edited as a repair says, holds', () => {
  test.each([
    ['B1', 'flush_tlb_range(vma, old_addr, old_end);'],
    ['B5', 'flush_tlb_range(vma, start, end);'],
    ['B9', 'flush_tlb_range(vma, vma->vm_start, vma->vm_end);'],
    ['J1', 'tlb_remove_table_sync_one();'],
  ])('%s', (id, line) => {
    const bug = BUGS.find((one) => one.id === id);
    const says = FOUND[id];
    if (bug === undefined || says === undefined) throw new Error(`expected a repair of ${id}`);
    const run = runText({ ...bug, text: edited(bug, says, `\t${line}`) });
    expect({ result: run.result, missing: run.missing }).toEqual({ result: 'holds', missing: [] });
  });
});

test('where the time is up nothing is found', () => {
  expect(findRepair(settingOf(B5, 'before'), () => true)).toBeUndefined();
});

const THREAD = 'mail/seed-threads/seed-4.mbox.gz';

describeShared(THREAD, async () => {
  const mail = (await sharedMessages(THREAD)).find(({ messageId }) => messageId.startsWith('2e9996fa-d238-'));
  const [text, date] = [mail?.text ?? '', mail?.date ?? ''];

  test('a page table is freed before a device is told: told, and the patch holds', () => {
    const wanted = { wanted: { world: 'retract-sva', property: 'SMMU-TABLE', function: undefined } };
    const [check] = checkText(text, date, wanted, unhurried());
    expect(check?.after.repair).toMatchInlineSnapshot(
      `"with mmu_notifier_invalidate_range before mm/khugepaged.c:1808"`,
    );
    const mended = insert(text, 'after', 'pgt_pmd = pmdp_collapse_flush(vma, addr, pmd);', [
      'mmu_notifier_invalidate_range(mm, addr, addr + HPAGE_PMD_SIZE);',
    ]);
    expect(table(checkText(mended, date, wanted))).toEqual(['retract-sva SMMU-TABLE: holds → holds']);
  });

  test('a range is registered between the test and the locks: with mmap_lock held it is not', () => {
    const wanted = { wanted: { world: 'retract-uffd-wp', property: 'UFFD-WP', function: undefined } };
    const [check] = checkText(text, date, wanted, unhurried());
    expect(check?.after.repair).toMatchInlineSnapshot(
      `"with mmap_read_lock before mm/khugepaged.c:1799 and mmap_read_unlock before mm/khugepaged.c:1816"`,
    );
  });
});
