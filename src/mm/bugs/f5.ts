import type { Bug } from '../bug.ts';
import { PROTECT_MIGRATING_HUGE } from '../worlds/protect-migrating.ts';

const change = (parts: {
  declare: string;
  migration: string;
}) => `int change_huge_pmd(struct mmu_gather *tlb, struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr, pgprot_t newprot,
		    unsigned long cp_flags)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl;
	pmd_t oldpmd, entry;
	bool uffd_wp = cp_flags & MM_CP_UFFD_WP;
	bool uffd_wp_resolve = cp_flags & MM_CP_UFFD_WP_RESOLVE;
	int ret = 1;

	ptl = pmd_lock(mm, pmd);
	oldpmd = *pmd;
	if (is_swap_pmd(oldpmd)) {
		swp_entry_t swp = pmd_to_swp_entry(oldpmd);
		struct page *page = pfn_swap_entry_to_page(swp);
${parts.declare}
		VM_BUG_ON(!is_pmd_migration_entry(oldpmd));
		if (is_writable_migration_entry(swp)) {
			/* A protection check is difficult so just be safe and disable write */
			if (PageAnon(page))
				swp = make_readable_exclusive_migration_entry(swp_offset(swp));
			else
				swp = make_readable_migration_entry(swp_offset(swp));
			newpmd = swp_entry_to_pmd(swp);
			if (pmd_swp_soft_dirty(oldpmd))
				newpmd = pmd_swp_mksoft_dirty(newpmd);
${parts.migration}
		goto unlock;
	}

	/* The walk may see a pmd that is being changed: it is invalidated meanwhile. */
	oldpmd = pmdp_invalidate(vma, addr, pmd);
	entry = pmd_wrprotect(oldpmd);
	if (uffd_wp)
		entry = pmd_mkuffd_wp(entry);
	else if (uffd_wp_resolve)
		entry = pmd_clear_uffd_wp(entry);
	ret = HPAGE_PMD_NR;
	set_pmd_at(mm, addr, pmd, entry);
unlock:
	spin_unlock(ptl);
	return ret;
}`;

/** Every migration entry of a huge page gets the bit. */
export const F5: Bug = {
  id: 'F5',
  title: 'mm/userfaultfd: fix uffd-wp handling for THP migration entries',
  commit: '24bf08c4376b',
  kernel: '6.2',
  property: 'UFFD-WP',
  world: PROTECT_MIGRATING_HUGE,
  function: 'change_huge_pmd',
  before: change({
    declare: '		pmd_t newpmd;\n',
    migration: `			if (pmd_swp_uffd_wp(oldpmd))
				newpmd = pmd_swp_mkuffd_wp(newpmd);
			set_pmd_at(mm, addr, pmd, newpmd);
		}`,
  }),
  after: change({
    declare: '		pmd_t newpmd;\n',
    migration: `		} else {
			newpmd = oldpmd;
		}

		if (uffd_wp)
			newpmd = pmd_swp_mkuffd_wp(newpmd);
		else if (uffd_wp_resolve)
			newpmd = pmd_swp_clear_uffd_wp(newpmd);
		if (!pmd_same(oldpmd, newpmd))
			set_pmd_at(mm, addr, pmd, newpmd);`,
  }),
  story: ['userfaultfd: set_pmd_at', 'migration: set_pmd_at', 'userfaultfd: uffd_protected', 'program: cpu_store'],
};
