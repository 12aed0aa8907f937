import type { Bug } from '../bug.ts';
import { SPLICE_SHARED } from '../worlds/pipe.ts';

const get = (force: string) => `bool should_force_cow_break(struct vm_area_struct *vma, unsigned int flags)
{
	return is_cow_mapping(vma->vm_flags) && (flags & FOLL_GET);
}

void __get_user_pages(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long start, pmd_t *pmd,
		      unsigned int gup_flags)
{
	unsigned int foll_flags = gup_flags;
	struct page *page;

${force}retry:
	page = follow_page_pte(vma, start, pmd, foll_flags);
	if (!page) {
		/* faultin_page */
		handle_fault(mm, start, foll_flags & FOLL_WRITE);
		goto retry;
	}
	/* The page goes into the pipe. */
	device_uses(mm, start, page);
}`;

/** Whoever keeps a reference to a page of a private mapping gets a page of its own first. */
export const C3: Bug = {
  id: 'C3',
  title: 'gup: document and work around "COW can break either way" issue',
  commit: '17839856fd58',
  kernel: '5.7',
  property: 'COW',
  world: SPLICE_SHARED,
  function: '__get_user_pages',
  before: get(''),
  after: get(`	/*
	 * This now causes a write fault for read-only lookups of a COW mapping that keep the page.
	 */
	if (should_force_cow_break(vma, foll_flags))
		foll_flags |= FOLL_WRITE;
`),
  story: ['child: device_uses', 'child: page_remove_rmap', 'parent: page_mapcount', 'parent: cpu_store'],
};
