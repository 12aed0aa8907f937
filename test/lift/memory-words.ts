import { vocabularyOf, type Words } from './vocabulary.ts';

/** As much of the kernel as the patch under test names. */
export const MEMORY: Words = {
  primitives: [
    'void i_mmap_lock_read(struct address_space *)',
    'void i_mmap_unlock_read(struct address_space *)',
    'void i_mmap_lock_write(struct address_space *)',
    'void i_mmap_unlock_write(struct address_space *)',
    'struct vm_area_struct * vma_interval_tree_iter_first(struct rb_root_cached *, unsigned long, unsigned long)',
    'struct vm_area_struct * vma_interval_tree_iter_next(struct vm_area_struct *, unsigned long, unsigned long)',
    'pmd_t * pmd_offset(struct mm_struct *, unsigned long)',
    'bool mmap_write_trylock(struct mm_struct *)',
    'void mmap_write_unlock(struct mm_struct *)',
    'bool vma_try_start_write(struct vm_area_struct *)',
    'bool userfaultfd_wp(struct vm_area_struct *)',
    'spinlock_t * pmd_lock(struct mm_struct *, pmd_t *)',
    'spinlock_t * pte_lockptr(struct mm_struct *, pmd_t *)',
    'void spin_lock(spinlock_t *)',
    'void spin_lock_nested(spinlock_t *)',
    'void spin_unlock(spinlock_t *)',
    'pmd_t pmdp_collapse_flush(struct vm_area_struct *, unsigned long, pmd_t *)',
    'void pte_free_defer(struct mm_struct *, pgtable_t)',
    'void pte_free(struct mm_struct *, pgtable_t)',
    'void range_start(struct mm_struct *, unsigned long, unsigned long)',
    'void range_end(struct mm_struct *, unsigned long, unsigned long)',
    'void tlb_remove_table_sync_one(void)',
    'pmd_t load pmd_t(pmd_t *)',
    'pte_t load pte_t(pte_t *)',
    'void store pte_t(pte_t *, pte_t)',
  ],
  pure: [
    'pgtable_t pmd_pgtable(pmd_t)',
    'bool pmd_none(pmd_t)',
    'bool pmd_trans_huge(pmd_t)',
    'bool pmd_present(pmd_t)',
    'bool pte_none(pte_t)',
  ],
  forms: { spin_lock_nested: [{ parameters: ['spinlock_t *', 'int'], takes: ['$0'] }] },
  fields: [
    'shared struct anon_vma * vm_area_struct.anon_vma',
    'stable unsigned long vm_area_struct.vm_start',
    'stable unsigned long vm_area_struct.vm_end',
    'stable unsigned long vm_area_struct.vm_pgoff',
    'stable struct mm_struct * vm_area_struct.vm_mm',
    'embedded struct rb_root_cached address_space.i_mmap',
    'stable struct vm_area_struct * vm_fault.vma',
    'stable unsigned long vm_fault.address',
    'stable pmd_t * vm_fault.pmd',
    'stable pte_t vm_fault.orig_pte',
  ],
  constants: {
    PAGE_SHIFT: 0,
    HPAGE_PMD_SIZE: 2,
    HPAGE_PMD_MASK: 0xfffe,
    SCAN_FAIL: 0,
    SCAN_SUCCEED: 1,
    SCAN_PMD_NULL: 2,
    SCAN_PMD_NONE: 3,
    SCAN_PMD_MAPPED: 4,
  },
  iterators: [
    {
      name: 'vma_interval_tree_foreach',
      cursor: 0,
      first: 'vma_interval_tree_iter_first($1, $2, $3)',
      next: 'vma_interval_tree_iter_next($0, $2, $3)',
    },
  ],
  irrelevant: [
    { name: 'mm_dec_nr_ptes', reason: 'accounting' },
    { name: 'page_table_check_pte_clear_range', reason: 'checking' },
    { name: 'lockdep_assert_held_write', reason: 'checking' },
  ],
  references: [
    `static int find_pmd_or_thp_or_none(struct mm_struct *mm, unsigned long address, pmd_t **pmd)
{
	pmd_t pmde;

	*pmd = pmd_offset(mm, address);
	if (!*pmd)
		return SCAN_PMD_NULL;
	pmde = **pmd;
	if (pmd_none(pmde))
		return SCAN_PMD_NONE;
	if (pmd_trans_huge(pmde))
		return SCAN_PMD_MAPPED;
	return SCAN_SUCCEED;
}`,
    `static void mmu_notifier_range_init(struct mmu_notifier_range *range, struct mm_struct *mm,
				    unsigned long start, unsigned long end)
{
	range->mm = mm;
	range->start = start;
	range->end = end;
}`,
    `static void collapse_and_free_pmd(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr, pmd_t *pmdp)
{
	pmd_t pmd;
	struct mmu_notifier_range range;

	mmu_notifier_range_init(&range, mm, addr, addr + HPAGE_PMD_SIZE);
	range_start(range.mm, range.start, range.end);
	pmd = pmdp_collapse_flush(vma, addr, pmdp);
	tlb_remove_table_sync_one();
	range_end(range.mm, range.start, range.end);
	mm_dec_nr_ptes(mm);
	page_table_check_pte_clear_range(mm, addr, pmd);
	pte_free(mm, pmd_pgtable(pmd));
}`,
  ],
  modelled: [
    'struct mm_struct *',
    'struct vm_area_struct *',
    'struct address_space *',
    'struct page *',
    'struct folio *',
    'struct anon_vma *',
    'pmd_t *',
    'pte_t *',
    'pmd_t',
    'pte_t',
    'pgtable_t',
    'spinlock_t *',
  ],
};

export const MEMORY_VOCABULARY = vocabularyOf(MEMORY);
