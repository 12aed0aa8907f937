import type { ReferenceFunction } from '../vocabulary.ts';

const HUGE = 'mm/huge_memory.c, 6.12.105';

/** The huge zero page: made when the first one asks for it, given up by the shrinker. Its variables are fields here. */
export const HUGE_ZERO_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'get_huge_zero_page',
    source: `${HUGE}: the page and its number change together, under huge_zero_lock`,
    text: `bool get_huge_zero_page(struct huge_zero *zero)
{
	struct page *page;

retry:
	if (atomic_inc_not_zero(&zero->huge_zero_refcount))
		return true;
	page = alloc_page_vma(NULL);
	if (!page)
		return false;
	spin_lock(&zero->huge_zero_lock);
	if (zero->huge_zero_page) {
		spin_unlock(&zero->huge_zero_lock);
		put_page(page);
		goto retry;
	}
	zero->huge_zero_page = page;
	zero->huge_zero_pfn = page_to_pfn(page);
	/* One reference more, which the shrinker gives back. */
	atomic_set(&zero->huge_zero_refcount, 2);
	spin_unlock(&zero->huge_zero_lock);
	return true;
}`,
  },
  {
    name: 'map_and_zap_huge_zero',
    source: `${HUGE}: do_huge_pmd_anonymous_page for a read, zap_huge_pmd: what is not the huge zero page counts as a page of its own`,
    text: `void map_and_zap_huge_zero(struct huge_zero *zero, struct mm_struct *mm, pmd_t *pmd, unsigned long haddr,
			    pgprot_t prot)
{
	spinlock_t *ptl;
	pmd_t orig;

	if (!get_huge_zero_page(zero))
		return;
	ptl = pmd_lock(mm, pmd);
	set_pmd_at(mm, haddr, pmd, mk_huge_pmd(zero->huge_zero_page, prot));
	spin_unlock(ptl);

	ptl = pmd_lock(mm, pmd);
	orig = pmdp_huge_get_and_clear(mm, haddr, pmd);
	spin_unlock(ptl);
	/* is_huge_zero_pmd */
	if (zero->huge_zero_pfn == pmd_pfn(orig))
		atomic_dec(&zero->huge_zero_refcount);
	else
		put_page(pmd_page(orig));
}`,
  },
];
