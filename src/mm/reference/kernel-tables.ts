import type { ReferenceFunction } from '../vocabulary.ts';

/** The page tables of the kernel's own mm. */
export const KERNEL_TABLE_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'pmd_free_pte_page',
    source: 'arch/x86/mm/pgtable.c, for one table: the pointer to it is flushed before it is freed',
    text: `int pmd_free_pte_page(pmd_t *pmd, unsigned long addr)
{
	pmd_t table = *pmd;

	pmd_clear(pmd);
	flush_tlb_kernel_range(addr, addr + PMD_SIZE);
	pte_free(NULL, pmd_pgtable(table));
	return 1;
}`,
  },
  {
    name: 'ptdump_walk',
    source: 'mm/ptdump.c: ptdump_walk_pgd; mm/pagewalk.c: walk_page_range_novma, for one address',
    text: `void ptdump_walk(struct mm_struct *mm, unsigned long addr)
{
	pmd_t pmd;

	mmap_write_lock(mm);
	pmd = pmdp_get_lockless(pmd_offset_of(mm, addr));
	if (pmd_present(pmd) && !pmd_leaf(pmd))
		ptep_get(pte_in_table(pmd_pgtable(pmd), addr));
	mmap_write_unlock(mm);
}`,
  },
];
