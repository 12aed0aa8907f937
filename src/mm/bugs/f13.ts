import type { Bug } from '../bug.ts';
import { CHANGE_DIRTY } from '../worlds/snapshot.ts';

const scan = (
  change: string,
) => `void make_uffd_wp_huge_pte(struct vm_area_struct *vma, unsigned long addr, pte_t *ptep, pte_t ptent)
{
	if (is_hugetlb_entry_migration(ptent)) {
		set_huge_pte_at(vma->vm_mm, addr, ptep, pte_swp_mkuffd_wp(ptent));
	} else if (!huge_pte_none(ptent)) {
${change}
	} else {
		set_huge_pte_at(vma->vm_mm, addr, ptep, make_pte_marker(PTE_MARKER_UFFD_WP));
	}
}

int pagemap_scan_hugetlb_entry(pte_t *ptep, unsigned long start, unsigned long end, struct vm_area_struct *vma)
{
	spinlock_t *ptl;
	pte_t pte;

	i_mmap_lock_write(vma->vm_file->f_mapping);
	ptl = huge_pte_lock(hstate_vma(vma), vma->vm_mm, ptep);

	pte = huge_ptep_get(ptep);
	make_uffd_wp_huge_pte(vma, start, ptep, pte);
	flush_hugetlb_tlb_range(vma, start, end);

	spin_unlock(ptl);
	i_mmap_unlock_write(vma->vm_file->f_mapping);
	return 0;
}`;

/** The entry is taken out before its new value is made. */
export const F13: Bug = {
  id: 'F13',
  title: 'fs/proc/task_mmu: fix make_uffd_wp_huge_pte() prot-update race',
  commit: undefined,
  kernel: '6.12',
  property: 'DIRTY',
  world: CHANGE_DIRTY,
  function: 'pagemap_scan_hugetlb_entry',
  before: scan('		huge_ptep_modify_prot_commit(vma, addr, ptep, ptent, huge_pte_mkuffd_wp(ptent));'),
  after: scan(`		pte_t old_pte;

		old_pte = huge_ptep_modify_prot_start(vma, addr, ptep);
		ptent = huge_pte_mkuffd_wp(old_pte);
		huge_ptep_modify_prot_commit(vma, addr, ptep, old_pte, ptent);`),
  story: [
    'the function: huge_ptep_get',
    'program: cpu_store',
    'the function: huge_ptep_modify_prot_commit',
    'the function: spin_unlock',
  ],
};
