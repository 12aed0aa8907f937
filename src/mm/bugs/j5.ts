import type { Bug } from '../bug.ts';
import { EXIT_RETRACT } from '../worlds/munmap.ts';

const retract = (open: string, close: string) => `void retract_page_tables(struct address_space *mapping, pgoff_t pgoff)
{
	struct vm_area_struct *vma;
	struct mm_struct *mm;
	unsigned long addr;
	pmd_t *pmd, _pmd;

	i_mmap_lock_write(mapping);
	vma_interval_tree_foreach(vma, &mapping->i_mmap, pgoff, pgoff) {
		if (vma->anon_vma)
			continue;
		addr = vma->vm_start + ((pgoff - vma->vm_pgoff) << PAGE_SHIFT);
		if (addr & ~HPAGE_PMD_MASK)
			continue;
		if (vma->vm_end < addr + HPAGE_PMD_SIZE)
			continue;
		mm = vma->vm_mm;
		pmd = mm_find_pmd(mm, addr);
		if (!pmd)
			continue;
		if (mmap_write_trylock(mm)) {
${open}				spinlock_t *ptl = pmd_lock(mm, pmd);

				/* assume page table is clear */
				_pmd = pmdp_collapse_flush(vma, addr, pmd);
				spin_unlock(ptl);
				mm_dec_nr_ptes(mm);
				pte_free(mm, pmd_pgtable(_pmd));
${close}			mmap_write_unlock(mm);
		}
	}
	i_mmap_unlock_write(mapping);
}`;

/**
 * khugepaged leaves an mm without users alone.
 *
 * The fix tells what was seen: exit_mmap found a table in the upper entry, and the entry was empty when it used it. The
 * table's lock is then that of no table (ASSERT). A little later in the same race the table itself is gone (TABLE-LOCKED).
 */
export const J5: Bug = {
  id: 'J5',
  title: 'khugepaged: retract_page_tables() remember to test exit',
  commit: '18e77600f7a1',
  kernel: '5.8',
  property: 'ASSERT',
  world: EXIT_RETRACT,
  function: 'retract_page_tables',
  before: retract('', ''),
  after: retract('\t\t\tif (!khugepaged_test_exit(mm)) {\n', '\t\t\t}\n'),
  story: [
    'end of the mm: store mm_struct.mm_users',
    'end of the mm: mmap_write_unlock',
    'khugepaged: mmap_write_trylock',
    'end of the mm: pmdp_get_lockless',
    'khugepaged: pmdp_huge_get_and_clear',
    'end of the mm: pmdp_get_lockless',
    'end of the mm: spin_lock',
  ],
};
