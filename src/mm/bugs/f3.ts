import type { Bug } from '../bug.ts';
import { FORK_SWAP_UFFD_WP } from '../worlds/fork-entry.ts';

const copy = (
  vma: string,
) => `unsigned long copy_nonpresent_pte(struct mm_struct *dst_mm, struct mm_struct *src_mm, pte_t *dst_pte, pte_t *src_pte,
				  struct vm_area_struct *dst_vma, struct vm_area_struct *src_vma, unsigned long addr)
{
	pte_t pte = *src_pte;
	struct page *page;
	swp_entry_t entry = pte_to_swp_entry(pte);

	if (likely(!non_swap_entry(entry))) {
		if (swap_duplicate(entry) < 0)
			return -EIO;
	} else if (is_migration_entry(entry)) {
		page = pfn_swap_entry_to_page(entry);
		if (is_write_migration_entry(entry) && is_cow_mapping(src_vma->vm_flags)) {
			/* COW mappings require pages in both parent and child to be set to read. */
			entry = make_readable_migration_entry(page_to_pfn(page));
			pte = swp_entry_to_pte(entry);
			if (pte_swp_soft_dirty(*src_pte))
				pte = pte_swp_mksoft_dirty(pte);
			if (pte_swp_uffd_wp(*src_pte))
				pte = pte_swp_mkuffd_wp(pte);
			set_pte_at(src_mm, addr, src_pte, pte);
		}
	}
	if (!userfaultfd_wp(${vma}))
		pte = pte_swp_clear_uffd_wp(pte);
	set_pte_at(dst_mm, addr, dst_pte, pte);
	return 0;
}`;

/** Whether the copy keeps the bit is asked of the child's VMA. */
export const F3: Bug = {
  id: 'F3',
  title: 'mm/userfaultfd: fix uffd-wp special cases for fork()',
  commit: '8f34f1eac382',
  kernel: '5.13',
  property: 'UFFD-WP',
  world: FORK_SWAP_UFFD_WP,
  function: 'copy_nonpresent_pte',
  before: copy('src_vma'),
  after: copy('dst_vma'),
  story: [
    'program: swap_duplicate',
    'program: set_pte_at',
    'program: swap_readpage',
    'program: page_count',
    'program: set_pte_at',
  ],
};
