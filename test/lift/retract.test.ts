import { describe, expect, it } from 'vitest';
import { describeProgram } from '../../src/lift/describe.ts';
import { liftFunction } from '../../src/lift/lift.ts';
import type { Lifted } from '../../src/lift/lifted.ts';
import { sidesOf } from '../../src/lift/sides.ts';
import type { Side } from '../../src/patch/patch.ts';
import { parser } from './lifting.ts';
import { HAS_MAILS, patchOf } from './mails.ts';
import { MEMORY_VOCABULARY } from './memory-words.ts';

const SUBJECT = '[PATCH 09/12] mm/khugepaged: retract_page_tables() without mmap or vma lock';

function lifted(side: Side): Lifted {
  const sides = sidesOf(patchOf('seed-4', SUBJECT));
  const result = liftFunction(
    { name: 'retract_page_tables', texts: sides[side], kernel: '6.4' },
    MEMORY_VOCABULARY,
    parser,
  );
  if (!result.ok) throw new Error(result.missing.join(', '));
  return result.lifted;
}

describe.skipIf(!HAS_MAILS)('a function that a real diff holds whole on both sides (skipped without ../shared)', () => {
  it('is a program after the patch', () => {
    const after = lifted('after');
    expect(describeProgram(after.program)).toMatchInlineSnapshot(`
      "retract_page_tables(struct address_space *mapping, pgoff_t pgoff)
         0  i_mmap_lock_read(mapping)                                    1754  i_mmap_lock_read(mapping);
         1  vma := vma_interval_tree_iter_first(mapping, pgoff, pgoff)   1755  vma_interval_tree_foreach(vma, &mapping->i_mmap, pgoff, pgoff) {
         2  if vma else goto 28                                          1755  vma_interval_tree_foreach(vma, &mapping->i_mmap, pgoff, pgoff) {
         3  vma->anon_vma := load vm_area_struct.anon_vma(vma)           1772  if (READ_ONCE(vma->anon_vma))
         4  if vma->anon_vma goto 26                                     1772  if (READ_ONCE(vma->anon_vma))
         5  addr = vma->vm_start + (pgoff - vma->vm_pgoff)               1775  addr = vma->vm_start + ((pgoff - vma->vm_pgoff) << PAGE_SHIFT);
         6  if addr & 1 goto 26                                          1776  if (addr & ~HPAGE_PMD_MASK ||
         7  if vma->vm_end < (addr + 2) goto 26                          1777  vma->vm_end < addr + HPAGE_PMD_SIZE)
         8  pmd := pmd_offset(vma->vm_mm, addr)                             5  find_pmd_or_thp_or_none: *pmd = pmd_offset(mm, address);
         9  if pmd else goto 26                                             6  find_pmd_or_thp_or_none: if (!*pmd)
        10  find_pmd_or_thp_or_none:pmde := load pmd_t(pmd)                 8  find_pmd_or_thp_or_none: pmde = **pmd;
        11  if pmd_none(find_pmd_or_thp_or_none:pmde) goto 26               9  find_pmd_or_thp_or_none: if (pmd_none(pmde))
        12  if pmd_trans_huge(find_pmd_or_thp_or_none:pmde) goto 26        11  find_pmd_or_thp_or_none: if (pmd_trans_huge(pmde))
        13  unknown: hpage_collapse_test_exit                            1784  if (hpage_collapse_test_exit(mm))
        14  either: hpage_collapse_test_exit(mm) goto 26                 1784  if (hpage_collapse_test_exit(mm))
        15  userfaultfd_wp() := userfaultfd_wp(vma)                      1799  if (userfaultfd_wp(vma))
        16  if userfaultfd_wp() goto 26                                  1799  if (userfaultfd_wp(vma))
        17  pml := pmd_lock(vma->vm_mm, pmd)                             1803  pml = pmd_lock(mm, pmd);
        18  ptl := pte_lockptr(vma->vm_mm, pmd)                          1804  ptl = pte_lockptr(mm, pmd);
        19  if ptl == pml goto 21                                        1805  if (ptl != pml)
        20  spin_lock_nested(ptl)                                        1806  spin_lock_nested(ptl, SINGLE_DEPTH_NESTING);
        21  pgt_pmd := pmdp_collapse_flush(vma, addr, pmd)               1807  pgt_pmd = pmdp_collapse_flush(vma, addr, pmd);
        22  if ptl == pml goto 24                                        1808  if (ptl != pml)
        23  spin_unlock(ptl)                                             1809  spin_unlock(ptl);
        24  spin_unlock(pml)                                             1810  spin_unlock(pml);
        25  pte_free_defer(vma->vm_mm, pmd_pgtable(pgt_pmd))             1814  pte_free_defer(mm, pmd_pgtable(pgt_pmd));
        26  vma := vma_interval_tree_iter_next(vma, pgoff, pgoff)        1755  vma_interval_tree_foreach(vma, &mapping->i_mmap, pgoff, pgoff) {
        27  goto 2
        28  i_mmap_unlock_read(mapping)                                  1816  i_mmap_unlock_read(mapping);
        29  return                                                       1817  }"
    `);
    expect(after).toMatchObject({
      origin: 'diff',
      inlined: [{ name: 'find_pmd_or_thp_or_none', origin: 'reference' }],
    });
    expect(after.assumed.map(({ of }) => of)).toEqual(['hpage_collapse_test_exit(mm)']);
    expect(after.unknown.map(({ name, at }) => [name, at.line])).toEqual([['hpage_collapse_test_exit', 1784]]);
    expect(after.sliced.map(({ reason, at }) => [reason, at.line])).toEqual([
      ['accounting', 1812],
      ['checking', 1813],
    ]);
  });

  it('is a program before the patch, with the callee that the diff does not show', () => {
    const before = lifted('before');
    expect(describeProgram(before.program)).toMatchInlineSnapshot(`
      "retract_page_tables(struct address_space *mapping, pgoff_t pgoff, struct mm_struct *target_mm, unsigned long target_addr, struct page *hpage)
         0  either: cc.is_khugepaged else goto 3                               1754  struct collapse_control *cc)
         1  cc.is_khugepaged = 1                                               1754  struct collapse_control *cc)
         2  goto 4
         3  cc.is_khugepaged = 0                                               1754  struct collapse_control *cc)
         4  target_result = 0                                                  1757  int target_result = SCAN_FAIL;
         5  i_mmap_lock_write(mapping)                                         1759  i_mmap_lock_write(mapping);
         6  vma := vma_interval_tree_iter_first(mapping, pgoff, pgoff)         1760  vma_interval_tree_foreach(vma, &mapping->i_mmap, pgoff, pgoff) {
         7  if vma else goto 63                                                1760  vma_interval_tree_foreach(vma, &mapping->i_mmap, pgoff, pgoff) {
         8  vma->anon_vma := load vm_area_struct.anon_vma(vma)                 1784  if (READ_ONCE(vma->anon_vma)) {
         9  if vma->anon_vma goto 61                                           1784  if (READ_ONCE(vma->anon_vma)) {
        10  addr = vma->vm_start + (pgoff - vma->vm_pgoff)                     1788  addr = vma->vm_start + ((pgoff - vma->vm_pgoff) << PAGE_SHIFT);
        11  if addr & 1 goto 61                                                1789  if (addr & ~HPAGE_PMD_MASK ||
        12  if vma->vm_end < (addr + 2) goto 61                                1790  vma->vm_end < addr + HPAGE_PMD_SIZE) {
        13  is_target = (vma->vm_mm == target_mm) & (addr == target_addr)      1795  is_target = mm == target_mm && addr == target_addr;
        14  pmd := pmd_offset(vma->vm_mm, addr)                                   5  find_pmd_or_thp_or_none: *pmd = pmd_offset(mm, address);
        15  if pmd else goto 58                                                   6  find_pmd_or_thp_or_none: if (!*pmd)
        16  find_pmd_or_thp_or_none:pmde := load pmd_t(pmd)                       8  find_pmd_or_thp_or_none: pmde = **pmd;
        17  if pmd_none(find_pmd_or_thp_or_none:pmde) else goto 20                9  find_pmd_or_thp_or_none: if (pmd_none(pmde))
        18  result = 3                                                           10  find_pmd_or_thp_or_none: return SCAN_PMD_NONE;
        19  goto 59
        20  if pmd_trans_huge(find_pmd_or_thp_or_none:pmde) else goto 23         11  find_pmd_or_thp_or_none: if (pmd_trans_huge(pmde))
        21  result = 4                                                           12  find_pmd_or_thp_or_none: return SCAN_PMD_MAPPED;
        22  goto 59
        23  result = 0x4003                                                    1809  result = SCAN_PTE_MAPPED_HUGEPAGE;
        24  if cc.is_khugepaged goto 26                                        1810  if ((cc->is_khugepaged || is_target) &&
        25  if is_target else goto 55                                          1810  if ((cc->is_khugepaged || is_target) &&
        26  mmap_write_trylock() := mmap_write_trylock(vma->vm_mm)             1811  mmap_write_trylock(mm)) {
        27  if mmap_write_trylock() else goto 55                               1811  mmap_write_trylock(mm)) {
        28  vma_try_start_write() := vma_try_start_write(vma)                  1813  if (!vma_try_start_write(vma))
        29  if vma_try_start_write() else goto 53                              1813  if (!vma_try_start_write(vma))
        30  vma->anon_vma := load vm_area_struct.anon_vma(vma)                 1824  if (vma->anon_vma) {
        31  if vma->anon_vma else goto 34                                      1824  if (vma->anon_vma) {
        32  result = 0x4001                                                    1825  result = SCAN_PAGE_ANON;
        33  goto 53
        34  unknown: hpage_collapse_test_exit                                  1836  if (hpage_collapse_test_exit(mm)) {
        35  either: hpage_collapse_test_exit(mm) else goto 38                  1836  if (hpage_collapse_test_exit(mm)) {
        36  result = 0x4004                                                    1837  result = SCAN_ANY_PROCESS;
        37  goto 53
        38  userfaultfd_wp() := userfaultfd_wp(vma)                            1840  if (userfaultfd_wp(vma)) {
        39  if userfaultfd_wp() else goto 42                                   1840  if (userfaultfd_wp(vma)) {
        40  result = 0x4005                                                    1841  result = SCAN_PTE_UFFD_WP;
        41  goto 53
        42  range_start(vma->vm_mm, addr, addr + 2)                               7  collapse_and_free_pmd: range_start(range.mm, range.start, range.end);
        43  collapse_and_free_pmd:pmd := pmdp_collapse_flush(vma, addr, pmd)      8  collapse_and_free_pmd: pmd = pmdp_collapse_flush(vma, addr, pmdp);
        44  tlb_remove_table_sync_one()                                           9  collapse_and_free_pmd: tlb_remove_table_sync_one();
        45  range_end(vma->vm_mm, addr, addr + 2)                                10  collapse_and_free_pmd: range_end(range.mm, range.start, range.end);
        46  pte_free(vma->vm_mm, pmd_pgtable(collapse_and_free_pmd:pmd))         13  collapse_and_free_pmd: pte_free(mm, pmd_pgtable(pmd));
        47  if cc.is_khugepaged goto 52                                        1845  if (!cc->is_khugepaged && is_target)
        48  if is_target else goto 52                                          1845  if (!cc->is_khugepaged && is_target)
        49  unknown: set_huge_pmd                                              1846  result = set_huge_pmd(vma, addr, pmd, hpage);
        50  result = 1                                                         1846  result = set_huge_pmd(vma, addr, pmd, hpage);
        51  goto 53
        52  result = 1                                                         1848  result = SCAN_SUCCEED;
        53  mmap_write_unlock(vma->vm_mm)                                      1851  mmap_write_unlock(mm);
        54  goto 59
        55  if is_target goto 59                                               1858  if (!is_target) {
        56  unknown: khugepaged_add_pte_mapped_thp                             1859  khugepaged_add_pte_mapped_thp(mm, addr);
        57  goto 61
        58  result = 2                                                            7  find_pmd_or_thp_or_none: return SCAN_PMD_NULL;
        59  if is_target else goto 61                                          1863  if (is_target)
        60  target_result = result                                             1864  target_result = result;
        61  vma := vma_interval_tree_iter_next(vma, pgoff, pgoff)              1760  vma_interval_tree_foreach(vma, &mapping->i_mmap, pgoff, pgoff) {
        62  goto 7
        63  i_mmap_unlock_write(mapping)                                       1866  i_mmap_unlock_write(mapping);
        64  return target_result                                               1867  return target_result;"
    `);
    expect(before.origin).toBe('diff');
    expect(before.inlined.map(({ name, origin }) => [name, origin])).toEqual([
      ['find_pmd_or_thp_or_none', 'reference'],
      ['collapse_and_free_pmd', 'reference'],
      ['mmu_notifier_range_init', 'reference'],
    ]);
    expect(before.assumed.map(({ of }) => of)).toEqual(['cc.is_khugepaged', 'hpage_collapse_test_exit(mm)']);
  });
});
