import type { Bug } from '../bug.ts';
import { FORCE_WRITE } from '../worlds/force-write.ts';

const get = (parts: { broken: string; mayFollow: string }) => `bool can_follow_write_pte(pte_t pte, unsigned int flags)
{
	return ${parts.mayFollow};
}

struct page *follow_page_pte(struct vm_area_struct *vma, unsigned long address, pmd_t *pmd, unsigned int flags)
{
	struct mm_struct *mm = vma->vm_mm;
	struct page *page = NULL;
	spinlock_t *ptl;
	pte_t *ptep, pte;

	ptep = pte_offset_map_lock(mm, pmd, address, &ptl);
	pte = *ptep;
	if (!pte_present(pte))
		goto out;
	if ((flags & FOLL_WRITE) && !can_follow_write_pte(pte, flags))
		goto out;
	page = vm_normal_page(vma, address, pte);
	get_page(page);
out:
	pte_unmap_unlock(ptep, ptl);
	return page;
}

int faultin_page(struct vm_area_struct *vma, unsigned long address, pmd_t *pmd, unsigned int *flags)
{
	unsigned int fault_flags = 0;
	int ret;

	if (*flags & FOLL_WRITE)
		fault_flags |= FAULT_FLAG_WRITE;
	ret = fault_private_file(vma, address, pmd, fault_flags);
	if (ret & VM_FAULT_ERROR)
		return -EFAULT;
	/*
	 * The VM_FAULT_WRITE bit tells us that do_wp_page has broken COW when
	 * necessary, even if maybe_mkwrite decided not to set pte_write.
	 */
	if ((ret & VM_FAULT_WRITE) && !(vma->vm_flags & VM_WRITE))
		${parts.broken};
	return 0;
}

int access_remote_vm(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr, pmd_t *pmd)
{
	unsigned int foll_flags = FOLL_GET | FOLL_WRITE | FOLL_FORCE;
	struct page *page;

	mmap_read_lock(mm);
retry:
	page = follow_page_pte(vma, addr, pmd, foll_flags);
	if (!page) {
		if (faultin_page(vma, addr, pmd, &foll_flags)) {
			mmap_read_unlock(mm);
			return 0;
		}
		goto retry;
	}
	mmap_read_unlock(mm);
	/* copy_to_user_page */
	fill_page(page, 17);
	put_page(page);
	return 1;
}`;

/** Dirty COW. Who writes by force goes on to look for a page to write to; that it was copied shows in its dirty bit. */
export const C1: Bug = {
  id: 'C1',
  title: 'mm: remove gup_flags FOLL_WRITE games from __get_user_pages() (Dirty COW)',
  commit: '19be0eaffa3a',
  kernel: '4.8',
  property: 'COW',
  world: FORCE_WRITE,
  function: 'access_remote_vm',
  before: get({ broken: '*flags &= ~FOLL_WRITE', mayFollow: 'pte_write(pte)' }),
  after: get({
    broken: '*flags |= FOLL_COW',
    mayFollow: 'pte_write(pte) || ((flags & FOLL_FORCE) && (flags & FOLL_COW) && pte_dirty(pte))',
  }),
  story: [
    'write: copy_user_highpage',
    'discard: page_remove_rmap',
    'write: page_add_file_rmap',
    'write: get_page',
    'write: fill_page',
  ],
};
