import type { Bug } from '../bug.ts';
import { HUGE_ZERO_SHRINK } from '../worlds/huge-zero.ts';

const shrink = (take: string) => `unsigned long shrink_huge_zero_page_scan(struct huge_zero *zero)
{
	struct page *zero_page;

	if (atomic_cmpxchg(&zero->huge_zero_refcount, 1, 0) == 1) {
${take}		put_page(zero_page);
		return HPAGE_PMD_NR;
	}
	return 0;
}`;

/** The huge zero page and its number go together. The variables are fields of an object here, and the page is a single one. */
export const L1: Bug = {
  id: 'L1',
  title: 'mm/huge_memory: fix huge_zero_pfn race',
  commit: undefined,
  kernel: '6.12',
  property: 'REF',
  world: HUGE_ZERO_SHRINK,
  function: 'shrink_huge_zero_page_scan',
  before: shrink(`		zero_page = xchg_huge_zero_page(zero, NULL);
		zero->huge_zero_pfn = ~0UL;
`),
  after: shrink(`		spin_lock(&zero->huge_zero_lock);
		zero_page = xchg_huge_zero_page(zero, NULL);
		zero->huge_zero_pfn = ~0UL;
		spin_unlock(&zero->huge_zero_lock);
`),
  story: [
    'shrinker: xchg_huge_zero_page',
    'fault: store huge_zero.huge_zero_page',
    'fault: store huge_zero.huge_zero_pfn',
    'shrinker: store huge_zero.huge_zero_pfn',
    'fault: pmdp_huge_get_and_clear',
    'fault: put_page',
  ],
};
