import type { Bug } from '../bug.ts';
import { HUGETLB_MIGRATE_SHARED } from '../worlds/hugetlb-shared.ts';

const unmap = (parts: {
  adjust: string;
  unshare: string;
}) => `bool try_to_unmap_one(struct page *page, struct vm_area_struct *vma, unsigned long address)
{
	struct mm_struct *mm = vma->vm_mm;
	unsigned long start = address, end = address + PAGE_SIZE;
	spinlock_t *ptl;
	pte_t *ptep;
	pte_t pteval;

${parts.adjust}	mmu_notifier_invalidate_range_start(mm, start, end);
	ptep = huge_pte_offset(mm, address, PAGE_SIZE);
	if (!ptep)
		goto out;
	ptl = huge_pte_lock(0, mm, ptep);
	if (!pte_present(*ptep))
		goto unlock;
${parts.unshare}	pteval = huge_ptep_get_and_clear(mm, address, ptep);
	flush_tlb_range(vma, start, end);
	set_huge_pte_at(mm, address, ptep, swp_entry_to_pte(make_writable_migration_entry(page)));
	page_remove_rmap(page, vma, false);
	put_page(page);
unlock:
	spin_unlock(ptl);
out:
	mmu_notifier_invalidate_range_end(mm, start, end);
	return true;
}

void try_to_unmap(struct page *page, struct address_space *mapping, pgoff_t pgoff)
{
	struct vm_area_struct *vma;

	i_mmap_lock_write(mapping);
	vma_interval_tree_foreach(vma, &mapping->i_mmap, pgoff, pgoff) {
		try_to_unmap_one(page, vma, vma->vm_start + pgoff - vma->vm_pgoff);
		/* rwc->done: page_not_mapped */
		if (!page_mapcount(page))
			break;
	}
	i_mmap_unlock_write(mapping);
}`;

/** Who unmaps a page of a shared table takes the table from each program, and tells of the whole of it. */
export const A7: Bug = {
  id: 'A7',
  title: 'mm: migration: fix migration of huge PMD shared pages',
  commit: '017b1660df89',
  kernel: '4.18',
  property: 'SMMU-FREE',
  world: HUGETLB_MIGRATE_SHARED,
  function: 'try_to_unmap',
  before: unmap({ adjust: '', unshare: '' }),
  after: unmap({
    adjust: `	/* adjust_range_if_pmd_sharing_possible */
	if (PageHuge(page) && vma_shareable(vma, address)) {
		start = address & PMD_MASK;
		end = start + PMD_SIZE;
	}
`,
    unshare: `	if (PageHuge(page) && huge_pmd_unshare(mm, vma, address, ptep)) {
		flush_tlb_range(vma, start, end);
		mmu_notifier_invalidate_range(mm, start, end);
		goto unlock;
	}
`,
  }),
  story: [
    'KVM: maps page 1 at address 2',
    'migration: huge_ptep_get_and_clear',
    'migration: page_mapcount',
    'migration: put_page',
    'KVM: accesses page 1 at address 2, which was freed',
  ],
};
