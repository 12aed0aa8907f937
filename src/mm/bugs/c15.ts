import type { Bug } from '../bug.ts';
import { SPLIT_REUSE } from '../worlds/split-pmd.ts';

const split = (parts: {
  lock: string;
  unlock: string;
}) => `void __split_huge_pmd(struct vm_area_struct *vma, pmd_t *pmd, unsigned long address, bool freeze, struct page *page)
{
	spinlock_t *ptl;
	unsigned long haddr = address & HPAGE_PMD_MASK;
	bool was_locked = false;
	pmd_t _pmd;

	ptl = pmd_lock(vma->vm_mm, pmd);
${parts.lock}	if (pmd_trans_huge(*pmd))
		__split_huge_pmd_locked(vma, pmd, haddr, freeze);
	spin_unlock(ptl);
${parts.unlock}}`;

/** The split holds the page lock, as whoever decides on reuse does. */
export const C15: Bug = {
  id: 'C15',
  title: 'mm: thp: make the THP mapcount atomic against __split_huge_pmd_locked()',
  commit: 'c444eb564fb1',
  kernel: '5.7',
  property: 'COW',
  world: SPLIT_REUSE,
  function: '__split_huge_pmd',
  before: split({ lock: '', unlock: '' }),
  after: split({
    lock: `
repeat:
	if (pmd_trans_huge(*pmd)) {
		if (!page) {
			page = pmd_page(*pmd);
			if (unlikely(!trylock_page(page))) {
				get_page(page);
				_pmd = *pmd;
				spin_unlock(ptl);
				lock_page(page);
				spin_lock(ptl);
				if (unlikely(!pmd_same(*pmd, _pmd))) {
					unlock_page(page);
					put_page(page);
					page = NULL;
					goto repeat;
				}
				put_page(page);
			}
		}
	}
`,
    unlock: '	if (!was_locked && page)\n		unlock_page(page);\n',
  }),
  story: [
    'write fault: trylock_page',
    'write fault: atomic_read',
    'split: page_dup_rmap',
    'split: page_remove_rmap',
    'write fault: compound_mapcount',
    'write fault: set_pmd_at',
    'write fault: cpu_store',
  ],
};
