import type { Bug } from '../bug.ts';
import { FORK_MIGRATING } from '../worlds/fork-entry.ts';

const copy = (
  clear: string,
) => `int copy_hugetlb_page_range(struct mm_struct *dst, struct mm_struct *src, struct vm_area_struct *dst_vma,
			    struct vm_area_struct *src_vma, pte_t *dst_pte, pte_t *src_pte, unsigned long addr)
{
	bool cow = is_cow_mapping(src_vma->vm_flags);
	struct folio *pte_folio;
	pte_t entry;
	int ret = 0;

	entry = huge_ptep_get(src_pte);
	if (huge_pte_none(entry)) {
		/* Skip if src entry none. */
		return 0;
	}
	if (unlikely(is_hugetlb_entry_migration(entry))) {
		swp_entry_t swp_entry = pte_to_swp_entry(entry);
		bool uffd_wp = pte_swp_uffd_wp(entry);

		if (!is_readable_migration_entry(swp_entry) && cow) {
			/* COW mappings require pages in both parent and child to be set to read. */
			swp_entry = make_readable_migration_entry(swp_offset(swp_entry));
			entry = swp_entry_to_pte(swp_entry);
			if (userfaultfd_wp(src_vma) && uffd_wp)
				entry = pte_swp_mkuffd_wp(entry);
			set_huge_pte_at(src, addr, src_pte, entry);
		}
		if (!userfaultfd_wp(dst_vma))
			entry = ${clear}(entry);
		set_huge_pte_at(dst, addr, dst_pte, entry);
	} else if (unlikely(is_pte_marker(entry))) {
		if (userfaultfd_wp(dst_vma))
			set_huge_pte_at(dst, addr, dst_pte, entry);
	} else {
		pte_folio = page_folio(pte_page(entry));
		folio_get(pte_folio);
		page_dup_rmap(pte_page(entry), false);
		if (cow) {
			ptep_set_wrprotect(src, addr, src_pte);
			entry = huge_pte_wrprotect(entry);
		}
		if (!userfaultfd_wp(dst_vma))
			entry = huge_pte_clear_uffd_wp(entry);
		set_huge_pte_at(dst, addr, dst_pte, entry);
	}
	return ret;
}`;

/** A migration entry loses the bit by the accessor for entries that are not present. */
export const F9: Bug = {
  id: 'F9',
  title: 'mm/hugetlb: fix swap entry corruption when clearing uffd-wp at fork()',
  commit: undefined,
  kernel: '6.12',
  property: 'KIND',
  world: FORK_MIGRATING,
  function: 'copy_hugetlb_page_range',
  before: copy('huge_pte_clear_uffd_wp'),
  after: copy('pte_swp_clear_uffd_wp'),
  story: ['fork: huge_ptep_get', 'fork: userfaultfd_wp'],
};
