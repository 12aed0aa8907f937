import type { Bug } from '../bug.ts';
import { FREE_TABLE_KVM } from '../worlds/free-table.ts';

/** khugepaged tells secondary MMUs before it takes a table out. */
export const A1: Bug = {
  id: 'A1',
  title: 'mm/khugepaged: invoke MMU notifiers in shmem/file collapse paths',
  commit: 'f268f6cf875f',
  kernel: '6.0',
  property: 'SMMU-REVOKE',
  world: FREE_TABLE_KVM,
  function: 'collapse_and_free_pmd',
  before: `void collapse_and_free_pmd(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr, pmd_t *pmdp)
{
	pmd_t pmd;

	mmap_assert_write_locked(mm);
	pmd = pmdp_collapse_flush(vma, addr, pmdp);
	tlb_remove_table_sync_one();
	mm_dec_nr_ptes(mm);
	pte_free(mm, pmd_pgtable(pmd));
}`,
  after: `void collapse_and_free_pmd(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr, pmd_t *pmdp)
{
	pmd_t pmd;
	struct mmu_notifier_range range;

	mmap_assert_write_locked(mm);
	mmu_notifier_range_init(&range, MMU_NOTIFY_CLEAR, 0, NULL, mm, addr, addr + HPAGE_PMD_SIZE);
	mmu_notifier_invalidate_range_start(&range);
	pmd = pmdp_collapse_flush(vma, addr, pmdp);
	tlb_remove_table_sync_one();
	mmu_notifier_invalidate_range_end(&range);
	mm_dec_nr_ptes(mm);
	pte_free(mm, pmd_pgtable(pmd));
}`,
  story: ['KVM: maps page', 'khugepaged: pmdp_huge_get_and_clear'],
};
