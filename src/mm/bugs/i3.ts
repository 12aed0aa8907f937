import type { Bug } from '../bug.ts';
import { SPLIT_MIGRATING } from '../worlds/split-pmd.ts';

const split = (
  old: string,
) => `void __split_huge_pmd_locked(struct vm_area_struct *vma, pmd_t *pmd, unsigned long haddr, bool freeze)
{
	struct mm_struct *mm = vma->vm_mm;
	struct page *page;
	pgtable_t pgtable;
	pmd_t old_pmd;
	bool pmd_migration;
	swp_entry_t entry, swp;
	unsigned long addr;
	pte_t pte;
	int i;

${old}
		page = pfn_swap_entry_to_page(entry);
	} else {
		page = pmd_page(old_pmd);
		folio_ref_add(page_folio(page), HPAGE_PMD_NR - 1);
	}

	/* Withdraw the table only after we mark the pmd entry invalid. */
	pgtable = pgtable_trans_huge_withdraw(mm, pmd);
	for (i = 0, addr = haddr; i < HPAGE_PMD_NR; i++, addr += PAGE_SIZE) {
		if (pmd_migration) {
			swp = make_readable_migration_entry(page_to_pfn(page + i));
			pte = swp_entry_to_pte(swp);
		} else {
			pte = mk_pte(page + i, vma->vm_page_prot);
			page_dup_rmap(page + i, false);
		}
		set_pte_at(mm, addr, pte_in_table(pgtable, addr), pte);
	}
	if (!pmd_migration)
		folio_remove_rmap_pmd(page_folio(page), page, vma);
	smp_wmb(); /* make pte visible before pmd */
	pmd_populate(mm, pmd, pgtable);
}`;

/**
 * Only a present entry is invalidated. Of another one it is wrong on every architecture, and on arm64 it makes GUP-fast
 * follow the entry; what is judged here is the accessor, not that walk.
 */
export const I3: Bug = {
  id: 'I3',
  title: 'mm: fix race between __split_huge_pmd_locked() and GUP-fast',
  commit: '3a5a8d343e1c',
  kernel: '6.9',
  property: 'KIND',
  world: SPLIT_MIGRATING,
  function: '__split_huge_pmd_locked',
  before: split(`	old_pmd = pmdp_invalidate(vma, haddr, pmd);

	pmd_migration = is_pmd_migration_entry(old_pmd);
	if (unlikely(pmd_migration)) {
		entry = pmd_to_swp_entry(old_pmd);`),
  after: split(`	pmd_migration = is_pmd_migration_entry(*pmd);
	if (unlikely(pmd_migration)) {
		old_pmd = *pmd;
		entry = pmd_to_swp_entry(old_pmd);`).replace(
    '	} else {\n		page = pmd_page(old_pmd);',
    '	} else {\n		old_pmd = pmdp_invalidate(vma, haddr, pmd);\n		page = pmd_page(old_pmd);',
  ),
  story: ['split: load pmd_t', 'split: pmdp_establish'],
};
