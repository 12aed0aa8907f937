import type { Bug } from '../bug.ts';
import { ACCOUNT_SPLITTING } from '../worlds/account-migrating.ts';

const smaps = (parts: { migration: string; account: string }) => `int page_mapcount_in_steps(struct page *page)
{
	int ret = atomic_read(&page->_mapcount) + 1;

	if (PageCompound(page)) {
		page = compound_head(page);
		if (PageDoubleMap(page))
			ret--;
	}
	return ret;
}

void smaps_account(struct page *page, bool migration)
{
${parts.account}	page_mapcount_in_steps(page);
}

void smaps_pte_entry(pte_t *pte, unsigned long addr, struct mm_walk *walk)
{
	struct vm_area_struct *vma = walk->vma;
	struct page *page = NULL;
	bool migration = false;
	pte_t ptent = ptep_get(pte);

	if (pte_present(ptent)) {
		page = vm_normal_page(vma, addr, ptent);
	} else if (is_swap_pte(ptent)) {
		swp_entry_t swpent = pte_to_swp_entry(ptent);

		if (is_pfn_swap_entry(swpent)) {
${parts.migration}			page = pfn_swap_entry_to_page(swpent);
		}
	}
	if (!page)
		return;
	smaps_account(page, migration);
}

int smaps_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	struct vm_area_struct *vma = walk->vma;
	pte_t *pte;
	spinlock_t *ptl;

	pte = pte_offset_map_lock(vma->vm_mm, pmd, addr, &ptl);
	for (; addr != end; pte++, addr += PAGE_SIZE)
		smaps_pte_entry(pte, addr, walk);
	pte_unmap_unlock(pte - 1, ptl);
	return 0;
}`;

/** Of a page under migration the number of mappings is not asked: it counts as one. */
export const I9: Bug = {
  id: 'I9',
  title: "fs/proc: task_mmu.c: don't read mapcount for migration entry",
  commit: '24d7275ce279',
  kernel: '5.16',
  property: 'ASSERT',
  world: ACCOUNT_SPLITTING,
  function: 'smaps_pte_range',
  before: smaps({ migration: '', account: '' }),
  after: smaps({
    migration: '			if (is_migration_entry(swpent))\n				migration = true;\n',
    account: `	/*
	 * The page_mapcount() is called to get a snapshot of the mapcount. Without holding the folio lock this snapshot can
	 * be slightly wrong as we cannot always read the mapcount atomically. It is not safe to call page_mapcount() even
	 * with PTL held if the page is not mapped, especially for migration entries.
	 */
	if (migration)
		return;
`,
  }),
  story: ['reader: ptep_get', 'reader: atomic_read', 'split: split_folio', 'reader: PageDoubleMap'],
};
