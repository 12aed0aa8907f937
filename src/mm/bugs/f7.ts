import type { Bug } from '../bug.ts';
import { PROTECT_MIGRATING } from '../worlds/protect-migrating.ts';

const change = (parts: {
  start: string;
  readable: string;
}) => `long hugetlb_change_protection(struct vm_area_struct *vma, unsigned long address, unsigned long end, pgprot_t newprot,
				unsigned long cp_flags)
{
	struct mm_struct *mm = vma->vm_mm;
	struct hstate *h = hstate_vma(vma);
	unsigned long pages = 0;
	bool uffd_wp = cp_flags & MM_CP_UFFD_WP;
	bool uffd_wp_resolve = cp_flags & MM_CP_UFFD_WP_RESOLVE;
	pte_t *ptep;
	pte_t pte;

	i_mmap_lock_write(vma->vm_file->f_mapping);
	for (; address < end; address += PAGE_SIZE) {
		spinlock_t *ptl;

		ptep = huge_pte_offset(mm, address, PAGE_SIZE);
		if (!ptep)
			continue;
		ptl = huge_pte_lock(h, mm, ptep);
		pte = huge_ptep_get(ptep);
		if (unlikely(is_hugetlb_entry_migration(pte))) {
			swp_entry_t entry = pte_to_swp_entry(pte);
			struct page *page = pfn_swap_entry_to_page(entry);
${parts.start}
			if (is_writable_migration_entry(entry)) {
				if (PageAnon(page))
					entry = make_readable_exclusive_migration_entry(swp_offset(entry));
				else
					entry = make_readable_migration_entry(swp_offset(entry));
${parts.readable}
			spin_unlock(ptl);
			continue;
		}
		if (unlikely(pte_marker_uffd_wp(pte))) {
			/* This is changing a none pte: clear the marker where asked to. */
			if (uffd_wp_resolve)
				pte_clear(mm, address, ptep);
		} else if (!huge_pte_none(pte)) {
			pte_t old_pte = huge_ptep_modify_prot_start(vma, address, ptep);

			pte = huge_pte_modify(old_pte, newprot);
			if (uffd_wp)
				pte = huge_pte_mkuffd_wp(huge_pte_wrprotect(pte));
			else if (uffd_wp_resolve)
				pte = huge_pte_clear_uffd_wp(pte);
			huge_ptep_modify_prot_commit(vma, address, ptep, old_pte, pte);
			pages++;
		} else {
			/* None pte */
			if (unlikely(uffd_wp))
				set_huge_pte_at(mm, address, ptep, make_pte_marker(PTE_MARKER_UFFD_WP));
		}
		spin_unlock(ptl);
	}
	flush_hugetlb_tlb_range(vma, address - PAGE_SIZE, end);
	i_mmap_unlock_write(vma->vm_file->f_mapping);
	return pages;
}`;

/** A migration entry gets the bit whether or not it was writable. */
export const F7: Bug = {
  id: 'F7',
  title: 'mm/hugetlb: fix uffd-wp handling for migration entries in hugetlb_change_protection()',
  commit: '44f86392bdd1',
  kernel: '6.2',
  property: 'UFFD-WP',
  world: PROTECT_MIGRATING,
  function: 'hugetlb_change_protection',
  before: change({
    start: '',
    readable: `				pte = swp_entry_to_pte(entry);
				if (uffd_wp)
					pte = pte_swp_mkuffd_wp(pte);
				else if (uffd_wp_resolve)
					pte = pte_swp_clear_uffd_wp(pte);
				set_huge_pte_at(mm, address, ptep, pte);
				pages++;
			}`,
  }),
  after: change({
    start: '			pte_t newpte = pte;\n',
    readable: `				newpte = swp_entry_to_pte(entry);
				pages++;
			}

			if (uffd_wp)
				newpte = pte_swp_mkuffd_wp(newpte);
			else if (uffd_wp_resolve)
				newpte = pte_swp_clear_uffd_wp(newpte);
			if (!pte_same(pte, newpte))
				set_huge_pte_at(mm, address, ptep, newpte);`,
  }),
  story: ['userfaultfd: huge_ptep_get', 'migration: set_pte_at', 'userfaultfd: uffd_protected', 'program: cpu_store'],
};
